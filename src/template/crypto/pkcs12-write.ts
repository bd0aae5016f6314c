import { createHash, createHmac } from "node:crypto";

import type { GoString } from "../../go/bytes.ts";
import type { CallContext } from "../values.ts";
import { bmpPassword, bmpString } from "./bmp-string.ts";
import { contextTag, explicitTag, TAG } from "./der-read.ts";
import { concatBytes, der, derInteger, derOctets, derOid, derSequence, derSetOf } from "./der-write.ts";
import type { Pkcs8Key } from "./keys.ts";
import { OID } from "./oids.ts";
import { encryptPbes2 } from "./pbe.ts";
import { derMacData } from "./pkcs12-mac.ts";
import { derPkcs8 } from "./private-key-write.ts";
import { nameText } from "./x509-name.ts";
import type { Certificate } from "./x509-read.ts";

const SALT_SIZE = 16;

/**
 * Salts and IVs by their place in an archive. Go draws them at random; here the same input gives the same archive,
 * so that a render can be repeated.
 */
type Salts = (place: string) => Uint8Array;

/**
 * A keystore as go-pkcs12's modern encoder writes it: the key, its certificate, and further certificates. Salts and
 * IVs are the HMAC-SHA-256, by the key's PKCS#8 form, of their place and of the certificates. Throws a FuncError for
 * a password that UCS-2 cannot hold.
 */
export function derKeystore(
  context: CallContext,
  key: Pkcs8Key,
  certificate: Certificate,
  others: readonly Certificate[],
  password: GoString,
): Uint8Array {
  const bmp = bmpPassword(password);
  const pkcs8 = derPkcs8(key);
  const salts = saltsOf(pkcs8, [certificate, ...others]);
  const fingerprint = createHash("sha1").update(certificate.raw).digest();
  const attributes = derSetOf([derAttribute(OID.localKeyId, derOctets(fingerprint))]);
  const { algorithm, ciphertext } = encryptPbes2(context, bmp, salts("key salt"), salts("key iv"), pkcs8);
  const keyBag = derBag(OID.shroudedKeyBag, derSequence(algorithm, derOctets(ciphertext)), attributes);
  const certBags = [
    derCertBag(certificate, attributes),
    ...others.map((other) => derCertBag(other, derSetOf([]))),
  ];
  const safes = [
    derEncryptedSafe(context, bmp, salts, certBags),
    derContentInfo(OID.data, derOctets(derSequence(keyBag))),
  ];
  return derArchive(context, bmp, salts, safes);
}

/**
 * A trust store for Java as go-pkcs12's modern encoder writes it; each certificate is named by its subject. Salts and
 * IVs are the HMAC-SHA-256, by the certificates, of their place. Throws a FuncError for a password or a subject that
 * UCS-2 cannot hold.
 */
export function derTrustStore(
  context: CallContext,
  certificates: readonly Certificate[],
  password: GoString,
): Uint8Array {
  const bmp = bmpPassword(password);
  const salts = saltsOf(concatBytes(certificates.map(({ raw }) => raw)), []);
  const certBags = certificates.map((certificate) => derCertBag(certificate, trustAttributes(certificate)));
  return derArchive(context, bmp, salts, [derEncryptedSafe(context, bmp, salts, certBags)]);
}

function trustAttributes({ subject }: Certificate): Uint8Array {
  return derSetOf([
    derAttribute(OID.javaTrustStore, derOid(OID.anyExtendedKeyUsage)),
    derAttribute(OID.friendlyName, der(TAG.bmpString, bmpString(nameText(subject)))),
  ]);
}

function saltsOf(secret: Uint8Array, certificates: readonly Certificate[]): Salts {
  return (place) => {
    const hmac = createHmac("sha256", secret).update(`presecret pkcs12 ${place}`);
    for (const { raw } of certificates) hmac.update(raw);
    return new Uint8Array(hmac.digest().subarray(0, SALT_SIZE));
  };
}

function derArchive(
  context: CallContext,
  bmp: Uint8Array,
  salts: Salts,
  safes: readonly Uint8Array[],
): Uint8Array {
  const message = derSequence(...safes);
  return derSequence(
    derInteger(3n),
    derContentInfo(OID.data, derOctets(message)),
    derMacData(context, salts("mac salt"), message, bmp),
  );
}

function derEncryptedSafe(
  context: CallContext,
  bmp: Uint8Array,
  salts: Salts,
  bags: readonly Uint8Array[],
): Uint8Array {
  const plaintext = derSequence(...bags);
  const { algorithm, ciphertext } = encryptPbes2(
    context,
    bmp,
    salts("certs salt"),
    salts("certs iv"),
    plaintext,
  );
  const info = derSequence(derOid(OID.data), algorithm, der(contextTag(0), ciphertext));
  return derContentInfo(OID.encryptedData, derSequence(derInteger(0n), info));
}

function derContentInfo(type: string, content: Uint8Array): Uint8Array {
  return derSequence(derOid(type), der(explicitTag(0), content));
}

function derCertBag({ raw }: Certificate, attributes: Uint8Array): Uint8Array {
  const value = derSequence(derOid(OID.x509Certificate), der(explicitTag(0), derOctets(raw)));
  return derBag(OID.certBag, value, attributes);
}

function derBag(kind: string, value: Uint8Array, attributes: Uint8Array): Uint8Array {
  return derSequence(derOid(kind), der(explicitTag(0), value), attributes);
}

function derAttribute(type: string, value: Uint8Array): Uint8Array {
  return derSequence(derOid(type), der(TAG.set, value));
}
