import type { Answer } from "../eso/read-request.ts";
import { bytesOfGoString, toGoString } from "../go/bytes.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { Sensitive } from "../ground/sensitive.ts";

/** The Fake generator (ESO: generators/v1/fake): `spec.data` as it is, without conversion or decoding. */
export function generateFake(spec: unknown): Answer<SecretData> {
  const value = new Map<string, Sensitive>();
  for (const [key, text] of Object.entries(dataOf(spec))) {
    if (typeof text !== "string") return { kind: "failed", problem: NOT_TEXT };
    value.set(key, new Sensitive(bytesOfGoString(toGoString(text))));
  }
  return { kind: "value", value };
}

const NOT_TEXT = {
  code: "GENERATOR_FAILED",
  message: 'Cannot run generator "Fake": spec.data is not a map of text to text',
  hint: "Quote numbers and booleans in spec.data",
} as const;

function dataOf(spec: unknown): object {
  return memberOf(spec, "data") ?? {};
}

function memberOf(value: unknown, name: string): object | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  const member: unknown = Reflect.get(value, name);
  return typeof member === "object" && member !== null ? member : undefined;
}
