import type { Problem } from "../ground/diagnostic.ts";
import type { SecretData, Sensitive } from "../ground/sensitive.ts";
import { visible } from "../ground/visible.ts";

const INVALID = /[^\p{L}\p{N}\-._]/u;
const MAX_LENGTH = 253;

/** Keys that ESO lets pass (ValidateKeys): an empty one is left out silently, others with a problem are told. */
export function validKeys(data: SecretData): {
  readonly valid: SecretData;
  readonly problems: readonly Problem[];
} {
  const valid = new Map<string, Sensitive>();
  const problems: Problem[] = [];
  for (const [key, value] of data) {
    if (key === "") continue;
    const reason = reasonAgainst(key);
    if (reason === undefined) valid.set(key, value);
    else problems.push(invalidKey(key, reason));
  }
  return { valid, problems };
}

function reasonAgainst(key: string): string | undefined {
  if (new TextEncoder().encode(key).length > MAX_LENGTH) return `it is longer than ${MAX_LENGTH} bytes`;
  const [char] = INVALID.exec(key) ?? [];
  return char === undefined ? undefined : `"${visible(char)}" is not allowed in a key`;
}

function invalidKey(key: string, reason: string): Problem {
  return {
    code: "KEY_INVALID",
    message: `Cannot use "${visible(key)}" as a key of a Secret: ${reason}`,
    hint: "Rename it with rewrite; without rewrite, conversionStrategy replaces what is not allowed",
  };
}
