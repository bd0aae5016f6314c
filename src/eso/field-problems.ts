import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { printFieldPath } from "../ground/field-path.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";
import type { ObjectField } from "./field.ts";
import { isList, isObject } from "./json-object.ts";

/** Whether an object may have a name that is none of its members. */
export function isAccepted(name: string, { open, hints = {}, members }: ObjectField): boolean {
  if (open !== "unless misspelt") return open === true;
  return !Object.hasOwn(hints, name) && nearestName(name, Object.keys(members)) === undefined;
}

/** A name that the object in which it stands does not have. */
export function unknownField(path: FieldPath, parent: ObjectField): Problem {
  const name = String(path.at(-1));
  return {
    code: "FIELD_UNKNOWN",
    message: `Cannot accept field "${fieldName(path)}": there is no such field`,
    hint: unknownHint(name, parent),
  };
}

/** The nearest name that is known, or all of them. */
export function unknownHint(name: string, { hints = {}, members }: ObjectField): string {
  const known = Object.keys(members);
  const hint = Object.hasOwn(hints, name) ? hints[name] : undefined;
  if (hint !== undefined) return hint;
  const nearest = nearestName(name, known);
  return nearest === undefined ? `Known here are ${known.join(", ")}` : `Did you mean "${nearest}"?`;
}

/** A field that must be there and is not, or is null. */
export function missing(path: FieldPath): Problem {
  return {
    code: "SCHEMA_INVALID",
    message: `Cannot do without field "${fieldName(path)}"`,
    hint: "The field is required; null counts as absent",
  };
}

/** A value of the wrong type. Only its type is told. */
export function wrongType(path: FieldPath, value: unknown, wanted: string): Problem {
  const message = `Cannot use ${typeName(value)} for "${fieldName(path)}": ${article(wanted)} is wanted`;
  const problem: Problem = { code: "SCHEMA_INVALID", message };
  const hint = wanted === "text" ? quoteHint(value) : undefined;
  return hint === undefined ? problem : { ...problem, hint };
}

/** A value that has the right type, and is not allowed all the same. */
export function invalidValue(path: FieldPath, what: string, wanted: string, hint?: string): Problem {
  const message = `Cannot use ${what} for "${fieldName(path)}": ${wanted}`;
  return { code: "SCHEMA_INVALID", message, ...(hint === undefined ? {} : { hint }) };
}

/** A name in a map that is not for users. */
export function reservedName(path: FieldPath, names: readonly string[]): Problem {
  return {
    code: "SCHEMA_INVALID",
    message: `Cannot set "${fieldName(path)}": External Secrets sets it itself`,
    hint: `Reserved are ${names.join(", ")}`,
  };
}

function quoteHint(value: unknown): string | undefined {
  if (typeof value === "boolean") {
    return "YAML reads y, n, yes, no, on, off, true and false without quotes as booleans: quote the value";
  }
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return isNumber ? "YAML reads it as a number: quote the value" : undefined;
}

/** The type of a value in words, with its article. */
function typeName(value: unknown): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  if (isObject(value)) return "an object";
  if (typeof value === "string") return "text";
  return typeof value === "boolean" ? "a boolean" : "a number";
}

/** The field's own name, with its place in a list: a diagnostic has the whole path beside the message. */
export function fieldName(path: FieldPath): string {
  const name = path.findLastIndex((segment) => typeof segment === "string");
  const [segment, ...positions] = path.slice(Math.max(name, 0));
  if (typeof segment !== "string") return printFieldPath(path);
  return visible(segment) + printFieldPath(positions);
}

function article(type: string): string {
  if (type === "text") return type;
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}
