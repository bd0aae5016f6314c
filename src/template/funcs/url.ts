import type { GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { escapeUrl, unescapeUrl } from "./url-escape.ts";

/** The parts of a URL (Go: url.URL), those that have an encoding decoded. */
export interface Url {
  readonly scheme: GoString;
  /** What follows the colon of a URL such as `mailto:a@b`; then it has no host and no path. */
  readonly opaque: GoString;
  /** Undefined where there is no `@`. */
  readonly user: Userinfo | undefined;
  readonly host: GoString;
  readonly path: GoString;
  /** As it was written. */
  readonly query: GoString;
  readonly fragment: GoString;
}

/** The user of a URL; the password may be set and empty. */
export interface Userinfo {
  readonly name: GoString;
  readonly password: GoString | undefined;
}

/** url.Parse. Throws a FuncError. */
export function parseUrl(text: GoString): Url {
  const [url, fragment] = cut(text, "#");
  return { ...parseWithoutFragment(url), fragment: unescapeUrl(fragment, "fragment") };
}

function parseWithoutFragment(text: GoString): Url {
  if (hasControls(text)) throw new FuncError("the URL has a control character");
  const [scheme, afterScheme] = cutScheme(text);
  const [rest, query] = cut(afterScheme, "?");
  const url = { scheme, opaque: "", user: undefined, host: "", path: "", query, fragment: "" };
  if (text === "*") return { ...url, path: "*" };
  if (!rest.startsWith("/")) {
    if (scheme !== "") return { ...url, opaque: rest };
    if (cut(rest, "/")[0].includes(":"))
      throw new FuncError("the first segment of a relative URL has a colon");
  }
  const hasAuthority = rest.startsWith("//") && (scheme !== "" || !rest.startsWith("///"));
  if (!hasAuthority) return { ...url, path: unescapeUrl(rest, "path") };
  const slash = rest.indexOf("/", 2);
  const end = slash < 0 ? rest.length : slash;
  const authority = parseAuthority(scheme, rest.slice(2, end));
  return { ...url, ...authority, path: unescapeUrl(rest.slice(end), "path") };
}

function hasControls(text: GoString): boolean {
  for (let at = 0; at < text.length; at++) {
    const byte = text.charCodeAt(at);
    if (byte < 0x20 || byte === 0x7f) return true;
  }
  return false;
}

/** `strings.Cut`: what is before the separator and after it. */
function cut(text: GoString, mark: string): [GoString, GoString] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** What does not begin with a letter has no scheme, unless it begins with the colon, which is an error. */
function cutScheme(text: GoString): [GoString, GoString] {
  if (text.startsWith(":")) throw new FuncError("the URL lacks its scheme");
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text)?.[0];
  if (scheme === undefined) return ["", text];
  return [scheme.slice(0, -1).toLowerCase(), text.slice(scheme.length)];
}

const USERINFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;

function parseAuthority(scheme: GoString, authority: GoString): Pick<Url, "user" | "host"> {
  const at = authority.lastIndexOf("@");
  const host = parseHost(scheme, authority.slice(at + 1));
  if (at < 0) return { user: undefined, host };
  const userinfo = authority.slice(0, at);
  if (!USERINFO.test(userinfo)) throw new FuncError("the user of the URL has an invalid character");
  const [name, password] = cut(userinfo, ":");
  return {
    user: {
      name: unescapeUrl(name, "userinfo"),
      password: userinfo.includes(":") ? unescapeUrl(password, "userinfo") : undefined,
    },
    host,
  };
}

/** Only http and https insist on one colon: databases are given several hosts with ports. */
function parseHost(scheme: GoString, host: GoString): GoString {
  const bracket = host.lastIndexOf("[");
  if (bracket > 0) throw new FuncError("the host of the URL has a misplaced bracket");
  if (bracket === 0) return parseLiteral(host);
  const strict = scheme === "http" || scheme === "https";
  const colon = strict ? host.indexOf(":") : host.lastIndexOf(":");
  if (colon >= 0) checkPort(host.slice(colon));
  return unescapeUrl(host, "host");
}

/** An IPv6 address in brackets, with a zone after `%25` perhaps, and a port. */
function parseLiteral(host: GoString): GoString {
  const end = host.lastIndexOf("]");
  if (end < 0) throw new FuncError("the host of the URL lacks its closing bracket");
  const port = host.slice(end + 1);
  checkPort(port);
  const name = host.slice(1, end);
  const zone = name.indexOf("%25");
  const address = unescapeUrl(zone < 0 ? name : name.slice(0, zone), "host");
  const unescaped = zone < 0 ? address : address + unescapeUrl(name.slice(zone), "zone");
  if (!isIpv6(unescaped)) throw new FuncError("the host of the URL is no IPv6 address");
  return `[${unescaped}]${port}`;
}

function checkPort(port: GoString): void {
  if (!/^(?::\d*)?$/.test(port)) throw new FuncError("the port of the URL is not a number");
}

/** netip.ParseAddr for IPv6: eight groups, or fewer around `::`, the last two perhaps as IPv4; then `%` and a zone. */
function isIpv6(text: GoString): boolean {
  const [address, zone] = cut(text, "%");
  if (text.includes("%") && zone === "") return false;
  const halves = address.split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const endsInIpv4 = !address.endsWith("::") && isIpv4(last);
  const hex = endsInIpv4 ? groups.slice(0, -1) : groups;
  if (halves.length > 2 || !hex.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  const count = groups.length + (endsInIpv4 ? 1 : 0);
  return address.includes(":") && (halves.length === 2 ? count <= 7 : count === 8);
}

function isIpv4(text: GoString): boolean {
  const fields = text.split(".");
  return (
    fields.length === 4 && fields.every((field) => /^(?:0|[1-9]\d{0,2})$/.test(field) && Number(field) <= 255)
  );
}

/** URL.Hostname: the host without its port and without brackets. */
export function hostnameOf(host: GoString): GoString {
  const colon = host.lastIndexOf(":");
  const name = colon >= 0 && /^:\d*$/.test(host.slice(colon)) ? host.slice(0, colon) : host;
  return name.startsWith("[") && name.endsWith("]") ? name.slice(1, -1) : name;
}

/** Userinfo.String. */
export function printUserinfo({ name, password }: Userinfo): GoString {
  return escapeUrl(name, "userinfo") + (password === undefined ? "" : `:${escapeUrl(password, "userinfo")}`);
}

/** URL.String. */
export function printUrl({ scheme, opaque, user, host, path, query, fragment }: Url): GoString {
  const prefix = scheme === "" ? "" : `${scheme}:`;
  const suffix =
    (query === "" ? "" : `?${query}`) + (fragment === "" ? "" : `#${escapeUrl(fragment, "fragment")}`);
  if (opaque !== "") return prefix + opaque + suffix;
  const userPart = user === undefined ? "" : `${printUserinfo(user)}@`;
  const hasAuthority = host !== "" || user !== undefined || (scheme !== "" && path !== "");
  const authority = hasAuthority ? `//${userPart}${escapeUrl(host, "host")}` : "";
  const escapedPath = path === "*" ? path : escapeUrl(path, "path");
  return prefix + authority + separator(prefix + authority, host, escapedPath) + escapedPath + suffix;
}

/** What must stand between the authority and the path, lest one be read as part of the other. */
function separator(before: GoString, host: GoString, path: GoString): GoString {
  if (path !== "" && !path.startsWith("/") && host !== "") return "/";
  return before === "" && cut(path, "/")[0].includes(":") ? "./" : "";
}
