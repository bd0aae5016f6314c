import type { GoString } from "../../go/bytes.ts";
import { parseUrl, printUserinfo, type Url } from "../funcs/url.ts";
import { escapeUrl } from "../funcs/url-escape.ts";

/** A URI as Go prints it after parsing. */
export interface NormalizedUri {
  /** With its port; empty where there is none. */
  readonly host: GoString;
  readonly text: GoString;
}

const VALID_PATH = /^[A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]%]*$/;
const VALID_FRAGMENT = /^[A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]%?]*$/;

/**
 * `url.Parse` and `URL.String`: path and fragment keep the way in which they were written where that is valid.
 * Throws a FuncError for what is no URL.
 */
export function normalizeUri(uri: GoString): NormalizedUri {
  const url = parseUrl(uri);
  const [beforeFragment, fragment] = cut(uri, "#");
  const [beforeQuery] = cut(beforeFragment, "?");
  const afterScheme = beforeQuery.slice(url.scheme === "" ? 0 : url.scheme.length + 1);
  const query = beforeFragment.slice(beforeQuery.length);
  const start = url.scheme === "" ? "" : `${url.scheme}:`;
  const middle = url.opaque === "" ? printHierarchy(url, afterScheme) : url.opaque;
  const end =
    fragment === ""
      ? ""
      : `#${VALID_FRAGMENT.test(fragment) ? fragment : escapeUrl(url.fragment, "fragment")}`;
  return { host: url.host, text: `${start}${middle}${query}${end}` };
}

/** The authority and the path; a host that is left out as in `file:/path` stays out. */
function printHierarchy(url: Url, afterScheme: GoString): GoString {
  const hasAuthority = afterScheme.startsWith("//") && (url.scheme !== "" || !afterScheme.startsWith("///"));
  const slash = hasAuthority ? afterScheme.indexOf("/", 2) : 0;
  const written = slash < 0 ? "" : afterScheme.slice(slash);
  const path = VALID_PATH.test(written) ? written : escapeUrl(url.path, "path");
  if (!hasAuthority) return path;
  const user = url.user === undefined ? "" : `${printUserinfo(url.user)}@`;
  const authority = `${user}${escapeUrl(url.host, "host")}`;
  return authority === "" && (path === "" || url.scheme === "") ? path : `//${authority}${path}`;
}

function cut(text: GoString, separator: string): [GoString, GoString] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
