import type { GoString } from "../../go/bytes.ts";
import { JsonUnsupportedError, marshalJson, type MarshalOptions } from "../../go/json-marshal.ts";
import { tryParseJson } from "../../go/json-parse.ts";
import { TooLongError } from "../../go/too-long-error.ts";
import { type CallContext, type Func, FuncError, type FuncMap, type Value } from "../values.ts";
import { allocateString, MAX_STRING_BYTES } from "./allocation.ts";
import { fixed, stringAt, valueAt } from "./arguments.ts";
import { type DecodedJson, jsonOf, valueOfJson } from "./json-value.ts";

/** Sprig's JSON (encoding/json). The `must` twins fail where the others give nil or the empty string. */
export const JSON_FUNCS: FuncMap = new Map<string, Func>([
  ["fromJson", fixed(["string"], (args, context) => decode(args, context)?.value ?? null)],
  ["mustFromJson", fixed(["string"], mustFromJson)],
  ["toJson", encoder({}, () => "")],
  ["mustToJson", encoder({}, refuse)],
  ["toPrettyJson", encoder({ indent: "  " }, () => "")],
  ["mustToPrettyJson", encoder({ indent: "  " }, refuse)],
  ["toRawJson", encoder({ escapeHtml: false }, refuse)],
  ["mustToRawJson", encoder({ escapeHtml: false }, refuse)],
]);

function decode(args: readonly Value[], context: CallContext): DecodedJson | undefined {
  const text = stringAt(args, 0);
  context.allocate(text.length);
  const node = tryParseJson(text);
  return node === undefined ? undefined : valueOfJson(node, context);
}

function mustFromJson(args: readonly Value[], context: CallContext): Value {
  const decoded = decode(args, context);
  if (decoded === undefined) throw new FuncError("the text is not JSON");
  if (decoded.overflows) throw new FuncError("a number of the JSON is out of range");
  return decoded.value;
}

function encoder(options: MarshalOptions, otherwise: () => GoString): Func {
  return fixed(["interface {}"], (args, context) => {
    try {
      const text = marshalJson(jsonOf(valueAt(args, 0), context), { ...options, maxBytes: MAX_STRING_BYTES });
      allocateString(context, text.length);
      return text;
    } catch (error) {
      if (error instanceof TooLongError) allocateString(context, Infinity);
      if (error instanceof JsonUnsupportedError) return otherwise();
      throw error;
    }
  });
}

function refuse(): never {
  throw new FuncError("JSON has no text for the value");
}
