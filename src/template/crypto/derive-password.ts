import { createHmac, scryptSync } from "node:crypto";

import { bytesOfGoString, type GoString } from "../../go/bytes.ts";
import { concatBytes } from "./der-write.ts";

const SEED = bytesOfGoString("com.lyndir.masterpassword");
const SCRYPT = { N: 32_768, r: 8, p: 2, maxmem: 64 * 1024 * 1024 } as const;
const KEY_SIZE = 64;

const LONG =
  "CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv " +
  "CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv " +
  "CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno";

/** What a password of each type looks like, a class of characters for each of its characters. */
const TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ["maximum", ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"]],
  ["long", LONG.split(" ")],
  ["medium", ["CvcnoCvc", "CvcCvcno"]],
  ["short", ["Cvcn"]],
  ["basic", ["aaanaaan", "aannaaan", "aaannaaa"]],
  ["pin", ["nnnn"]],
]);

const VOWELS = "AEIOU";
const CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ";
const LETTERS = VOWELS + VOWELS.toLowerCase() + CONSONANTS + CONSONANTS.toLowerCase();

const CLASSES: ReadonlyMap<string, string> = new Map([
  ["V", VOWELS],
  ["C", CONSONANTS],
  ["v", VOWELS.toLowerCase()],
  ["c", CONSONANTS.toLowerCase()],
  ["a", LETTERS],
  ["n", "0123456789"],
  ["o", "@&%?,=[]_:-+*$#!'^~;()/."],
  ["x", `${LETTERS}0123456789!@#$%^&*()`],
]);

/**
 * The password of the Master Password algorithm for a site (sprig: `derivePassword`), or undefined for a type that
 * it does not know. Takes some 200 ms and 32 MiB.
 */
export function derivePassword(
  counter: bigint,
  type: GoString,
  password: GoString,
  user: GoString,
  site: GoString,
): GoString | undefined {
  const templates = TEMPLATES.get(type);
  if (templates === undefined) return undefined;
  const salt = concatBytes([SEED, lengthAndBytes(user)]);
  const key = scryptSync(bytesOfGoString(password), salt, KEY_SIZE, SCRYPT);
  const message = concatBytes([SEED, lengthAndBytes(site), uint32(Number(counter))]);
  const [first = 0, ...rest] = createHmac("sha256", key).update(message).digest();
  const template = templates[first % templates.length] ?? "";
  return Array.from(template, (name, at) => characterOf(name, rest[at] ?? 0)).join("");
}

function characterOf(name: string, byte: number): string {
  const characters = CLASSES.get(name) ?? "";
  return characters.charAt(byte % characters.length);
}

function lengthAndBytes(text: GoString): Uint8Array {
  return concatBytes([uint32(text.length), bytesOfGoString(text)]);
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
