import type { GoString } from "../../go/bytes.ts";
import { type CallContext, Dict, type Func, FuncError, type FuncMap, type Value } from "../values.ts";
import { allocateString } from "./allocation.ts";
import { entriesAt, fixed, stringAt } from "./arguments.ts";
import { hostnameOf, parseUrl, printUrl, printUserinfo } from "./url.ts";

/** Sprig's functions between URLs and dicts of their parts (net/url). */
export const URL_FUNCS: FuncMap = new Map<string, Func>([
  ["urlParse", fixed(["string"], urlParse)],
  ["urlJoin", fixed(["map[string]interface {}"], urlJoin)],
]);

function urlParse(args: readonly Value[], context: CallContext): Value {
  const text = stringAt(args, 0);
  allocateString(context, text.length);
  const { scheme, host, path, query, opaque, fragment, user } = parseUrl(text);
  const entries = {
    scheme,
    host,
    hostname: hostnameOf(host),
    path,
    query,
    opaque,
    fragment,
    userinfo: user === undefined ? "" : printUserinfo(user),
  };
  return new Dict("map[string]interface {}", new Map<GoString, Value>(Object.entries(entries)));
}

/** `hostname` is not read. Throws a FuncError for a part that is no string. */
function urlJoin(args: readonly Value[], context: CallContext): Value {
  const part = (key: string): GoString => {
    const value = entriesAt(args, 0).get(key) ?? (entriesAt(args, 0).has(key) ? null : "");
    if (typeof value !== "string") throw new FuncError(`the "${key}" of a URL must be a string`);
    return value;
  };
  const userinfo = part("userinfo");
  const url = printUrl({
    scheme: part("scheme"),
    host: part("host"),
    path: part("path"),
    query: part("query"),
    opaque: part("opaque"),
    fragment: part("fragment"),
    user: userinfo === "" ? undefined : parseUrl(`proto://${userinfo}@host`).user,
  });
  allocateString(context, url.length);
  return url;
}
