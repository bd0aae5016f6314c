import { encodeBase64 } from "../../go/base64.ts";
import { bytesOfGoString, type GoString, goStringOfBytes } from "../../go/bytes.ts";
import { toLower, toUpper } from "../../go/unicode.ts";
import { certificatesPem, isRoot, orderChain, readCertificates } from "../crypto/cert-chain.ts";
import { readPrivateJwk, readPublicJwk } from "../crypto/jwk.ts";
import type { Pkcs8Key } from "../crypto/keys.ts";
import { decodePem, decodePemBlocks, encodePem, pemOf } from "../crypto/pem.ts";
import { readPkcs12 } from "../crypto/pkcs12-read.ts";
import { derKeystore, derTrustStore } from "../crypto/pkcs12-write.ts";
import { readAnyPrivateKey } from "../crypto/private-key-read.ts";
import { derPkcs8 } from "../crypto/private-key-write.ts";
import { derPublicKey } from "../crypto/public-key.ts";
import { decryptOaep } from "../crypto/rsa-oaep.ts";
import { type Certificate, readCertificate } from "../crypto/x509-read.ts";
import { type CallContext, type Func, FuncError, type FuncMap, List, type Value } from "../values.ts";
import { allocateCollection, allocateString } from "./allocation.ts";
import { fixed, stringAt } from "./arguments.ts";
import { mapRunes } from "./runes.ts";

/**
 * ESO's own functions on keys, certificates and keystores (its package runtime/template/v2); those on YAML are
 * elsewhere. Where ESO dereferences a nil pointer, such as for PEM without a block, they throw a FuncError.
 */
export const ESO_FUNCS: FuncMap = new Map<string, Func>([
  ["pkcs12key", onStrings(1, ([archive], context) => pkcs12Key(context, archive, ""))],
  ["pkcs12keyPass", onStrings(2, ([password, archive], context) => pkcs12Key(context, archive, password))],
  ["pkcs12cert", onStrings(1, ([archive], context) => pkcs12Cert(context, archive, ""))],
  ["pkcs12certPass", onStrings(2, ([password, archive], context) => pkcs12Cert(context, archive, password))],
  ["pemToPkcs12", onStrings(2, ([cert, key], context) => pemToPkcs12(context, cert, key, ""))],
  [
    "pemToPkcs12Pass",
    onStrings(3, ([cert, key, password], context) => pemToPkcs12(context, cert, key, password)),
  ],
  ["fullPemToPkcs12", onStrings(2, ([chain, key], context) => fullPemToPkcs12(context, chain, key, ""))],
  [
    "fullPemToPkcs12Pass",
    onStrings(3, ([chain, key, password], context) => fullPemToPkcs12(context, chain, key, password)),
  ],
  ["pemTruststoreToPKCS12", onStrings(1, ([certs], context) => pemTruststore(context, certs, ""))],
  [
    "pemTruststoreToPKCS12Pass",
    onStrings(2, ([certs, password], context) => pemTruststore(context, certs, password)),
  ],
  ["filterPEM", onStrings(2, ([type, pem]) => filterPem(type, pem))],
  ["filterCertChain", onStrings(2, ([kind, pem]) => filterCertChain(kind, pem))],
  ["certSANs", onStrings(1, ([pem], context) => certSans(context, pem))],
  ["jwkPublicKeyPem", onStrings(1, ([jwk]) => pemOf("PUBLIC KEY", derPublicKey(readPublicJwk(jwk))))],
  ["jwkPrivateKeyPem", onStrings(1, ([jwk]) => privateKeyPem(readPrivateJwk(jwk)))],
  [
    "rsaDecrypt",
    onStrings(4, ([scheme, hash, ciphertext, key]) => rsaDecrypt(scheme, hash, ciphertext, key)),
  ],
]);

/** Strings in their order; what a function does not take is empty. */
type Strings = readonly [GoString, GoString, GoString, GoString];

const BYTES_PER_STEP = 64;
const MAX_ARCHIVE_BYTES = 4096;

/** A function of strings alone. Charges what it reads, and about what it may write. */
function onStrings(count: 1 | 2 | 3 | 4, call: (strings: Strings, context: CallContext) => Value): Func {
  return fixed(Array<"string">(count).fill("string"), (args, context) => {
    const at = (index: number): GoString => (index < count ? stringAt(args, index) : "");
    const strings: Strings = [at(0), at(1), at(2), at(3)];
    const length = strings.join("").length;
    context.charge(Math.ceil(length / BYTES_PER_STEP));
    allocateString(context, 2 * length + MAX_ARCHIVE_BYTES);
    return call(strings, context);
  });
}

function pkcs12Key(context: CallContext, archive: GoString, password: GoString): GoString {
  return privateKeyPem(readPkcs12(context, bytesOfGoString(archive), password).key);
}

function privateKeyPem(key: Pkcs8Key): GoString {
  return pemOf("PRIVATE KEY", derPkcs8(key));
}

