import { FuncError } from "../values.ts";
import { contextTag, type DerReader, explicitTag, TAG } from "./der-read.ts";
import { OID } from "./oids.ts";
import { type AlternativeNames, NO_NAMES, readAlternativeNames } from "./x509-alternative-names.ts";
import { checkNameConstraints } from "./x509-name-constraints.ts";

/** An extension of a certificate, with a reader of its value. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: DerReader;
}

/** What the functions use of a certificate's extensions. */
export interface Extensions {
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
  readonly alternativeNames: AlternativeNames;
}

/**
 * Reads the extensions that Go reads (`processExtensions`); others pass. Throws a FuncError where one of them is
 * malformed.
 */
export function readExtensions(extensions: readonly Extension[]): Extensions {
  let subjectKeyId: Uint8Array | undefined;
  let authorityKeyId: Uint8Array | undefined;
  let alternativeNames = NO_NAMES;
  for (const extension of extensions) {
    if (extension.oid === OID.subjectKeyIdentifier) subjectKeyId = readSubjectKeyId(extension);
    else if (extension.oid === OID.authorityKeyIdentifier) authorityKeyId = readAuthorityKeyId(extension);
    else if (extension.oid === OID.subjectAltName) alternativeNames = readAlternativeNames(extension.value);
    else CHECKS.get(extension.oid)?.(extension);
  }
  return { subjectKeyId, authorityKeyId, alternativeNames };
}

/** Extensions that are only checked. */
const CHECKS: ReadonlyMap<string, (extension: Extension) => void> = new Map([
  [OID.keyUsage, ({ value }: Extension): void => void value.bitString()],
  [OID.basicConstraints, checkBasicConstraints],
  [OID.nameConstraints, ({ value }: Extension): void => checkNameConstraints(value)],
  [OID.crlDistributionPoints, checkDistributionPoints],
  [OID.certificatePolicies, checkPolicies],
  [OID.policyMappings, checkPolicyMappings],
  [OID.policyConstraints, checkPolicyConstraints],
  [OID.extendedKeyUsage, checkExtendedKeyUsage],
  [OID.inhibitAnyPolicy, ({ value }: Extension): void => void value.int64()],
  [OID.authorityInfoAccess, checkAuthorityInfoAccess],
]);

function readSubjectKeyId({ critical, value }: Extension): Uint8Array {
  refuseCritical(critical, "subject key identifier");
  return value.content(TAG.octetString);
}

/** Only the key id counts; an identifier by issuer and serial number is none. */
function readAuthorityKeyId({ critical, value }: Extension): Uint8Array | undefined {
  refuseCritical(critical, "authority key identifier");
  return value.inside().optional(contextTag(0));
}

function refuseCritical(critical: boolean, name: string): void {
  if (critical) throw new FuncError(`the certificate marks its ${name} as critical`);
}

function checkBasicConstraints({ value }: Extension): void {
  const reader = value.inside();
  if (reader.follows(TAG.boolean)) reader.boolean();
  if (reader.follows(TAG.integer) && reader.int64() < 0n)
    throw reader.malformed("its path length is negative");
}

function checkDistributionPoints({ value }: Extension): void {
  const points = value.inside();
  while (!points.done) {
    const name = points.inside().optional(explicitTag(0));
    if (name === undefined) continue;
    const fullName = points.over(name).inside(explicitTag(0));
    while (fullName.follows(contextTag(6))) fullName.any();
  }
}

function checkPolicies({ value }: Extension): void {
  const policies = value.inside();
  const seen = new Set<string>();
  while (!policies.done) {
    const oid = policies.inside().content(TAG.oid);
    if (
      oid.length === 0 ||
      (oid.at(-1) ?? 0) >= 0x80 ||
      oid.some((byte, at) => byte === 0x80 && startsArc(oid, at))
    ) {
      throw policies.malformed("it has a malformed policy");
    }
    const key = oid.join(".");
    if (seen.has(key)) throw new FuncError("the certificate has a policy twice");
    seen.add(key);
  }
}

/** Whether the byte at an offset is the first one of an arc of an object identifier. */
function startsArc(oid: Uint8Array, at: number): boolean {
  return (oid[at - 1] ?? 0) < 0x80;
}

function checkPolicyMappings({ value }: Extension): void {
  const mappings = value.inside();
  while (!mappings.done) {
    const mapping = mappings.inside();
    mapping.content(TAG.oid);
    mapping.content(TAG.oid);
  }
}

function checkPolicyConstraints({ value }: Extension): void {
  const reader = value.inside();
  for (const tag of [contextTag(0), contextTag(1)]) {
    if (reader.follows(tag)) reader.int64(tag);
  }
}

function checkExtendedKeyUsage({ value }: Extension): void {
  const usages = value.inside();
  while (!usages.done) usages.oid();
}

function checkAuthorityInfoAccess({ critical, value }: Extension): void {
  refuseCritical(critical, "authority info access");
  const descriptions = value.inside();
  while (!descriptions.done) {
    const description = descriptions.inside();
    description.oid();
    description.optional(contextTag(6));
  }
}
