import type { GoString } from "../../go/bytes.ts";
import { FuncError, LimitError } from "../values.ts";
import {
  comparePrereleases,
  compareVersions,
  parseVersion,
  type Version,
  VERSION_SUFFIX,
} from "./version.ts";

/** One condition on a version, such as `>=1.2.3`. */
export interface VersionConstraint {
  readonly operator: string;
  readonly version: Version;
  /** From which number on any will do: `*` leaves all open, `1` and `1.x` the minor, `1.2` the patch. */
  readonly open: "none" | "major" | "minor" | "patch";
}

/** The longest text of constraints that is read, in bytes. */
const MAX_LENGTH = 1024;

const SPACE = String.raw`[\t\n\f\r ]`;
const NUMBER = "[0-9|xX*]+";
const OPERATOR = String.raw`!=|>=|=>|<=|=<|~>|=|>|<|~|\^|`;
const OPERAND = String.raw`v?(${NUMBER})(\.${NUMBER})?(\.${NUMBER})?${VERSION_SUFFIX}`;
const RANGE = new RegExp(`${SPACE}*(${OPERAND})${SPACE}+-${SPACE}+(${OPERAND})${SPACE}*`, "g");
const CONSTRAINT = new RegExp(`${SPACE}*(${OPERATOR})${SPACE}*(${OPERAND})(${SPACE}*)`, "y");

/**
 * semver.NewConstraint: groups of which any may hold, separated by `||`; of a group, all constraints must. `1 - 2`
 * stands for `>= 1, <= 2`. Throws a FuncError for anything else.
 */
export function parseConstraints(text: GoString): VersionConstraint[][] {
  if (text.length > MAX_LENGTH)
    throw new LimitError(`version constraints may have at most ${MAX_LENGTH} bytes`);
  const withoutRanges = text.replace(RANGE, (...groups: string[]) => `>= ${groups[1]}, <= ${groups[7]} `);
  return withoutRanges.split("||").map(parseGroup);
}

/** Constraints separated by spaces or commas. */
function parseGroup(text: GoString): VersionConstraint[] {
  const constraints: VersionConstraint[] = [];
  let at = 0;
  do {
    CONSTRAINT.lastIndex = at;
    const match = CONSTRAINT.exec(text);
    if (match === null) throw improper();
    constraints.push(constraintOf(match));
    at = CONSTRAINT.lastIndex;
    if (text[at] === ",") at++;
    else if (at < text.length && match[8] === "") throw improper();
    else if (at === text.length) return constraints;
  } while (at <= text.length);
  return constraints;
}

function improper(): FuncError {
  return new FuncError("not a constraint on versions");
}

function constraintOf(match: RegExpExecArray): VersionConstraint {
  const [, operator = "", operand = "", major = "", minor = "", patch = "", prerelease = ""] = match;
  const suffix = prerelease === "" ? "" : `-${prerelease}`;
  if (isWildcard(major)) return { operator, version: parseVersion(`0.0.0${suffix}`), open: "major" };
  if (isWildcard(minor)) return { operator, version: parseVersion(`${major}.0.0${suffix}`), open: "minor" };
  if (isWildcard(patch))
    return { operator, version: parseVersion(`${major}${minor}.0${suffix}`), open: "patch" };
  return { operator, version: parseVersion(operand), open: "none" };
}

function isWildcard(number: string): boolean {
  return ["", "x", "X", "*", ".x", ".X", ".*"].includes(number);
}

/** Constraints.Check. A prerelease satisfies only groups that name a prerelease. */
export function satisfies(version: Version, groups: readonly (readonly VersionConstraint[])[]): boolean {
  return groups.some((group) => {
    const takesPrereleases = group.some((constraint) => constraint.version.prerelease !== "");
    if (version.prerelease !== "" && !takesPrereleases) return false;
    return group.every((constraint) => holds(version, constraint));
  });
}

function holds(version: Version, constraint: VersionConstraint): boolean {
  const order = compareVersions(version, constraint.version);
  switch (constraint.operator) {
    case "!=":
      return differs(version, constraint);
    case ">":
      return isGreater(version, constraint);
    case "<":
      return order < 0;
    case ">=":
    case "=>":
      return order >= 0;
    case "<=":
    case "=<":
      return isAtMost(version, constraint);
    case "^":
      return order >= 0 && isCompatible(version, constraint);
    case "~":
    case "~>":
      return order >= 0 && isClose(version, constraint);
    default:
      return constraint.open === "none" ? order === 0 : order >= 0 && isClose(version, constraint);
  }
}

function differs(version: Version, { version: bound, open }: VersionConstraint): boolean {
  if (open === "none" || open === "major") return compareVersions(version, bound) !== 0;
  if (version.major !== bound.major) return true;
  if (open === "minor") return false;
  return version.minor !== bound.minor || comparePrereleases(version.prerelease, bound.prerelease) !== 0;
}

/** An open bound is exceeded by the next number only: 1.9 is not above 1. */
function isGreater(version: Version, { version: bound, open }: VersionConstraint): boolean {
  if (open === "none" || version.major === bound.major) {
    if (open === "minor") return false;
    return open === "patch" ? version.minor > bound.minor : compareVersions(version, bound) > 0;
  }
  return version.major > bound.major;
}

/** An open bound includes all that it leaves open: 1.9 is at most 1. */
function isAtMost(version: Version, { version: bound, open }: VersionConstraint): boolean {
  if (open === "none") return compareVersions(version, bound) <= 0;
  if (version.major !== bound.major) return version.major < bound.major;
  return open === "minor" || version.minor <= bound.minor;
}

/** `~`: the same minor version, or the same major one where the minor is open; `~0.0.0` is any. */
function isClose(version: Version, { version: bound, open }: VersionConstraint): boolean {
  const isZero = bound.major === 0n && bound.minor === 0n && bound.patch === 0n;
  if (isZero && open !== "minor" && open !== "patch") return true;
  return version.major === bound.major && (open === "minor" || version.minor === bound.minor);
}

/** `^`: the same leftmost number that is not 0, as far as the numbers are given. */
function isCompatible(version: Version, { version: bound, open }: VersionConstraint): boolean {
  if (version.major !== bound.major) return false;
  if (bound.major > 0n || open === "minor") return true;
  if (version.minor !== bound.minor) return false;
  return bound.minor > 0n || open === "patch" || version.patch === bound.patch;
}
