import type { Field, ObjectField } from "./field.ts";
import type { UncheckedObject } from "./unchecked-object.ts";
import { isList, isObject, objectOf, member } from "./unchecked-object.ts";

/**
 * A copy of `value` as the API server stores it: null members are gone, absent ones have their default. It is made
 * for any value; where the value does not fit the field it is taken over as it is.
 */
export function withDefaults(value: unknown, field: Field): unknown {
  if (field.type === "later") return withDefaults(value, field.described());
  if (isList(value)) return field.type === "list" ? listWithDefaults(value, field.items) : value;
  if (!isObject(value)) return value;
  if (field.type === "map") return mapWithDefaults(value, field.values);
  return field.type === "object" ? objectWithDefaults(value, field) : value;
}

function objectWithDefaults(value: UncheckedObject, { members, open }: ObjectField): UncheckedObject {
  const entries: [string, unknown][] = [];
  for (const name of Object.keys(value)) {
    const field = Object.hasOwn(members, name) ? members[name] : undefined;
    const isKnown = field !== undefined || open !== undefined;
    if (value[name] === null && isKnown) continue;
    entries.push([name, field === undefined ? value[name] : withDefaults(value[name], field)]);
  }
  for (const [name, field] of Object.entries(members)) {
    if (field.default === undefined || member(value, name) !== undefined) continue;
    entries.push([name, withDefaults(field.default, field)]);
  }
  return objectOf(entries);
}

function mapWithDefaults(value: UncheckedObject, values: Field): UncheckedObject {
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return objectOf(entries.map(([name, item]) => [name, withDefaults(item, values)]));
}

function listWithDefaults(value: readonly unknown[], items: Field): unknown[] {
  const kept = items.nullable === true ? value.filter((item) => item !== null) : value;
  return kept.map((item) => withDefaults(item, items));
}
