import { createHash, hkdfSync } from "node:crypto";

import { bytesOfGoString, goStringOfBytes, toGoString, type GoString } from "../go/bytes.ts";
import { HmacDrbg } from "./hmac-drbg.ts";
import { formatValue } from "./print.ts";
import type { Value } from "./values.ts";

/** One draw of random bytes: which function draws in which template, and how often it did before. */
export interface RandomDraw {
  readonly templateName: GoString;
  readonly functionName: string;
  readonly ordinal: number;
  /** What the function was called with. */
  readonly args: readonly Value[];
}

/** Where functions that are not deterministic by themselves get their bytes and their time from. */
export interface RandomSource {
  readonly random: (draw: RandomDraw, length: number) => Uint8Array;
  /** Milliseconds since 1970; undefined where functions may not know the time. */
  readonly now: number | undefined;
}

export interface Seed {
  /** The secret that all draws are derived from: at least 32 bytes. */
  readonly seed: Uint8Array;
  /** What the result belongs to: namespace and name of a Secret. Another identity draws other bytes. */
  readonly identity: readonly string[];
  /** The time that the clock shows, in milliseconds since 1970. */
  readonly now?: number;
}

const SALT = "presecret/template/v1";
const PERSONALIZATION = "presecret-drbg/v1";

/**
 * A source that gives the same bytes for the same seed, identity, template, function and ordinal: a seed of 48
 * bytes derived by HKDF-SHA-256 (RFC 5869) for each draw, and an HMAC_DRBG with SHA-256 (NIST SP 800-90A) over it.
 * For functions that draw a salt or an initialization vector a digest of their arguments is part of the identity, so
 * that two plaintexts never share one. These derivations are frozen. Throws a RangeError for a short seed.
 */
export function seededRandom({ seed, identity, now }: Seed): RandomSource {
  if (seed.length < 32) throw new RangeError("Cannot derive random bytes: the seed has fewer than 32 bytes");
  return {
    now,
    random({ templateName, functionName, ordinal, args }, length) {
      const owner = ["value", ...identity].map(toGoString);
      const salted = SALTED.has(functionName) ? [digestOf(args)] : [];
      const info = lengthPrefixed([...owner, templateName, functionName, String(ordinal), ...salted]);
      const derived = new Uint8Array(hkdfSync("sha256", seed, SALT, bytesOfGoString(info), 48));
      return new HmacDrbg(derived, bytesOfGoString(lengthPrefixed([PERSONALIZATION]))).generate(length);
    },
  };
}

/** Functions whose randomness is a salt or an initialization vector, and not the result itself. */
const SALTED: ReadonlySet<string> = new Set([
  "bcrypt",
  "encryptAES",
  "fullPemToPkcs12",
  "fullPemToPkcs12Pass",
  "htpasswd",
  "pemToPkcs12",
  "pemToPkcs12Pass",
  "pemTruststoreToPKCS12",
  "pemTruststoreToPKCS12Pass",
]);

function digestOf(args: readonly Value[]): GoString {
  const texts = args.map((value) => formatValue(value, { charge: ignore, allocate: ignore }));
  const digest = createHash("sha256").update(lengthPrefixed(texts), "latin1").digest();
  return goStringOfBytes(digest);
}

function ignore(): void {
  // Arguments of these functions are strings, which print as they are.
}

/** Each part after its length in four bytes, so that no two lists of parts become the same bytes. */
function lengthPrefixed(parts: readonly GoString[]): GoString {
  return parts.map((part) => lengthOf(part) + part).join("");
}

function lengthOf(part: GoString): GoString {
  return String.fromCharCode(...[24, 16, 8, 0].map((shift) => (part.length >>> shift) & 0xff));
}
