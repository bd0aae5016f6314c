import { decodeBase32, encodeBase32 } from "../../go/base32.ts";
import { decodeBase64, encodeBase64 } from "../../go/base64.ts";
import type { GoString } from "../../go/bytes.ts";
import { decodeHex } from "../../go/hex.ts";
import type { Func, FuncMap } from "../values.ts";
import { allocateString } from "./allocation.ts";
import { fixed, stringAt } from "./arguments.ts";

/**
 * Sprig's encodings, and the `hexdec` that ESO adds. What cannot be decoded gives the text of Go's error as the
 * value, as in ESO.
 */
export const ENCODING_FUNCS: FuncMap = new Map<string, Func>([
  ["b64enc", coded(4 / 3, (s) => encodeBase64(s, "std"))],
  ["b64dec", coded(1, b64dec)],
  ["b32enc", coded(8 / 5, encodeBase32)],
  ["b32dec", coded(1, b32dec)],
  ["hexdec", coded(1, hexdec)],
]);

/** A function whose result is at most `growth` times as long as its argument, and a group of padding. */
function coded(growth: number, code: (s: GoString) => GoString): Func {
  return fixed(["string"], (args, context) => {
    const s = stringAt(args, 0);
    allocateString(context, Math.ceil(s.length * growth) + 8);
    return code(s);
  });
}

function b64dec(s: GoString): GoString {
  const decoded = decodeBase64(s, "std");
  return decoded.ok ? decoded.value : `illegal base64 data at input byte ${decoded.offset}`;
}

function b32dec(s: GoString): GoString {
  const decoded = decodeBase32(s);
  return decoded.ok ? decoded.value : `illegal base32 data at input byte ${decoded.offset}`;
}

function hexdec(s: GoString): GoString {
  const decoded = decodeHex(s);
  return decoded.ok ? decoded.value : decoded.error;
}
