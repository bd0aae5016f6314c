import type { GoString } from "../go/bytes.ts";
import { JsonSyntaxError, parseJson } from "../go/json-parse.ts";

/** Whether a text is one JSON value and nothing else (gjson's Valid). */
export function isValidJson(text: GoString): boolean {
  try {
    parseJson(text);
    return true;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
}
