import { type GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";

/** A part of a URL, which decides what is escaped in it. */
export type UrlPart = "host" | "zone" | "userinfo" | "path" | "fragment";

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The bytes that net/url leaves alone in each part. */
const PLAIN: Readonly<Record<UrlPart, ReadonlySet<string>>> = {
  host: new Set(`${ALPHANUMERIC}-_.~!$&'()*+,;=:[]<>"`),
  zone: new Set(`${ALPHANUMERIC}-_.~!$&'()*+,;=:[]<>"`),
  userinfo: new Set(`${ALPHANUMERIC}-_.~$&+,;=`),
  path: new Set(`${ALPHANUMERIC}-_.~$&+,/:;=@`),
  fragment: new Set(`${ALPHANUMERIC}-_.~$&+,/:;=?@!()*`),
};

/** Writes the bytes that a part may not hold as `%XX`. */
export function escapeUrl(s: GoString, part: UrlPart): GoString {
  let result = "";
  for (const byte of s) result += PLAIN[part].has(byte) ? byte : percent(byte);
  return result;
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

const ESCAPE = /%(?:([0-9A-Fa-f]{2})|)/g;

/**
 * Reads `%XX`. Throws a FuncError for a broken escape, and in a host for bytes that it may not hold: there only bytes
 * beyond ASCII may be escaped, in a zone only what could stand plain, or a space.
 */
export function unescapeUrl(s: GoString, part: UrlPart): GoString {
  if (part === "host" || part === "zone") checkHostBytes(s, part);
  return s.replace(ESCAPE, (escape: string, digits: string | undefined) => {
    if (digits === undefined) throw new FuncError("the URL has an invalid escape");
    const byte = String.fromCharCode(Number.parseInt(digits, 16));
    if (escape !== "%25" && !mayBeEscaped(byte, part))
      throw new FuncError("the URL has an invalid escape in its host");
    return byte;
  });
}

function mayBeEscaped(byte: string, part: UrlPart): boolean {
  if (part === "host") return byte >= "\x80";
  return part !== "zone" || byte === " " || PLAIN.host.has(byte);
}

function checkHostBytes(s: GoString, part: "host" | "zone"): void {
  for (const byte of s) {
    if (byte < "\x80" && byte !== "%" && !PLAIN[part].has(byte)) {
      throw new FuncError("the host of the URL has an invalid character");
    }
  }
}