/** From the leaf up where that is one chain, else as they stand in the archive. */
function pkcs12Cert(context: CallContext, archive: GoString, password: GoString): GoString {
  const { certificates } = readPkcs12(context, bytesOfGoString(archive), password);
  return certificatesPem(orderedIfPossible(certificates));
}

function orderedIfPossible(certificates: readonly Certificate[]): readonly Certificate[] {
  try {
    return orderChain(certificates);
  } catch (error) {
    if (error instanceof FuncError) return certificates;
    throw error;
  }
}

/** What follows the first certificate is ignored. */
function pemToPkcs12(context: CallContext, cert: GoString, key: GoString, password: GoString): GoString {
  const certificate = readCertificate(firstBlock(cert, "the certificate").bytes);
  return keystore(context, certificate, [], key, password);
}

function fullPemToPkcs12(context: CallContext, chain: GoString, key: GoString, password: GoString): GoString {
  const { bytes, rest } = firstBlock(chain, "the certificate chain");
  return keystore(context, readCertificate(bytes), readAllCertificates(rest), key, password);
}

function pemTruststore(context: CallContext, certs: GoString, password: GoString): GoString {
  return encodeBase64(goStringOfBytes(derTrustStore(context, readAllCertificates(certs), password)), "std");
}

function keystore(
  context: CallContext,
  certificate: Certificate,
  others: readonly Certificate[],
  key: GoString,
  password: GoString,
): GoString {
  const privateKey = readAnyPrivateKey(firstBlock(key, "the private key").bytes);
  return encodeBase64(
    goStringOfBytes(derKeystore(context, privateKey, certificate, others, password)),
    "std",
  );
}

function firstBlock(pem: GoString, what: string): { bytes: Uint8Array; rest: GoString } {
  const { block, rest } = decodePem(pem);
  if (block === undefined) throw new FuncError(`${what} is not PEM`);
  return { bytes: block.bytes, rest };
}

/** Certificates up to the very end: even one line feed behind the last one is refused, as ESO panics there. */
function readAllCertificates(pem: GoString): Certificate[] {
  const { blocks, rest } = decodePemBlocks(pem);
  const certificates = blocks.map(({ bytes }) => readCertificate(bytes));
  if (rest !== "") throw new FuncError("something that is not PEM follows the last certificate");
  return certificates;
}

/** What stands before the first block is dropped, which Go's own decoder refuses since its version 1.26. */
function filterPem(type: GoString, pem: GoString): GoString {
  const { blocks, rest } = decodePemBlocks(fromFirstBlock(pem));
  const kept = blocks.filter((block) => foldCase(block.type) === foldCase(type));
  if (kept.length === 0 && rest !== "") {
    throw new FuncError("the text has no PEM block of the type, and something in it is not PEM");
  }
  return kept.map(encodePem).join("");
}

/** What `strings.EqualFold` compares: by Unicode's simple folding the Turkish I's are equal to themselves alone. */
function foldCase(text: GoString): GoString {
  return mapRunes(text, (rune) => (rune === 0x130 || rune === 0x131 ? rune : toLower(toUpper(rune))));
}

function fromFirstBlock(pem: GoString): GoString {
  return pem.slice(Math.max(pem.indexOf("-----BEGIN"), 0));
}

function filterCertChain(kind: GoString, pem: GoString): GoString {
  const chain = orderChain(readCertificates(pem));
  const [first] = chain;
  const last = chain.at(-1);
  switch (kind) {
    case "leaf":
      return first === undefined || isRoot(first) ? "" : certificatesPem([first]);
    case "intermediate":
      return certificatesPem(intermediates(chain));
    case "root":
      return last !== undefined && isRoot(last) ? certificatesPem([last]) : "";
    default:
      return "";
  }
}

/** All behind the first one, up to a root. */
function intermediates(chain: readonly Certificate[]): readonly Certificate[] {
  const root = chain.findIndex((certificate, at) => at > 0 && isRoot(certificate));
  return chain.slice(1, root < 0 ? undefined : root);
}

/** DNS names, then addresses, mail addresses and URIs. */
function certSans(context: CallContext, pem: GoString): List {
  const { bytes } = firstBlock(fromFirstBlock(pem), "the certificate");
  const { dnsNames, ipAddresses, emailAddresses, uris } = readCertificate(bytes).alternativeNames;
  const names = [...dnsNames, ...ipAddresses, ...emailAddresses, ...uris];
  allocateCollection(context, names.length);
  return new List("[]string", names);
}

function rsaDecrypt(scheme: GoString, hash: GoString, ciphertext: GoString, key: GoString): GoString {
  if (scheme === "None") return ciphertext;
  if (scheme !== "RSA-OAEP") throw new FuncError('the scheme must be "RSA-OAEP" or "None"');
  const privateKey = readAnyPrivateKey(firstBlock(key, "the private key").bytes);
  if (privateKey.kind !== "rsa") throw new FuncError("the private key must be an RSA key");
  return goStringOfBytes(decryptOaep(privateKey, hash, bytesOfGoString(ciphertext)));
}
