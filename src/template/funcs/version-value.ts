import { bytesOfGoString, type GoString } from "../../go/bytes.ts";
import type { Func } from "../values.ts";
import { FuncError, Int, List, Struct, type Value } from "../values.ts";
import { fixed, stringAt, valueAt } from "./arguments.ts";
import { checkIdentifiers, checkPrerelease, compareVersions, printVersion, type Version } from "./version.ts";

/** semver.Version{}: what a copy of a version comes out as. */
export const ZERO_VERSION: Version = {
  major: 0n,
  minor: 0n,
  patch: 0n,
  prerelease: "",
  metadata: "",
  original: "",
};

/** A version as a template gets it from `semver`: a *semver.Version with its methods. */
export function versionValue(version: Version): Struct {
  const methods = [...valueMethods(version), ...pointerMethods(version)];
  return structOf("*semver.Version", methods, version);
}

function structOf(type: string, methods: readonly (readonly [string, Func])[], inner: Version): Struct {
  const printed = new Map<string, Value>([
    ["major", new Int("uint64", inner.major)],
    ["minor", new Int("uint64", inner.minor)],
    ["patch", new Int("uint64", inner.patch)],
    ["pre", inner.prerelease],
    ["metadata", inner.metadata],
    ["original", inner.original],
  ]);
  return new Struct(type, new Map(), new Map(methods), { text: () => printVersion(inner), printed, inner });
}

/** A semver.Version, as the methods that change one give it: it lacks those that Go declares on the pointer. */
function changedVersion(version: Version, changes: Partial<Version>): Struct {
  const changed = { ...version, ...changes };
  const result = {
    ...changed,
    original: (version.original.startsWith("v") ? "v" : "") + printVersion(changed),
  };
  return structOf("semver.Version", valueMethods(result), result);
}

function valueMethods(version: Version): [string, Func][] {
  const { major, minor, patch, prerelease, metadata } = version;
  const text = printVersion(version);
  const release = { prerelease: "", metadata: "" };
  return [
    ["Major", constant(new Int("uint64", major))],
    ["Minor", constant(new Int("uint64", minor))],
    ["Patch", constant(new Int("uint64", patch))],
    ["Prerelease", constant(prerelease)],
    ["Metadata", constant(metadata)],
    ["String", constant(text)],
    ["Value", constant(text)],
    ["MarshalJSON", fixed([], () => bytesOf(`"${text}"`))],
    ["MarshalText", fixed([], () => bytesOf(text))],
    [
      "IncMajor",
      fixed([], () => changedVersion(version, { ...release, major: next(major), minor: 0n, patch: 0n })),
    ],
    ["IncMinor", fixed([], () => changedVersion(version, { ...release, minor: next(minor), patch: 0n }))],
    [
      "IncPatch",
      fixed([], () =>
        changedVersion(version, { ...release, patch: prerelease === "" ? next(patch) : patch }),
      ),
    ],
    ["SetPrerelease", fixed(["string"], (args) => withPrerelease(version, stringAt(args, 0)))],
    ["SetMetadata", fixed(["string"], (args) => withMetadata(version, stringAt(args, 0)))],
  ];
}

function pointerMethods(version: Version): [string, Func][] {
  return [
    ["Original", constant(version.original)],
    ["Compare", comparison(version, (order) => new Int("int", BigInt(order)))],
    ["LessThan", comparison(version, (order) => order < 0)],
    ["LessThanEqual", comparison(version, (order) => order <= 0)],
    ["GreaterThan", comparison(version, (order) => order > 0)],
    ["GreaterThanEqual", comparison(version, (order) => order >= 0)],
    [
      "Equal",
      fixed(
        ["*semver.Version"],
        (args) => valueAt(args, 0) !== null && compareVersions(version, versionAt(args, 0)) === 0,
      ),
    ],
  ];
}

function constant(value: Value): Func {
  return fixed([], () => value);
}

function comparison(version: Version, result: (order: -1 | 0 | 1) => Value): Func {
  return fixed(["*semver.Version"], (args) => result(compareVersions(version, versionAt(args, 0))));
}

function withPrerelease(version: Version, prerelease: GoString): Struct {
  checkPrerelease(prerelease);
  return changedVersion(version, { prerelease });
}

function withMetadata(version: Version, metadata: GoString): Struct {
  checkIdentifiers(metadata);
  return changedVersion(version, { metadata });
}

/** uint64 wraps. */
function next(value: bigint): bigint {
  return BigInt.asUintN(64, value + 1n);
}

function bytesOf(text: GoString): List {
  return new List(
    "[]uint8",
    Array.from(bytesOfGoString(text), (byte) => new Int("uint8", BigInt(byte))),
  );
}

function versionAt(args: readonly Value[], index: number): Version {
  const value = valueAt(args, index);
  if (value instanceof Struct && value.type === "*semver.Version") return value.inner as Version;
  throw new FuncError("wrong type of argument: expected a version");
}
