import type { GoString } from "../go/bytes.ts";
import { tryParseJson } from "../go/json-parse.ts";

/** Whether a text is one JSON value and nothing else (gjson's Valid). */
export function isValidJson(text: GoString): boolean {
  return tryParseJson(text) !== undefined;
}
