import { validatorOf } from "./ajv-validators.ts";
import { withDefaults } from "./defaults.ts";
import { invalidValue } from "./field-problems.ts";
import type { Finding } from "./finding.ts";
import { isList, isObject } from "./unchecked-object.ts";
import type { SchemaKey } from "./schema.ts";
import { schemaOf } from "./schema.ts";

/** What ajv compiles a schema to. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly AjvProblem[] | null;
}

/** Where ajv found something, as a JSON Pointer. */
export interface AjvProblem {
  readonly instancePath: string;
}

/** What ajvProblems() finds, as findings of the schema: places without the words that the checker has for them. */
export function ajvFindings(key: SchemaKey, object: unknown): Finding[] {
  return ajvProblems(key, object).map(({ instancePath }) => {
    const path = pathOf(instancePath);
    const problem = invalidValue(path, "this value", "the schema of External Secrets does not allow it");
    return { stage: "schema", path, problem };
  });
}

function pathOf(pointer: string): (string | number)[] {
  const segments = pointer.split("/").slice(1);
  return segments.map((segment) => {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    return /^\d+$/.test(name) ? Number(name) : name;
  });
}

/**
 * A second opinion on the fields of an object, from ajv over the same table. It takes the object as it was read,
 * and knows schema and CEL, no webhook. The command `validate` asks for it; a render does not load it.
 */
export function ajvProblems(key: SchemaKey, object: unknown): readonly AjvProblem[] {
  const validate = validatorOf(key);
  return validate(withNumbers(withDefaults(object, schemaOf(key)))) ? [] : (validate.errors ?? []);
}

/** Integers beyond 2^53 come as bigint, which ajv does not know. */
function withNumbers(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (isList(value)) return value.map(withNumbers);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withNumbers(item)]));
}
