import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { Choice, ObjectField } from "./field.ts";
import { invalidValue } from "./field-problems.ts";
import type { UncheckedObject } from "./unchecked-object.ts";
import { member } from "./unchecked-object.ts";

/** Too few or too many members. Null ones do not count. */
export function countProblem(
  path: FieldPath,
  value: UncheckedObject,
  field: ObjectField,
): Problem | undefined {
  const { minMembers = 0, maxMembers = Infinity, members, open } = field;
  const present = Object.keys(value).filter((name) => member(value, name) !== undefined);
  if (present.length < minMembers) {
    return invalidValue(path, "an empty object", "one member is wanted", wantedHint(Object.keys(members)));
  }
  // Names that are not known are told as such.
  const known = open !== undefined ? present : present.filter((name) => Object.hasOwn(members, name));
  if (known.length <= maxMembers) return undefined;
  return invalidValue(path, `${and(known)} together`, "only one of them is allowed");
}

/** Choices between members that are not kept. */
export function choiceProblems(
  path: FieldPath,
  value: UncheckedObject,
  { choices = [] }: ObjectField,
): Problem[] {
  const problems: Problem[] = [];
  for (const choice of choices) {
    const present = choice.of.filter((name) => member(value, name) !== undefined);
    const problem = choiceProblem(path, present, choice);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

function choiceProblem(
  path: FieldPath,
  present: readonly string[],
  { count, of }: Choice,
): Problem | undefined {
  if (present.length === 0) {
    if (count === "at most one") return undefined;
    return invalidValue(path, "this object", `${count} of a few members is wanted`, wantedHint(of));
  }
  if (present.length === 1) return undefined;
  return invalidValue(path, `${and(present)} together`, "only one of them is allowed");
}

function wantedHint(names: readonly string[]): string {
  return `Set ${names.length > 8 ? "one member" : `one of ${names.join(", ")}`}`;
}

function and(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" and ");
}
