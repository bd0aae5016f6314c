import type { GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";

/** A semantic version as Masterminds/semver reads it; the numbers are uint64. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: GoString;
  readonly metadata: GoString;
  /** The text that it was read from. */
  readonly original: GoString;
}

const IDENTIFIERS = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;

/** What may follow the numbers of a version, as the source of a regular expression: `-rc.1`, then `+build`. */
export const VERSION_SUFFIX: string = String.raw`(?:-(${IDENTIFIERS}))?(?:\+(${IDENTIFIERS}))?`;

const VERSION = new RegExp(String.raw`^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?${VERSION_SUFFIX}$`);

const UINT64_MAX = 2n ** 64n - 1n;

/** semver.NewVersion: minor and patch may be missing, and numbers may begin with 0. Throws a FuncError. */
export function parseVersion(text: GoString): Version {
  const match = VERSION.exec(text);
  if (match === null) throw new FuncError("not a semantic version");
  const [, major = "", minor = "", patch = "", prerelease = "", metadata = ""] = match;
  checkPrerelease(prerelease);
  return {
    major: segment(major),
    minor: segment(minor),
    patch: segment(patch),
    prerelease,
    metadata,
    original: text,
  };
}

function segment(digits: string): bigint {
  const value = BigInt(digits);
  if (value > UINT64_MAX) throw new FuncError("a number of the version is out of range");
  return value;
}

/** Throws a FuncError for a prerelease with bad characters, empty parts, or numbers that begin with 0. */
export function checkPrerelease(prerelease: GoString): void {
  if (prerelease === "") return;
  checkIdentifiers(prerelease);
  if (prerelease.split(".").some((part) => /^0\d+$/.test(part))) {
    throw new FuncError("a number of the prerelease begins with 0");
  }
}

const ALL_IDENTIFIERS = new RegExp(`^${IDENTIFIERS}$`);

/** Throws a FuncError for a prerelease or metadata with bad characters or empty parts. */
export function checkIdentifiers(text: GoString): void {
  if (text !== "" && !ALL_IDENTIFIERS.test(text))
    throw new FuncError("not the identifiers of a semantic version");
}

/** The version as Version.String writes it: all three numbers, no `v`. */
export function printVersion({ major, minor, patch, prerelease, metadata }: Version): GoString {
  const suffix = (prerelease === "" ? "" : `-${prerelease}`) + (metadata === "" ? "" : `+${metadata}`);
  return `${major}.${minor}.${patch}${suffix}`;
}

/** Version.Compare: -1, 0 or 1 by precedence; metadata does not count, and a prerelease comes before its release. */
export function compareVersions(a: Version, b: Version): -1 | 0 | 1 {
  const numbers = compare(a.major, b.major) || compare(a.minor, b.minor) || compare(a.patch, b.patch);
  if (numbers !== 0 || a.prerelease === b.prerelease) return numbers;
  if (a.prerelease === "" || b.prerelease === "") return a.prerelease === "" ? 1 : -1;
  return comparePrereleases(a.prerelease, b.prerelease);
}

/** Part by part: fewer parts come first, numbers before words. */
export function comparePrereleases(a: GoString, b: GoString): -1 | 0 | 1 {
  const left = a.split(".");
  const right = b.split(".");
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareParts(left[index] ?? "", right[index] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? -1 : 1;
  if (isUint64(a) && isUint64(b)) return BigInt(a) > BigInt(b) ? 1 : -1;
  if (isUint64(a) || isUint64(b)) return isUint64(a) ? -1 : 1;
  return a > b ? 1 : -1;
}

function isUint64(text: string): boolean {
  return /^\d+$/.test(text) && BigInt(text) <= UINT64_MAX;
}

function compare(a: bigint, b: bigint): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
