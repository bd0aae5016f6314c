import type { DerElement, DerReader } from "./der-read.ts";
import { derOid, derSequence } from "./der-write.ts";

/** An AlgorithmIdentifier: an object identifier in dotted form and its parameters, if it has any. */
export interface Algorithm {
  readonly oid: string;
  readonly parameters: DerElement | undefined;
}

/** Reads an AlgorithmIdentifier. Throws a FuncError for anything else. */
export function readAlgorithm(reader: DerReader): Algorithm {
  return readAlgorithmContent(reader.inside());
}

/** Reads what is inside of an AlgorithmIdentifier; what follows the parameters is ignored, as in Go. */
export function readAlgorithmContent(content: DerReader): Algorithm {
  const oid = content.oid();
  return { oid, parameters: content.done ? undefined : content.any() };
}

/** An AlgorithmIdentifier; without parameters they are left out, not NULL. */
export function derAlgorithm(oid: string, ...parameters: readonly Uint8Array[]): Uint8Array {
  return derSequence(derOid(oid), ...parameters);
}
