import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { printFieldPath } from "../ground/field-path.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";
import type { ObjectField } from "./field.ts";
import type { UncheckedObject } from "./unchecked-object.ts";
import { isList, isObject } from "./unchecked-object.ts";

/** Whether an object may have a name that is none of its members. */
export function isAccepted(name: string, { open, hints = {}, members }: ObjectField): boolean {
  if (open !== "unless misspelt") return open === true;
  const known = Object.keys(members);
  return !Object.hasOwn(hints, name) && (nearestName(name, known) ?? begunName(name, known)) === undefined;
}

/** Shorter beginnings and ends are found in too many names. */
const SHORTEST_PART = 3;

/** The only known name that begins with this one: `host` is `hostAPI`, `secretApiKey` is `secretApiKeySecretRef`. */
function begunName(name: string, known: readonly string[]): string | undefined {
  return onlyName(name, known, (member, part) => member.startsWith(part));
}

/** The only known name that ends with this one: `url` is `vaultUrl`. */
function endedName(name: string, known: readonly string[]): string | undefined {
  return onlyName(name, known, (member, part) => member.endsWith(part));
}

function onlyName(
  name: string,
  known: readonly string[],
  holds: (member: string, part: string) => boolean,
): string | undefined {
  if (name.length < SHORTEST_PART) return undefined;
  const part = name.toLowerCase();
  const [only, ...others] = known.filter((member) => holds(member.toLowerCase(), part));
  return others.length === 0 ? only : undefined;
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

/** What stands in strategic merge patches beside fields. */
const DIRECTIVE = /^\$(?:patch|retainKeys|setElementOrder\/.*|deleteFromPrimitiveList\/.*)$/;
const DIRECTIVE_HINT = "It directs a patch of Kustomize: name the folder of the kustomization that has it";

/** The nearest name that is known, or all of them. */
export function unknownHint(name: string, { hints = {}, members }: ObjectField): string {
  const known = Object.keys(members);
  const hint = Object.hasOwn(hints, name) ? hints[name] : undefined;
  if (hint !== undefined) return hint;
  if (DIRECTIVE.test(name)) return DIRECTIVE_HINT;
  const nearest = nearestName(name, known) ?? begunName(name, known) ?? endedName(name, known);
  return nearest === undefined ? `Known here are ${known.join(", ")}` : `Did you mean "${nearest}"?`;
}

/** A field that must be there and is not, or is null, in `value`, of which names may be accepted that are not known. */
export function missing(path: FieldPath, value: UncheckedObject, { members }: ObjectField): Problem {
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
  const names = unknown.map((name) => `"${visible(name)}"`).join(", ");
  return {
    code: "SCHEMA_INVALID",
    message: `Cannot do without field "${fieldName(path)}"`,
    hint:
      unknown.length === 0
        ? "The field is required; null counts as absent"
        : `The field is required, and ${names} ${unknown.length === 1 ? "is" : "are"} not known here`,
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
