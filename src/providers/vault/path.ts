import type { Problem } from "../../ground/diagnostic.ts";
import { toGoString } from "../../go/bytes.ts";

/**
 * A path as Go's `path.Join` cleans it, which Vault's client does before it asks: no empty segments, no slash at
 * either end. Dot segments have to be refused before (`pathProblem`).
 */
export function cleanPath(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "")
    .join("/");
}

/** A path percent-encoded for a URL, segment by segment (Go: URL.EscapedPath). */
export function escapePath(path: string): string {
  return toGoString(path).replaceAll(ESCAPED, escapeByte);
}

/** A value of a URL's query (Go: url.QueryEscape). */
export function escapeQuery(value: string): string {
  return toGoString(value).replaceAll(/[^A-Za-z0-9_.~-]/g, escapeByte);
}

/** Why `path` may not be part of what Vault is asked for, as a clause; undefined where it may. */
export function pathProblem(what: string, path: string): Problem | undefined {
  const dots = path.split("/").find((segment) => segment === "." || segment === "..");
  if (dots !== undefined) {
    return {
      code: "REMOTE_KEY_REFUSED",
      message: `${what} holds the path segment "${dots}"`,
      hint: "A dot segment would lead to another place than the name says; write the path itself",
    };
  }
  if (!CONTROL.test(path)) return undefined;
  return {
    code: "REMOTE_KEY_REFUSED",
    message: `${what} holds a control character`,
    hint: "Remove it: a line feed at the end of a quoted text is a frequent cause",
  };
}

/** All but the bytes that Go leaves in a path. */
const ESCAPED = /[^A-Za-z0-9_.~$&+,/:;=@-]/g;

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

function escapeByte(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
