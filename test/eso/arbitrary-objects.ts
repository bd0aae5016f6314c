import fc from "fast-check";

import type { Choice, Field, ListField, MapField, ObjectField, TextField } from "../../src/eso/field.ts";
import { isList, isObject, objectOf } from "../../src/eso/unchecked-object.ts";

type Entry = readonly [string, unknown];

/** Texts that fit one pattern or another. */
const TEXTS = [
  "a",
  "app.example",
  "team-a",
  "tls.crt",
  "YWJj",
  "0 22 * * 1-5",
  "@every 1h",
  "1h30m",
  "",
  "ä\n",
];

/** Values that fit the field, and are as the reader of manifests would give them. */
export function valuesOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.type) {
    case "object":
      return objectsOf(field);
    case "map":
      return mapsOf(field);
    case "list":
      return listsOf(field);
    case "text":
      return textsOf(field);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: Math.max(field.minimum, -1000), max: Math.min(field.maximum, 1000) });
    case "integer or text":
      return fc.oneof(fc.integer(), fc.constantFrom(...TEXTS));
    case "any":
      return fc.constantFrom("a", 1, true, null);
    case "later":
      return valuesOf(field.described());
  }
}

function textsOf({ allowed, pattern, minLength = 0 }: TextField): fc.Arbitrary<string> {
  const fitting = (allowed ?? TEXTS).filter(
    (text) => text.length >= minLength && (pattern === undefined || pattern.regexp.test(text)),
  );
  return fc.constantFrom(...fitting);
}

function listsOf({ items, minItems = 0 }: ListField): fc.Arbitrary<unknown[]> {
  return fc.array(valuesOf(items), { minLength: minItems, maxLength: minItems + 1 });
}

function mapsOf({ values }: MapField): fc.Arbitrary<unknown> {
  const names = fc.constantFrom("a", "b.c", "constructor", "__proto__");
  return fc
    .array(fc.tuple(names, fc.oneof(valuesOf(values), fc.constant(null))), { maxLength: 2 })
    .map(objectOf);
}

function objectsOf({ members, minMembers, maxMembers, choices = [] }: ObjectField): fc.Arbitrary<unknown> {
  const entries = Object.entries(members);
  if (entries.length === 0 && choices.length === 0)
    return fc.constant(objectOf(minMembers === 1 ? [["a", 1]] : []));
  if (maxMembers === 1) return fc.oneof(...entries.map(([name, field]) => entryOf(name, field).map(single)));
  const chosen = new Set(choices.flatMap(({ of }) => of));
  const free = entries.filter(([name]) => !chosen.has(name));
  const groups = choices.map((choice) => choiceOf(choice, members));
  return fc
    .tuple(fc.tuple(...free.map(([name, field]) => memberOf(name, field))), fc.tuple(...groups))
    .map(([own, ...others]) => objectOf([...own.flat(), ...others.flat(2)]));
}

function single(entry: Entry): unknown {
  return objectOf([entry]);
}

function memberOf(name: string, field: Field): fc.Arbitrary<Entry[]> {
  const present = entryOf(name, field).map((entry) => [entry]);
  if (field.required === true && field.default === undefined) return present;
  const absent = fc.constantFrom<Entry[]>([], [[name, null]]);
  return fc.oneof({ weight: 2, arbitrary: present }, { weight: 3, arbitrary: absent });
}

function choiceOf({ count, of }: Choice, members: ObjectField["members"]): fc.Arbitrary<Entry[]> {
  const one = of.map((name) => entryOf(name, members[name] ?? { type: "any" }).map((entry) => [entry]));
  return count === "exactly one" ? fc.oneof(...one) : fc.oneof(fc.constant<Entry[]>([]), ...one);
}

function entryOf(name: string, field: Field): fc.Arbitrary<Entry> {
  const value = field.type === "any" ? fc.constant<unknown>("a") : valuesOf(field);
  return value.map((found) => [name, found] as const);
}

const JUNK = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1.5,
  3_000_000_000,
  2n ** 64n,
  "",
  "a",
  "A b",
  "Owner",
  [],
  [null],
  ["a"],
  [{ a: 1 }],
  objectOf([]),
  objectOf([["a", "b"]]),
  objectOf([["name", "Not A Name"]]),
);

/** The same value, changed at one place at random: something is dropped, added or replaced. */
export function mutationsOf(value: unknown): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      fc.nat(),
      fc.constantFrom("drop", "replace", "add"),
      JUNK,
      fc.constantFrom("name", "foo", "__proto__", "auth"),
    )
    .map(([seed, action, junk, name]) => {
      const places = placesIn(value);
      const target = places[seed % places.length] ?? [];
      return changed(value, target, action, junk, name);
    });
}

/** Paths of all values inside, the value itself apart. */
function placesIn(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  const children: readonly (readonly [string | number, unknown])[] = isList(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  return children.flatMap(([name, child]) => [[...path, name], ...placesIn(child, [...path, name])]);
}

function changed(
  value: unknown,
  [segment, ...rest]: readonly (string | number)[],
  action: string,
  junk: unknown,
  name: string,
): unknown {
  if (segment === undefined) {
    return action === "add" && isObject(value) ? objectOf([...Object.entries(value), [name, junk]]) : junk;
  }
  const drops = action === "drop" && rest.length === 0;
  if (isList(value)) {
    return value.flatMap((item, index) => {
      if (index !== segment) return [item];
      return drops ? [] : [changed(item, rest, action, junk, name)];
    });
  }
  if (!isObject(value)) return junk;
  return objectOf(
    Object.entries(value).flatMap(([key, item]): Entry[] => {
      if (key !== segment) return [[key, item]];
      return drops ? [] : [[key, changed(item, rest, action, junk, name)]];
    }),
  );
}
