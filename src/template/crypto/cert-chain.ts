import type { GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { decodePemBlocks, pemOf } from "./pem.ts";
import { type Certificate, readCertificate } from "./x509-read.ts";

/** The certificates of a PEM text in order, whatever the type of their blocks. Throws a FuncError for any other DER. */
export function readCertificates(pem: GoString): Certificate[] {
  return decodePemBlocks(pem).blocks.map(({ bytes }) => readCertificate(bytes));
}

/** Certificates as PEM. */
export function certificatesPem(certificates: readonly Certificate[]): GoString {
  return certificates.map(({ raw }) => pemOf("CERTIFICATE", raw)).join("");
}

/**
 * Certificates from the leaf up, each one followed by the first one whose subject key id is its authority key id
 * (ESO: `fetchX509CertChains`). An absent id equals another absent one, as in ESO. Throws a FuncError where that
 * gives no leaf, several, or a cycle.
 */
export function orderChain(certificates: readonly Certificate[]): Certificate[] {
  const parents = new Map(
    certificates.map((certificate, at) => [certificate, parentOf(certificate, at, certificates)]),
  );
  const known = new Set(parents.values());
  const leaves = certificates.filter((certificate) => !known.has(certificate));
  if (leaves.length > 1)
    throw new FuncError("the certificates are more than one chain: several of them are leaves");
  const [leaf] = leaves;
  if (leaf === undefined) throw new FuncError("the certificates have no leaf");
  const chain: Certificate[] = [];
  for (let next: Certificate | undefined = leaf; next !== undefined; next = parents.get(next)) {
    if (chain.length === certificates.length)
      throw new FuncError("the certificates sign one another in a circle");
    chain.push(next);
  }
  return chain;
}

/** Whether a certificate names nobody but itself as its issuer's key. */
export function isRoot({ authorityKeyId, subjectKeyId }: Certificate): boolean {
  return authorityKeyId === undefined || isSameId(authorityKeyId, subjectKeyId);
}

function parentOf(
  { authorityKeyId }: Certificate,
  at: number,
  all: readonly Certificate[],
): Certificate | undefined {
  return all.find((other, position) => position !== at && isSameId(authorityKeyId, other.subjectKeyId));
}

function isSameId(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  const [first, second] = [a ?? new Uint8Array(), b ?? new Uint8Array()];
  return first.length === second.length && first.every((byte, at) => byte === second[at]);
}
