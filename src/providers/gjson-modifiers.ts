import type { GoString } from "../go/bytes.ts";
import { quoteJson, quotedLengthBound } from "../go/json-quote.ts";
import type { Evaluation } from "./gjson-evaluation.ts";
import { membersOf } from "./gjson-members.ts";
import { prettyJson, uglyJson } from "./gjson-pretty.ts";
import { boolOf } from "./gjson-query.ts";
import { firstValue } from "./gjson-scan.ts";
import { trim, trimSpace } from "./gjson-string.ts";
import { isValidJson } from "./gjson-valid.ts";
import type { GjsonValue } from "./gjson-value.ts";

/** Turns a text into another; the argument is what stands behind the modifier's colon. */
export type Modifier = (json: GoString, argument: GoString, evaluation: Evaluation) => GoString;

const MODIFIERS: ReadonlyMap<GoString, Modifier> = new Map<GoString, Modifier>([
  ["this", (json) => json],
  ["valid", (json) => (isValidJson(json) ? json : "")],
  ["tostr", tostr],
  ["fromstr", (json) => (isValidJson(json) ? firstValue(json).text() : "")],
  ["ugly", uglyJson],
  ["pretty", prettyJson],
  ["keys", keysOf],
  ["values", valuesOf],
  ["reverse", reverse],
  ["flatten", flatten],
  ["join", join],
  ["group", group],
  ["dig", dig],
]);

/** Whether gjson has a modifier of this name. */
export function isModifier(name: GoString): boolean {
  return MODIFIERS.has(name);
}

/** The modifier of a name. */
export function modifierOf(name: GoString): Modifier | undefined {
  return MODIFIERS.get(name);
}

/** The text as a JSON string. What escapes make of it is counted before it is made, as each `@tostr` may double it. */
function tostr(json: GoString, _argument: GoString, evaluation: Evaluation): GoString {
  evaluation.spend(quotedLengthBound(json));
  return quoteJson(json);
}

/** The names of an object; null for each item of a list. */
function keysOf(json: GoString, _argument: GoString, evaluation: Evaluation): GoString {
  const container = firstValue(json);
  return listOf(membersOf(container, evaluation).map(({ name }) => (container.isObject ? name.raw : "null")));
}

function valuesOf(json: GoString, _argument: GoString, evaluation: Evaluation): GoString {
  const container = firstValue(json);
  return container.isArray ? json : listOf(membersOf(container, evaluation).map(({ value }) => value.raw));
}

function reverse(json: GoString, _argument: GoString, evaluation: Evaluation): GoString {
  const container = firstValue(json);
  if (!container.isArray && !container.isObject) return json;
  const members = membersOf(container, evaluation).toReversed();
  if (container.isArray) return listOf(members.map(({ value }) => value.raw));
  return objectOf(members.map(({ name, value }) => `${name.raw}:${value.raw}`));
}

/** The items of lists in a list; with `{"deep":true}` at any depth. */
function flatten(json: GoString, argument: GoString, evaluation: Evaluation): GoString {
  const container = firstValue(json);
  if (!container.isArray) return json;
  const deep = flagOf(argument, "deep", evaluation);
  const items = membersOf(container, evaluation).map(({ value }) => {
    if (!value.isArray) return trimSpace(value.raw);
    const inner = deep ? evaluation.nested(() => flatten(value.raw, argument, evaluation)) : value.raw;
    return trimSpace(unwrapped(inner));
  });
  return listOf(items.filter((item) => item !== ""));
}

/** The objects of a list as one; later members win, unless `{"preserve":true}` keeps them all. */
function join(json: GoString, argument: GoString, evaluation: Evaluation): GoString {
  const container = firstValue(json);
  if (!container.isArray) return json;
  const preserve = flagOf(argument, "preserve", evaluation);
  const objects = membersOf(container, evaluation)
    .map(({ value }) => value)
    .filter((value) => value.isObject);
  if (preserve) return objectOf(objects.map(({ raw }) => unwrapped(raw)));
  const members = new Map<GoString, { readonly name: GoString; readonly value: GoString }>();
  for (const { name, value } of objects.flatMap((object) => membersOf(object, evaluation))) {
    members.set(name.string, { name: members.get(name.string)?.name ?? name.raw, value: value.raw });
  }
  return objectOf([...members.values()].map(({ name, value }) => `${name}:${value}`));
}

/** An object of lists as a list of objects: `{"a":[1,2]}` gives `[{"a":1},{"a":2}]`. */
function group(json: GoString, _argument: GoString, evaluation: Evaluation): GoString {
  const container = firstValue(json);
  if (!container.isObject) return "";
  const rows: GoString[][] = [];
  for (const { name, value } of membersOf(container, evaluation)) {
    if (!value.isArray) continue;
    membersOf(value, evaluation).forEach((item, index) => {
      evaluation.step(name.raw, item.value.raw);
      (rows[index] ??= []).push(`${name.raw}:${item.value.raw}`);
    });
  }
  return listOf(rows.map(objectOf));
}

/** What a path leads to in a value, and in all values inside it, the outer ones first. */
function dig(json: GoString, path: GoString, evaluation: Evaluation): GoString {
  const found: GoString[] = [];
  const pending: GjsonValue[] = [firstValue(json)];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const result = evaluation.get(value.raw, path);
    if (result.exists) found.push(result.raw);
    if (!value.isArray && !value.isObject) continue;
    for (const member of membersOf(value, evaluation).toReversed()) pending.push(member.value);
  }
  return listOf(found);
}

/** A boolean member of a modifier's argument. */
function flagOf(argument: GoString, name: GoString, evaluation: Evaluation): boolean {
  const values = membersOf(firstValue(argument), evaluation)
    .filter((member) => member.name.string === name)
    .map(({ value }) => boolOf(value) === true);
  return values.at(-1) ?? false;
}

/** Without the brackets around it. */
function unwrapped(json: GoString): GoString {
  const trimmed = trim(json);
  const wrapped = trimmed.length >= 2 && (trimmed.startsWith("[") || trimmed.startsWith("{"));
  return wrapped ? trimmed.slice(1, -1) : trimmed;
}

function listOf(items: readonly GoString[]): GoString {
  return `[${items.join(",")}]`;
}

function objectOf(members: readonly GoString[]): GoString {
  return `{${members.join(",")}}`;
}
