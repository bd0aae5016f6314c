import type { GoString } from "../go/bytes.ts";
import type { GoJson } from "../go/json-marshal.ts";
import { marshalJson } from "../go/json-marshal.ts";
import { plainNumber } from "./plain-number.ts";

/** A decoded JSON value as a secret's bytes (ESO: GetByteValue): texts as they are, numbers plain, the rest as JSON. */
export function byteValue(value: GoJson): GoString {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return plainNumber(value);
  if (typeof value === "object" && "number" in value) return value.number;
  return typeof value === "object" ? marshalJson(value) : String(value);
}
