import { createHash } from "node:crypto";

import type { GoString } from "../../go/bytes.ts";
import { bytesOfGoString } from "../../go/bytes.ts";
import type { Func, FuncMap } from "../values.ts";
import { fixed, stringAt } from "./arguments.ts";

/** Sprig's checksums: hexadecimal, but for Adler's, which is decimal. */
export const HASH_FUNCS: FuncMap = new Map<string, Func>([
  ["sha1sum", hash("sha1")],
  ["sha256sum", hash("sha256")],
  ["sha512sum", hash("sha512")],
  ["adler32sum", fixed(["string"], (args) => String(adler32(stringAt(args, 0))))],
]);

function hash(algorithm: string): Func {
  return fixed(["string"], (args) =>
    createHash(algorithm)
      .update(bytesOfGoString(stringAt(args, 0)))
      .digest("hex"),
  );
}

/** RFC 1950, 8.2. */
function adler32(s: GoString): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < s.length; at++) {
    low = (low + s.charCodeAt(at)) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}
