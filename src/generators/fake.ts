import type { Answer } from "../eso/read-request.ts";
import { isObject, memberAt } from "../eso/unchecked-object.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { Sensitive } from "../ground/sensitive.ts";

/** The Fake generator (ESO: generators/v1/fake): `spec.data` as it is, without conversion or decoding. */
export function generateFake(spec: unknown): Answer<SecretData> {
  const value = new Map<string, Sensitive>();
  const data = memberAt(spec, ["data"]);
  for (const [key, text] of Object.entries(isObject(data) ? data : {})) {
    if (typeof text !== "string") return { kind: "failed", problem: NOT_TEXT };
    value.set(key, Sensitive.ofText(text));
  }
  return { kind: "value", value };
}

const NOT_TEXT = {
  code: "GENERATOR_FAILED",
  message: 'Cannot run generator "Fake": spec.data is not a map of text to text',
  hint: "Quote numbers and booleans in spec.data",
} as const;
