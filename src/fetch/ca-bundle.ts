import { X509Certificate } from "node:crypto";

import { decodeValue } from "../eso/decoding.ts";
import { decodeBase64 } from "../go/base64.ts";
import type { GoString } from "../go/bytes.ts";
import { fromGoString, toGoString } from "../go/bytes.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { ProblemError } from "../ground/problem-error.ts";

/**
 * The certificates of a `caBundle` as PEM (ESO: FetchCACertFromSource). The field is base64, as every `[]byte` of
 * Kubernetes; what it holds may be encoded once more. Throws ProblemError where there is no certificate in it.
 */
export function decodeCaBundle(caBundle: string, field: FieldPath): string {
  const decoded = decodeBase64(toGoString(caBundle), "std");
  if (!decoded.ok) throw noCertificate(field);
  if (startsWithCertificate(decoded.value)) return fromGoString(decoded.value);
  const twice = decodeValue("Auto", decoded.value) ?? decoded.value;
  if (startsWithCertificate(twice)) return fromGoString(twice);
  throw noCertificate(field);
}

function startsWithCertificate(pem: GoString): boolean {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/.exec(pem);
  if (block?.[1] !== "CERTIFICATE") return false;
  try {
    return new X509Certificate(block[0]).serialNumber !== "";
  } catch {
    return false;
  }
}

function noCertificate(field: FieldPath): ProblemError {
  const problem = {
    code: "CREDENTIAL_INVALID",
    message: "Cannot use caBundle: it is not a PEM certificate in base64",
    hint: "Write the output of: base64 -w0 ca.crt",
  } as const;
  return new ProblemError(problem, field);
}
