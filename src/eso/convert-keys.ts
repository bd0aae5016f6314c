import type { SecretData, Sensitive } from "../ground/sensitive.ts";
import { visible } from "../ground/visible.ts";
import type { ConversionStrategy } from "./external-secret.ts";
import type { Answer } from "./read-request.ts";

const KEPT = /[\p{L}\p{N}\-._]/u;

/**
 * Replaces the characters of keys that a Secret's key cannot have (ESO: ConvertKeys): Default by `_`, Unicode by
 * `_Uxxxx_`. Letters and numbers of any script stay.
 */
export function convertKeys(strategy: ConversionStrategy = "Default", data: SecretData): Answer<SecretData> {
  const converted = new Map<string, Sensitive>();
  for (const [key, value] of data) {
    const name = [...key].map((char) => convertChar(strategy, char)).join("");
    if (converted.has(name)) {
      return {
        kind: "failed",
        problem: {
          code: "KEY_CONFLICT",
          message: `Cannot convert keys with strategy ${strategy}: two of them become "${visible(name)}"`,
          hint: "Set conversionStrategy to Unicode, or rename with rewrite",
        },
      };
    }
    converted.set(name, value);
  }
  return { kind: "value", value: converted };
}

function convertChar(strategy: ConversionStrategy, char: string): string {
  if (KEPT.test(char)) return char;
  return strategy === "Unicode" ? `_U${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}_` : "_";
}
