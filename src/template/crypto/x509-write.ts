import { createHash } from "node:crypto";

import { bytesOfGoString, type GoString, isAscii } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { contextTag, explicitTag } from "./der-read.ts";
import { DER_TRUE, der, derBits, derInteger, derOctets, derOid, derSequence } from "./der-write.ts";
import { type PrivateKey, type PublicKey, publicKeyOf } from "./keys.ts";
import { OID } from "./oids.ts";
import { type EncodedPublicKey, encodePublicKey, isSamePublicKey } from "./public-key.ts";
import { signatureAlgorithm, signingKeyOf, signMessage } from "./sign.ts";
import { derCommonName } from "./x509-name.ts";
import type { Certificate } from "./x509-read.ts";
import { derTime } from "./x509-time.ts";

/** What a certificate is to say (sprig: `getBaseCertTemplate`). */
export interface CertificateTemplate {
  readonly commonName: GoString;
  /** Of 4 or 16 bytes each. */
  readonly ipAddresses: readonly Uint8Array[];
  readonly dnsNames: readonly GoString[];
  readonly serial: bigint;
  /** In whole seconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly isCa: boolean;
}

/** Who signs: a certificate and its key. */
export interface Issuer {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

/** Digital signature and key encipherment; for a CA also certificate signing. */
const KEY_USAGES = {
  leaf: derBits(Uint8Array.of(0b1010_0000), 5),
  ca: derBits(Uint8Array.of(0b1010_0100), 2),
};

const KEY_ID_SIZE = 20;

/**
 * The DER of a certificate with the extensions, and in the order, of Go's `x509.CreateCertificate`; without an
 * issuer it signs itself. Throws a FuncError for what Go refuses: names that are not ASCII, keys that do not sign,
 * an issuer's key that is not its certificate's.
 */
export function derCertificate(template: CertificateTemplate, key: PrivateKey, issuer?: Issuer): Uint8Array {
  const signer = signingKeyOf(issuer?.key ?? key);
  const publicKey = encodePublicKey(certifiable(publicKeyOf(key)));
  const subject = derCommonName(template.commonName);
  const algorithm = signatureAlgorithm(signer);
  if (issuer !== undefined) checkIssuer(issuer);
  const tbs = derSequence(
    der(explicitTag(0), derInteger(2n)),
    derInteger(template.serial),
    algorithm,
    issuer?.certificate.rawSubject ?? subject,
    derSequence(derTime(template.notBefore), derTime(template.notAfter)),
    subject,
    derSequence(publicKey.algorithm, derBits(publicKey.key)),
    der(explicitTag(3), derSequence(...derExtensions(template, publicKey, authorityKeyId(subject, issuer)))),
  );
  return derSequence(tbs, algorithm, derBits(signMessage(signer, tbs)));
}

function certifiable(key: PublicKey): PublicKey {
  if (key.kind === "dsa" || key.kind === "x25519") {
    throw new FuncError(
      "a certificate is made for an RSA, ECDSA or Ed25519 key, not for a DSA or X25519 key",
    );
  }
  return key;
}

/** A certificate of a kind of key that is not known here cannot be compared, and Go lets it pass. */
function checkIssuer({ certificate, key }: Issuer): void {
  const { publicKey } = certificate;
  if (
    publicKey !== undefined &&
    (publicKey.kind === "dsa" || !isSamePublicKey(publicKey, publicKeyOf(key)))
  ) {
    throw new FuncError("the CA's private key is not the one of its certificate");
  }
}

/** Left out where the issuer has the same name. */
function authorityKeyId(subject: Uint8Array, issuer: Issuer | undefined): Uint8Array {
  const none = new Uint8Array();
  if (issuer === undefined) return none;
  const { rawSubject, subjectKeyId } = issuer.certificate;
  const isSameName =
    rawSubject.length === subject.length && rawSubject.every((byte, at) => byte === subject[at]);
  return isSameName ? none : (subjectKeyId ?? none);
}

function derExtensions(
  { isCa, commonName, dnsNames, ipAddresses }: CertificateTemplate,
  { key }: EncodedPublicKey,
  authorityId: Uint8Array,
): Uint8Array[] {
  const keyId = createHash("sha256").update(key).digest().subarray(0, KEY_ID_SIZE);
  const extensions = [
    derExtension(OID.keyUsage, true, isCa ? KEY_USAGES.ca : KEY_USAGES.leaf),
    derExtension(OID.extendedKeyUsage, false, derSequence(derOid(OID.serverAuth), derOid(OID.clientAuth))),
    derExtension(OID.basicConstraints, true, derSequence(...(isCa ? [DER_TRUE] : []))),
  ];
  if (isCa) extensions.push(derExtension(OID.subjectKeyIdentifier, false, derOctets(keyId)));
  if (authorityId.length > 0) {
    const value = derSequence(der(contextTag(0), authorityId));
    extensions.push(derExtension(OID.authorityKeyIdentifier, false, value));
  }
  if (dnsNames.length + ipAddresses.length > 0) {
    extensions.push(derExtension(OID.subjectAltName, commonName === "", derNames(dnsNames, ipAddresses)));
  }
  return extensions;
}

function derExtension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return derSequence(derOid(oid), ...(critical ? [DER_TRUE] : []), derOctets(value));
}

function derNames(dnsNames: readonly GoString[], ipAddresses: readonly Uint8Array[]): Uint8Array {
  if (!dnsNames.every(isAscii)) throw new FuncError("a DNS name in a certificate must be ASCII");
  return derSequence(
    ...dnsNames.map((name) => der(contextTag(2), bytesOfGoString(name))),
    ...ipAddresses.map((address) => der(contextTag(7), address)),
  );
}
