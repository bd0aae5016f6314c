import type { GoString } from "../go/bytes.ts";
import type { GoJson } from "../go/json-marshal.ts";
import { marshalJson } from "../go/json-marshal.ts";
import { formatFloat } from "../go/strconv-format-float.ts";

/**
 * The bytes of a decoded JSON value (ESO: esutils.GetByteValue): text as it is, null as nothing, numbers in plain
 * decimals, objects and lists as `encoding/json` writes them: compact, sorted, `<`, `>` and `&` escaped.
 */
export function byteValue(value: GoJson): GoString {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatFloat(value, "f", -1, 64);
  if (typeof value !== "object") return String(value);
  return "number" in value ? value.number : marshalJson(value);
}
