import type { Func, FuncMap } from "../values.ts";
import { fixed, stringAt } from "./arguments.ts";
import { parseConstraints, satisfies } from "./version-constraint.ts";
import { versionValue } from "./version-value.ts";
import { parseVersion } from "./version.ts";

/** Sprig's functions on semantic versions (Masterminds/semver). */
export const VERSION_FUNCS: FuncMap = new Map<string, Func>([
  ["semver", fixed(["string"], (args) => versionValue(parseVersion(stringAt(args, 0))))],
  [
    "semverCompare",
    fixed(["string", "string"], (args) => {
      const constraints = parseConstraints(stringAt(args, 0));
      return satisfies(parseVersion(stringAt(args, 1)), constraints);
    }),
  ],
]);
