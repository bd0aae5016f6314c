import { toGoString } from "../go/bytes.ts";
import { parseDuration } from "../go/duration.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { nearestName } from "../ground/nearest.ts";
import type { Field, ObjectField, TextField } from "./field.ts";

/** A problem of a field. */
export interface FieldProblem {
  readonly path: FieldPath;
  readonly problem: Problem;
}

/** A value that was checked, defaults filled in and nulls left out, with what is wrong. */
export interface Checked {
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
}

/**
 * Checks a value against its field as the API server does: null members are dropped before defaults are filled in,
 * unknown members are problems, and so are wrong types, words, patterns and counts. The value is not changed: the
 * result is a copy.
 */
export function check(field: Field, value: unknown, path: FieldPath): Checked {
  const checker = new Checker();
  const checked = checker.check(field, value, path);
  return { value: checked, problems: checker.problems };
}

class Checker {
  readonly problems: FieldProblem[] = [];

  check(field: Field, value: unknown, path: FieldPath): unknown {
    switch (field.kind) {
      case "text":
        return this.#checkText(field, value, path);
      case "boolean":
        return this.#typed(typeof value === "boolean", "true or false", value, path);
      case "integer":
        return this.#checkInteger(field.bits, value, path);
      case "intOrString":
        return typeof value === "string" ? value : this.#checkInteger(64, value, path);
      case "list":
        return this.#checkList(field, value, path);
      case "map":
        return this.#checkMap(field.values, value, path);
      case "object":
        return this.#checkObject(field, value, path);
      case "ignored":
        return value;
      case "any":
        return this.#typed(isObject(value), "an object", value, path);
    }
  }

  #checkText(field: TextField, value: unknown, path: FieldPath): unknown {
    if (typeof value !== "string") return this.#typed(false, "a text", value, path);
    if (field.values === undefined) this.#checkForm(field, value, path);
    else if (!field.values.includes(value)) this.#badWord(field.values, value, path);
    return value;
  }

  #checkForm(
    { pattern, hint = PATTERN_HINT, duration, min = 0, max = Infinity }: TextField,
    value: string,
    path: FieldPath,
  ): void {
    const length = [...value].length;
    if (length < min) this.#invalid(path, "it is empty", "Set a value, or remove the field");
    else if (length > max)
      this.#invalid(path, `it has ${length} characters, and ${max} are allowed`, "Shorten it");
    else if (pattern?.test(value) === false)
      this.#invalid(path, "it does not have the form that is wanted", hint);
    else if (duration === true && parseDuration(toGoString(value)) === undefined) {
      this.#invalid(path, "it is not a duration", "Write a duration such as 1h30m: units are h, m, s and ms");
    }
  }

  #badWord(values: readonly string[], value: string, path: FieldPath): void {
    const nearest = nearestName(value, values);
    const list = values.map((word) => `"${word}"`).join(", ");
    this.#invalid(
      path,
      `it is none of ${list}`,
      nearest === undefined ? "Use one of them" : `Did you mean "${nearest}"?`,
    );
  }

  #checkInteger(bits: 32 | 64, value: unknown, path: FieldPath): unknown {
    const whole = typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
    if (!whole) return this.#typed(false, "a whole number", value, path);
    if (BigInt.asIntN(bits, BigInt(value)) !== BigInt(value))
      this.#invalid(path, `it does not fit ${bits} bits`, "Use a smaller number");
    return Number(value);
  }

  #checkList(field: { items: Field; min: number }, value: unknown, path: FieldPath): unknown {
    if (!Array.isArray(value)) return this.#typed(false, "a list", value, path);
    if (value.length < field.min) this.#invalid(path, `it has fewer than ${field.min} items`, "Add an item");
    return value.map((item: unknown, index) => this.check(field.items, item, [...path, index]));
  }

  #checkMap(values: Field, value: unknown, path: FieldPath): unknown {
    if (!isObject(value)) return this.#typed(false, "a map", value, path);
    const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [key, member] of Object.entries(value)) {
      if (member !== null) result[key] = this.check(values, member, [...path, key]);
    }
    return result;
  }

  #checkObject(field: ObjectField, value: unknown, path: FieldPath): unknown {
    if (!isObject(value)) return this.#typed(false, "an object", value, path);
    const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    let count = 0;
    for (const [key, member] of Object.entries(value)) {
      const known = Object.hasOwn(field.fields, key) ? field.fields[key] : field.others;
      if (known === undefined) this.#unknown(field, key, path);
      if (member === null) continue;
      count++;
      if (known !== undefined) result[key] = this.check(known, member, [...path, key]);
    }
    this.#checkCount(field, count, path);
    this.#fillIn(field, result, path);
    return result;
  }

  /** Defaults come before the look for what is required. */
  #fillIn(field: ObjectField, result: Record<string, unknown>, path: FieldPath): void {
    for (const [key, fallback] of Object.entries(field.defaults)) {
      const known = field.fields[key];
      if (!(key in result) && known !== undefined) result[key] = this.check(known, fallback, [...path, key]);
    }
    for (const key of field.required) {
      if (!(key in result)) this.#invalid([...path, key], "it is required, and not set", `Set ${key}`);
    }
  }

  #checkCount({ minProperties, maxProperties, fields }: ObjectField, count: number, path: FieldPath): void {
    const names = Object.keys(fields).slice(0, 8).join(", ");
    if (count < minProperties) this.#invalid(path, "it is empty", `Set one of its members: ${names}`);
    if (count > maxProperties)
      this.#invalid(path, `it has ${count} members, and ${maxProperties} is allowed`, "Remove the others");
  }

  #unknown(field: ObjectField, key: string, path: FieldPath): void {
    const nearest = nearestName(key, Object.keys(field.fields));
    const known = Object.keys(field.fields).slice(0, 12).join(", ");
    this.problems.push({
      path: [...path, key],
      problem: {
        code: "FIELD_UNKNOWN",
        message: `Cannot read field "${key}": there is no such field`,
        hint: nearest === undefined ? `Known fields: ${known}` : `Did you mean "${nearest}"?`,
      },
    });
  }

  #typed(fits: boolean, wanted: string, value: unknown, path: FieldPath): unknown {
    if (!fits) this.#invalid(path, `it wants ${wanted}, and has ${typeName(value)}`, typeHint(wanted, value));
    return value;
  }

  #invalid(path: FieldPath, reason: string, hint: string): void {
    const name = path.findLast((segment) => typeof segment === "string") ?? "";
    this.problems.push({
      path,
      problem: { code: "SCHEMA_INVALID", message: `Cannot use field "${name}": ${reason}`, hint },
    });
  }
}

const PATTERN_HINT = "Names have small letters, digits, '-' and '.', keys letters, digits, '-', '_' and '.'";

function typeHint(wanted: string, value: unknown): string {
  if (wanted === "a text" && ["number", "bigint", "boolean"].includes(typeof value)) {
    return "Quote the value: YAML reads it as something else than text";
  }
  return `Write ${wanted}`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return "a text";
  return typeof value === "boolean" ? "a boolean" : "a number";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
