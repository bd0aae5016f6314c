import type { GoString } from "./bytes.ts";

/** What decoding gave; `offset` is where Go's CorruptInputError points. */
export type Decoded =
  | { readonly ok: true; readonly value: GoString }
  | { readonly ok: false; readonly offset: number };

export type Alphabet = "std" | "url";

const COMMON = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ALPHABETS: Readonly<Record<Alphabet, string>> = { std: `${COMMON}+/`, url: `${COMMON}-_` };
const NONE = 255;
const TABLES: Readonly<Record<Alphabet, Uint8Array>> = {
  std: tableOf(ALPHABETS.std),
  url: tableOf(ALPHABETS.url),
};

/** Go: base64.StdEncoding.EncodeToString, and URLEncoding's. */
export function encodeBase64(s: GoString, alphabet: Alphabet): GoString {
  const text = btoa(s);
  return alphabet === "std" ? text : text.replaceAll("+", "-").replaceAll("/", "_");
}

/**
 * Go: base64.StdEncoding.DecodeString, and URLEncoding's: padding is required, line ends are passed over, what is
 * left in the last bits does not matter.
 */
export function decodeBase64(s: GoString, alphabet: Alphabet): Decoded {
  const table = TABLES[alphabet];
  const bytes: number[] = [];
  let quantum = 0;
  let count = 0;
  for (let at = 0; at < s.length; at++) {
    const code = s.charCodeAt(at);
    if (code === 10 || code === 13) continue;
    if (code === 61) return finish(s, at, bytes, quantum, count);
    const value = table[code] ?? NONE;
    if (value === NONE) return { ok: false, offset: at };
    quantum = (quantum << 6) | value;
    count++;
    if (count < 4) continue;
    bytes.push(quantum >> 16, (quantum >> 8) & 255, quantum & 255);
    quantum = 0;
    count = 0;
  }
  return count === 0 ? { ok: true, value: toText(bytes) } : { ok: false, offset: s.length };
}

/** Padding starts at `at`: two digits want two of it, three want one, and nothing may follow. */
function finish(s: GoString, at: number, bytes: number[], quantum: number, count: number): Decoded {
  const padding = s.slice(at).replaceAll(/[\r\n]/g, "");
  if (count < 2) return { ok: false, offset: at };
  if (padding !== "=".repeat(4 - count))
    return { ok: false, offset: padding.length < 4 - count ? s.length : at + 1 };
  if (count === 2) bytes.push((quantum >> 4) & 255);
  else bytes.push((quantum >> 10) & 255, (quantum >> 2) & 255);
  return { ok: true, value: toText(bytes) };
}

function toText(bytes: readonly number[]): GoString {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.slice(at, at + 8192));
  return text;
}

function tableOf(alphabet: string): Uint8Array {
  const table = new Uint8Array(256).fill(NONE);
  for (let value = 0; value < alphabet.length; value++) table[alphabet.charCodeAt(value)] = value;
  return table;
}
