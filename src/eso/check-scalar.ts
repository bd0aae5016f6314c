import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";
import { toGoString } from "../go/bytes.ts";
import { parseDuration } from "../go/duration.ts";
import type { BooleanField, IntegerField, IntegerOrTextField, Pattern, TextField } from "./field.ts";
import { fieldName, invalidValue, wrongType } from "./field-problems.ts";
import type { Finding } from "./finding.ts";
import { placeholderHint } from "./placeholder.ts";

/** A field whose values have no parts. */
export type ScalarField = BooleanField | IntegerField | IntegerOrTextField | TextField;

/** What is wrong with a value that should be a scalar, and who finds it. */
export function scalarProblem(
  path: FieldPath,
  value: unknown,
  field: ScalarField,
): Pick<Finding, "stage" | "problem"> | undefined {
  const problem = schemaProblem(path, value, field);
  if (problem !== undefined) return { stage: "schema", problem };
  const isDuration = field.type === "text" && field.duration === true;
  const unreadable = isDuration ? durationProblem(path, value) : undefined;
  return unreadable === undefined ? undefined : { stage: "decoding", problem: unreadable };
}

function schemaProblem(path: FieldPath, value: unknown, field: ScalarField): Problem | undefined {
  if (field.type === "text") return textProblem(path, value, field);
  if (field.type !== "boolean") return numberProblem(path, value, field);
  return typeof value === "boolean" ? undefined : wrongType(path, value, field.type);
}

/** What is wrong with a value as text. Of texts only those are told that should have been one of a few names. */
function textProblem(path: FieldPath, value: unknown, field: TextField): Problem | undefined {
  if (typeof value !== "string") return wrongType(path, value, "text");
  const { allowed, pattern, minLength = 0, maxLength = Infinity } = field;
  if (allowed !== undefined) return allowed.includes(value) ? undefined : notAllowed(path, value, allowed);
  if (value.length < minLength) {
    const wants = field.required === true ? "it may not be empty" : "it may be absent, but not empty";
    return invalidValue(path, "an empty text", wants);
  }
  if (value.length > maxLength) {
    return invalidValue(path, `${value.length} characters`, `at most ${maxLength} are allowed`);
  }
  if (pattern === undefined || pattern.regexp.test(value)) return undefined;
  return invalidValue(path, "this text", `wanted is ${pattern.wants}`, patternHint(value, pattern));
}

/** Capitals alone are a placeholder, or a name that was not written as Kubernetes has names. */
function patternHint(value: string, { regexp }: Pattern): string | undefined {
  if (!/^[A-Z][A-Z0-9_-]*$/.test(value)) return placeholderHint(value);
  return regexp.test(value.toLowerCase())
    ? "Write it in small letters, or put a value in its place if it is a placeholder"
    : "Put a value in its place if it is a placeholder";
}

function notAllowed(path: FieldPath, value: string, allowed: readonly string[]): Problem {
  const quoted = allowed.map((name) => `"${name}"`).join(", ");
  const nearest = nearestName(value, allowed);
  const what = value === "" ? "an empty text" : `"${visible(value)}"`;
  const hint = nearest === undefined ? placeholderHint(value) : `Did you mean "${nearest}"?`;
  return invalidValue(
    path,
    what,
    allowed.length === 1 ? `only ${quoted} is allowed` : `allowed are ${quoted}`,
    hint,
  );
}

/** What is wrong with a value as an integer, or as an integer or text. */
function numberProblem(
  path: FieldPath,
  value: unknown,
  { type, minimum, maximum }: IntegerField | IntegerOrTextField,
): Problem | undefined {
  if (type === "integer or text" && typeof value === "string") return undefined;
  if (typeof value !== "number" && typeof value !== "bigint") return wrongType(path, value, type);
  if (typeof value === "number" && !Number.isInteger(value)) {
    return invalidValue(path, "a fraction", `an ${type} is wanted`);
  }
  const number = Number(value);
  if (number >= minimum && number <= maximum) return undefined;
  return invalidValue(path, "this number", `at least ${minimum} and at most ${maximum} is wanted`);
}

/** Text that Go cannot read as a duration. What is no text at all is told as such. */
function durationProblem(path: FieldPath, value: unknown): Problem | undefined {
  if (typeof value !== "string" || parseDuration(toGoString(value)) !== undefined) return undefined;
  return {
    code: "ADMISSION_REFUSED",
    message: `Cannot read "${fieldName(path)}" as a duration`,
    hint:
      placeholderHint(value) ??
      'Write numbers with units (h, m, s, ms), without spaces: "1h30m"; there is no unit for days',
  };
}
