import { encodeBase64 } from "../../go/base64.ts";
import type { GoString } from "../../go/bytes.ts";
import { type GoJson, JsonUnsupportedError } from "../../go/json-marshal.ts";
import { type JsonNode, jsonNumberToFloat } from "../../go/json-parse.ts";
import { type CallContext, Dict, FuncError, Int, LimitError, List, Struct, type Value } from "../values.ts";
import { allocateCollection, MAX_STRING_BYTES } from "./allocation.ts";
import { textOf } from "./value-text.ts";

/** How deep lists and dicts may be nested that become JSON, or come from it. */
const MAX_DEPTH = 500;

/**
 * A value as encoding/json sees it: bytes in base64, versions and times as text, other structs as their exported
 * fields. Throws JsonUnsupportedError for what has no JSON, and a LimitError for what is too long or too deep.
 */
export function jsonOf(value: Value, context: CallContext): GoJson {
  let size = 0;
  const convert = (item: Value, depth: number): GoJson => {
    if (depth > MAX_DEPTH) throw new LimitError(`lists and dicts are nested more than ${MAX_DEPTH} deep`);
    size += typeof item === "string" ? item.length : 1;
    if (size > MAX_STRING_BYTES) throw new LimitError(`a string may have at most ${MAX_STRING_BYTES} bytes`);
    context.charge(1);
    const convertInner = (inner: Value): GoJson => convert(inner, depth + 1);
    if (item instanceof List) return listJson(item, convertInner, context);
    if (item instanceof Dict) return item.isNil ? null : mapJson(item.entries, convertInner, context);
    if (item instanceof Struct) return structJson(item, convertInner, context);
    return scalarJson(item);
  };
  return convert(value, 0);
}

function scalarJson(value: Value): GoJson {
  if (value instanceof Int) return value.value;
  if (value === null || typeof value !== "object") return value;
  throw new JsonUnsupportedError("JSON has no text for complex numbers and functions");
}

function listJson(list: List, convert: (item: Value) => GoJson, context: CallContext): GoJson {
  if (list.items === null) return null;
  return list.type === "[]uint8" ? encodeBase64(textOf(list, context), "std") : list.items.map(convert);
}

function mapJson(
  entries: ReadonlyMap<GoString, Value>,
  convert: (item: Value) => GoJson,
  context: CallContext,
): GoJson {
  const members = new Map<GoString, GoJson>();
  for (const [key, item] of entries) {
    context.allocate(key.length);
    members.set(key, convert(item));
  }
  return members;
}

function structJson(struct: Struct, convert: (item: Value) => GoJson, context: CallContext): GoJson {
  const marshalText = struct.methods.get("MarshalText");
  if (marshalText === undefined) return mapJson(struct.fields, convert, context);
  try {
    return textOf(marshalText.call([], context), context);
  } catch (error) {
    if (error instanceof LimitError || !(error instanceof FuncError)) throw error;
    throw new JsonUnsupportedError(error.message);
  }
}

/** What a JSON text stands for, and whether a number of it was out of range: Go leaves nil for that one. */
export interface DecodedJson {
  readonly value: Value;
  readonly overflows: boolean;
}

/** A parsed JSON text as json.Unmarshal gives it to an interface{}: every number a float64, of equal keys the last. */
export function valueOfJson(root: JsonNode, context: CallContext): DecodedJson {
  let overflows = false;
  const convert = (node: JsonNode, depth: number): Value => {
    if (depth > MAX_DEPTH) throw new LimitError(`lists and dicts are nested more than ${MAX_DEPTH} deep`);
    context.charge(1);
    switch (node.kind) {
      case "null":
        return null;
      case "bool":
      case "string":
        return node.value;
      case "number": {
        const float = jsonNumberToFloat(node.text);
        if (Number.isFinite(float)) return float;
        overflows = true;
        return null;
      }
      case "array":
        allocateCollection(context, node.items.length);
        return new List(
          "[]interface {}",
          node.items.map((item) => convert(item, depth + 1)),
        );
      case "object":
        allocateCollection(context, node.members.length);
        return dictOf(node.members.map(([key, member]) => [key, convert(member, depth + 1)]));
    }
  };
  return { value: convert(root, 0), overflows };
}

/** A GoJson tree, such as a YAML text gives, as values. */
export function valueOfGoJson(json: GoJson, context: CallContext, depth = 0): Value {
  if (depth > MAX_DEPTH) throw new LimitError(`lists and dicts are nested more than ${MAX_DEPTH} deep`);
  context.charge(1);
  if (json === null || typeof json === "boolean" || typeof json === "string" || typeof json === "number")
    return json;
  if (typeof json === "bigint") return Number(json);
  if (isMembers(json)) {
    allocateCollection(context, json.size);
    return dictOf([...json].map(([key, member]) => [key, valueOfGoJson(member, context, depth + 1)]));
  }
  if ("number" in json) return jsonNumberToFloat(json.number);
  allocateCollection(context, json.length);
  return new List(
    "[]interface {}",
    json.map((item) => valueOfGoJson(item, context, depth + 1)),
  );
}

function isMembers(json: GoJson): json is ReadonlyMap<GoString, GoJson> {
  return json instanceof Map;
}

function dictOf(entries: readonly (readonly [GoString, Value])[]): Dict {
  return new Dict("map[string]interface {}", new Map(entries));
}
