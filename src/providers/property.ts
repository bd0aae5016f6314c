import type { GoString } from "../go/bytes.ts";
import { toGoString } from "../go/bytes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { getJson } from "./gjson.ts";
import { GjsonLimitError } from "./gjson-evaluation.ts";

/** What a property is in a secret: its bytes, undefined where there is none; or why the path is refused. */
export type Property = { readonly text: GoString | undefined } | { readonly problem: Problem };

/** `remoteRef.property` as a gjson path into a secret's value. */
export function selectProperty(value: GoString, path: string): Property {
  try {
    return { text: getJson(value, toGoString(path))?.text() };
  } catch (error) {
    if (error instanceof GjsonLimitError) return { problem: TOO_MUCH };
    throw error;
  }
}

const TOO_MUCH: Problem = {
  code: "LIMIT_EXCEEDED",
  message: "the path in property takes more steps than are allowed",
  hint: "Use a shorter path, without modifiers that copy or dig",
};
