import { FuncError } from "../values.ts";
import { readAlgorithm, readAlgorithmContent } from "./algorithm.ts";
import { contextTag, DerReader, explicitTag, TAG } from "./der-read.ts";
import type { PublicKey } from "./keys.ts";
import { readPublicKey } from "./public-key.ts";
import type { AlternativeNames } from "./x509-alternative-names.ts";
import { type Extension, readExtensions } from "./x509-extensions.ts";
import { type NameAttribute, readName } from "./x509-name.ts";
import { checkTime } from "./x509-time.ts";

/** What the functions use of an X.509 certificate (Go: `x509.Certificate`). */
export interface Certificate {
  /** All of its DER. */
  readonly raw: Uint8Array;
  /** The DER of its subject. */
  readonly rawSubject: Uint8Array;
  readonly subject: readonly NameAttribute[];
  /** Undefined for an algorithm that Go does not know. */
  readonly publicKey: PublicKey | undefined;
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
  readonly alternativeNames: AlternativeNames;
}

const WHAT = "the certificate";
const MAX_VERSION = 3n;

/** `x509.ParseCertificate`: one certificate and nothing behind it. Throws a FuncError where Go refuses it. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const input = new DerReader(bytes, WHAT);
  const element = input.element(TAG.sequence);
  const certificate = readSigned(element.full, input.over(element.content));
  input.end();
  return certificate;
}

function readSigned(raw: Uint8Array, signed: DerReader): Certificate {
  const tbs = signed.inside();
  const version = readVersion(tbs);
  if (tbs.integer() < 0n) throw tbs.malformed("its serial number is negative");
  checkSignatureAlgorithms(tbs.content(TAG.sequence), signed.content(TAG.sequence), tbs);
  readName(tbs.inside());
  readValidity(tbs.inside());
  const subject = tbs.element(TAG.sequence);
  const certificate = {
    raw,
    rawSubject: subject.full,
    subject: readName(tbs.over(subject.content)),
    publicKey: readSubjectPublicKey(tbs.inside()),
    ...readExtensions(version > 1n ? extensionsOf(tbs, version) : []),
  };
  signed.bitString();
  return certificate;
}

function readVersion(tbs: DerReader): bigint {
  if (!tbs.follows(explicitTag(0))) return 1n;
  const reader = tbs.inside(explicitTag(0));
  const version = reader.int64() + 1n;
  reader.end();
  if (version < 1n || version > MAX_VERSION) throw tbs.malformed("its version is unknown");
  return version;
}

function checkSignatureAlgorithms(inner: Uint8Array, outer: Uint8Array, reader: DerReader): void {
  if (inner.length !== outer.length || inner.some((byte, index) => byte !== outer[index])) {
    throw reader.malformed("its two signature algorithms differ");
  }
  readAlgorithmContent(reader.over(inner));
}

function readValidity(validity: DerReader): void {
  checkTime(validity);
  checkTime(validity);
}

function readSubjectPublicKey(reader: DerReader): PublicKey | undefined {
  const algorithm = readAlgorithm(reader);
  return readPublicKey(algorithm, reader.bitString());
}

function extensionsOf(tbs: DerReader, version: bigint): Extension[] {
  tbs.optional(contextTag(1));
  tbs.optional(contextTag(2));
  if (version < MAX_VERSION || !tbs.follows(explicitTag(3))) return [];
  const reader = tbs.inside(explicitTag(3)).inside();
  const extensions: Extension[] = [];
  while (!reader.done) {
    const extension = readExtension(reader.inside());
    if (extensions.some(({ oid }) => oid === extension.oid)) {
      throw new FuncError("the certificate has an extension twice");
    }
    extensions.push(extension);
  }
  return extensions;
}

function readExtension(reader: DerReader): Extension {
  const oid = reader.oid();
  const critical = reader.follows(TAG.boolean) && reader.boolean();
  return { oid, critical, value: reader.over(reader.content(TAG.octetString)) };
}
