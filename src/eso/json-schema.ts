import type { Choice, Field, ListField, MapField, ObjectField, TextField } from "./field.ts";
import type { SchemaKey } from "./schema.ts";
import { schemaOf } from "./schema.ts";

/** A JSON Schema, draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The table of a kind's fields as a JSON Schema for objects that have their defaults and no null members. Rules in
 * CEL are part of it; those of the webhook are not.
 */
export function toJsonSchema(key: SchemaKey): JsonSchema {
  const writer = new SchemaWriter();
  const schema = writer.write(schemaOf(key));
  return { $id: key, ...schema, definitions: Object.fromEntries(writer.definitions) };
}

class SchemaWriter {
  readonly definitions = new Map<string, JsonSchema>();

  write(field: Field): JsonSchema {
    if (field.type === "later") return this.write(field.described());
    const { definition } = field;
    if (definition === undefined) return { ...this.#fieldSchema(field), ...defaultOf(field) };
    if (!this.definitions.has(definition)) {
      this.definitions.set(definition, {});
      this.definitions.set(definition, this.#fieldSchema(field));
    }
    return { $ref: `#/definitions/${definition}` };
  }

  #fieldSchema(field: Field): JsonSchema {
    switch (field.type) {
      case "object":
        return this.#objectSchema(field);
      case "map":
        return this.#mapSchema(field);
      case "list":
        return this.#listSchema(field);
      case "text":
        return textSchema(field);
      case "boolean":
        return { type: "boolean" };
      case "integer":
        return { type: "integer", minimum: field.minimum, maximum: field.maximum };
      case "integer or text":
        return { type: ["integer", "string"], minimum: field.minimum, maximum: field.maximum };
      case "any":
      default:
        return {};
    }
  }

  #objectSchema({ members, open, untyped, minMembers, maxMembers, choices = [] }: ObjectField): JsonSchema {
    const entries = Object.entries(members);
    const required = entries.filter(([, field]) => field.required === true && field.default === undefined);
    return withoutUndefined({
      type: untyped === true ? undefined : "object",
      properties: Object.fromEntries(entries.map(([name, field]) => [name, this.write(field)])),
      required: required.length === 0 ? undefined : required.map(([name]) => name),
      additionalProperties: open !== undefined,
      minProperties: minMembers,
      maxProperties: maxMembers,
      allOf: choices.length === 0 ? undefined : choices.map(choiceSchema),
    });
  }

  #mapSchema({ values, reserved }: MapField): JsonSchema {
    return withoutUndefined({
      type: "object",
      additionalProperties: this.write(values),
      propertyNames: reserved === undefined ? undefined : { not: { enum: reserved } },
    });
  }

  #listSchema({ items, minItems, untyped }: ListField): JsonSchema {
    return withoutUndefined({
      type: untyped === true ? undefined : "array",
      items: this.write(items),
      minItems,
    });
  }
}

function textSchema({ allowed, pattern, minLength, maxLength }: TextField): JsonSchema {
  return withoutUndefined({
    type: "string",
    enum: allowed,
    pattern: pattern?.regexp.source,
    minLength,
    maxLength,
  });
}

function choiceSchema({ count, of }: Choice): JsonSchema {
  const alternatives = of.map((name) => ({ required: [name] }));
  const none = { not: { anyOf: alternatives } };
  return { oneOf: count === "exactly one" ? alternatives : [...alternatives, none] };
}

function defaultOf({ default: value }: Field): JsonSchema {
  return value === undefined ? {} : { default: value };
}

function withoutUndefined(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
