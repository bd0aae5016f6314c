import { decodeBase64 } from "../go/base64.ts";
import type { GoString } from "../go/bytes.ts";
import type { DecodingStrategy } from "./external-secret.ts";

/**
 * A value after its decodingStrategy (ESO: decoding.Decode); undefined where it cannot be decoded. Auto tries
 * base64, then base64url, and keeps what is neither.
 */
export function decodeValue(strategy: DecodingStrategy, value: GoString): GoString | undefined {
  switch (strategy) {
    case "Base64":
      return decoded(value, "std");
    case "Base64URL":
      return decoded(value, "url");
    case "Auto":
      return decoded(value, "std") ?? decoded(value, "url") ?? value;
    case "None":
      return value;
  }
}

function decoded(value: GoString, alphabet: "std" | "url"): GoString | undefined {
  const result = decodeBase64(value, alphabet);
  return result.ok ? result.value : undefined;
}
