import { decodeValue } from "../eso/decoding.ts";
import type { DecodingStrategy } from "../eso/external-secret.ts";
import type { GoString } from "../go/bytes.ts";
import { bytesOfGoString, goStringOfBytes } from "../go/bytes.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { Sensitive } from "../ground/sensitive.ts";
import type { Entries, Entry } from "./entries.ts";
import { nameKeys } from "./entries.ts";
import { checkRivalry, settled, valuesOf } from "./rename-keys.ts";
import { StepError } from "./step-error.ts";

/** All values by one decodingStrategy (ESO: decoding.DecodeMap). Throws StepError, which names what cannot be decoded. */
export function decode(entries: Entries, strategy: DecodingStrategy = "None", path: FieldPath): Entries {
  if (strategy === "None") return entries;
  const decoded = new Map<GoString, Entry>();
  const failed: GoString[] = [];
  for (const [key, entry] of entries) {
    const values = valuesOf(entry);
    const texts = values.flatMap((value) => decodeValue(strategy, goStringOfBytes(value.reveal())) ?? []);
    const [first, ...others] = texts.map((text) => new Sensitive(bytesOfGoString(text)));
    if (first === undefined) failed.push(key);
    else {
      if (texts.length < values.length) checkRivalry(new Map([[key, entry]]));
      decoded.set(key, settled([first, ...others], entry.rivalry));
    }
  }
  if (failed.length === 0) return decoded;
  throw new StepError([...path, "decodingStrategy"], {
    code: "DECODE_FAILED",
    message: `Cannot decode the value of ${nameKeys(failed)} as ${strategy}`,
    hint: "Padding is needed, and white space other than line breaks is refused; Auto keeps what it cannot decode",
  });
}

/** By the policy Fail no value may hold a null byte. Throws StepError, which names the keys whose values do. */
export function checkNullBytes(
  entries: Entries,
  policy: "Ignore" | "Fail" | undefined,
  path: FieldPath,
): void {
  if (policy !== "Fail") return;
  const keys = [...entries].filter(([, entry]) => valuesOf(entry).some(hasNullByte)).map(([key]) => key);
  if (keys.length === 0) return;
  throw new StepError([...path, "nullBytePolicy"], {
    code: "NULL_BYTE",
    message: `Cannot take the value of ${nameKeys(keys.toSorted())}: it holds a null byte, and nullBytePolicy is Fail`,
    hint: "Store it as text, such as PEM or base64, or remove nullBytePolicy where binary data is meant",
  });
}

function hasNullByte(value: Sensitive): boolean {
  return value.reveal().includes(0);
}
