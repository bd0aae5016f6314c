import type { WorkBudget } from "../ground/work-budget.ts";
import type { GoString } from "../go/bytes.ts";
import { toGoString } from "../go/bytes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { getJson } from "./gjson.ts";
import { GjsonLimitError } from "./gjson-evaluation.ts";

/** What a property is in a secret: its bytes, undefined where there is none; or why the path is refused. */
export type Property = { readonly text: GoString | undefined } | { readonly problem: Problem };

/** `remoteRef.property` as a gjson path into a secret's value; its work is taken from `budget`. */
export function selectProperty(value: GoString, path: string, budget?: WorkBudget): Property {
  try {
    return { text: getJson(value, toGoString(path), budget)?.text() };
  } catch (error) {
    if (error instanceof GjsonLimitError) return { problem: TOO_MUCH[error.whose] };
    throw error;
  }
}

const TOO_MUCH: Readonly<Record<GjsonLimitError["whose"], Problem>> = {
  path: {
    code: "LIMIT_EXCEEDED",
    message: "the path in property takes more steps than are allowed",
    hint: "Use a shorter path, without modifiers that copy or dig",
  },
  run: {
    code: "LIMIT_EXCEEDED",
    message: "the paths in property of all entries together take more steps than are allowed",
    hint: "Use fewer or shorter paths, without modifiers that copy or dig; or render fewer ExternalSecrets at once",
  },
};
