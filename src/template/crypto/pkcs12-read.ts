import type { GoString } from "../../go/bytes.ts";
import { type CallContext, FuncError } from "../values.ts";
import { readAlgorithm } from "./algorithm.ts";
import { bmpPassword } from "./bmp-string.ts";
import { contextTag, DerReader, explicitTag, TAG } from "./der-read.ts";
import type { Pkcs8Key } from "./keys.ts";
import { OID } from "./oids.ts";
import { decryptPbe } from "./pbe.ts";
import { isMacOf, type MacData, readMacData } from "./pkcs12-mac.ts";
import { readPkcs8 } from "./private-key-read.ts";
import { type Certificate, readCertificate } from "./x509-read.ts";

/** What a keystore holds. */
export interface Keystore {
  readonly key: Pkcs8Key;
  /** At least one, in the order of the archive. */
  readonly certificates: readonly Certificate[];
}

const WHAT = "the PKCS#12 archive";
const VERSION = 3n;
const MAX_SAFES = 2;

/** A SafeBag: its kind, and a reader of its value. */
interface Bag {
  readonly oid: string;
  readonly value: DerReader;
}

/**
 * The key and the certificates of a PKCS#12 archive in DER (Go: go-pkcs12's `DecodeChain`): exactly one key, at
 * least one certificate. Throws a FuncError for a wrong password, for what go-pkcs12 does not support, and for a
 * key or certificate that Go refuses.
 */
export function readPkcs12(context: CallContext, archive: Uint8Array, password: GoString): Keystore {
  const { bags, bmp } = readBags(context, archive, bmpPassword(password));
  const certificates: Certificate[] = [];
  let key: Pkcs8Key | undefined;
  for (const { oid, value } of bags) {
    if (oid === OID.certBag) certificates.push(readCertBag(value));
    if (oid !== OID.keyBag && oid !== OID.shroudedKeyBag) continue;
    if (key !== undefined) throw new FuncError(`${WHAT} has more than one private key`);
    key = readKeyBag(context, oid, value, bmp);
  }
  if (certificates.length === 0) throw new FuncError(`${WHAT} has no certificate`);
  if (key === undefined) throw new FuncError(`${WHAT} has no private key`);
  return { key, certificates };
}

/** The bags of all safes, and the form of the password that fits: an empty one may be no bytes at all. */
function readBags(
  context: CallContext,
  archive: Uint8Array,
  given: Uint8Array,
): { bags: Bag[]; bmp: Uint8Array } {
  const input = new DerReader(archive, WHAT);
  const pfx = input.inside();
  input.end();
  if (pfx.int64() !== VERSION) throw new FuncError(`${WHAT} is not of version 3`);
  const [type, content] = readContentInfo(pfx.inside());
  if (type !== OID.data) throw new FuncError(`${WHAT} is protected by a public key, not by a password`);
  const message = content.any().content;
  content.end();
  const mac = pfx.offers(TAG.sequence) ? readMacData(pfx.inside()) : undefined;
  const bmp = fittingPassword(context, mac, message, given);
  return { bags: readAuthenticatedSafe(context, input.over(message), bmp), bmp };
}

function fittingPassword(
  context: CallContext,
  mac: MacData | undefined,
  message: Uint8Array,
  given: Uint8Array,
): Uint8Array {
  const isEmpty = given.length === 2;
  if (mac === undefined) {
    if (isEmpty) return given;
    throw new FuncError(`${WHAT} has no MAC, and then only the empty password fits`);
  }
  if (isMacOf(context, mac, message, given)) return given;
  const nothing = new Uint8Array();
  if (isEmpty && isMacOf(context, mac, message, nothing)) return nothing;
  throw new FuncError(`${WHAT} does not fit its password: a wrong password, or a damaged archive`);
}

function readAuthenticatedSafe(context: CallContext, input: DerReader, bmp: Uint8Array): Bag[] {
  const safes = input.inside();
  input.end();
  const bags: Bag[] = [];
  let count = 0;
  for (; !safes.done; count++) {
    const [type, content] = readContentInfo(safes.inside());
    bags.push(...readSafe(context, type, content, bmp));
  }
  if (count === 0 || count > MAX_SAFES) throw new FuncError(`${WHAT} has neither one nor two safes`);
  return bags;
}

/** A ContentInfo: its type, and a reader of what is inside of its content. */
function readContentInfo(reader: DerReader): [type: string, content: DerReader] {
  return [reader.oid(), reader.over(reader.optional(explicitTag(0)) ?? new Uint8Array())];
}

function readSafe(context: CallContext, type: string, content: DerReader, bmp: Uint8Array): Bag[] {
  if (type === OID.data) {
    const data = content.content(TAG.octetString);
    content.end();
    return readSafeContents(content.over(data));
  }
  if (type === OID.encryptedData) return readSafeContents(content.over(decryptSafe(context, content, bmp)));
  throw new FuncError(`${WHAT} has a safe that is protected by a public key`);
}

function decryptSafe(context: CallContext, content: DerReader, bmp: Uint8Array): Uint8Array {
  const encrypted = content.inside();
  content.end();
  if (encrypted.int64() !== 0n) throw new FuncError(`${WHAT} has encrypted data of an unknown version`);
  const info = encrypted.inside();
  info.oid();
  const algorithm = readAlgorithm(info);
  return decryptPbe(context, algorithm, bmp, info.optional(contextTag(0)) ?? new Uint8Array());
}

function readSafeContents(input: DerReader): Bag[] {
  const contents = input.inside();
  input.end();
  const bags: Bag[] = [];
  while (!contents.done) {
    const bag = contents.inside();
    bags.push({ oid: bag.oid(), value: bag.inside(explicitTag(0)) });
    checkAttributes(bag);
  }
  return bags;
}

/** Attributes must be well-formed; none of them is used. */
function checkAttributes(bag: DerReader): void {
  if (!bag.offers(TAG.set)) return;
  const attributes = bag.inside(TAG.set);
  while (!attributes.done) {
    const attribute = attributes.inside();
    attribute.oid();
    attribute.any();
  }
}

function readCertBag(value: DerReader): Certificate {
  const bag = value.inside();
  value.end();
  if (bag.oid() !== OID.x509Certificate) throw new FuncError(`${WHAT} has a certificate that is not X.509`);
  if (!bag.entersExplicit(0, TAG.octetString)) throw bag.malformed("it has a certificate without its bytes");
  return readCertificate(bag.content(TAG.octetString));
}

function readKeyBag(context: CallContext, oid: string, value: DerReader, bmp: Uint8Array): Pkcs8Key {
  const { full, content } = value.any();
  if (oid === OID.keyBag) return readPkcs8(full);
  value.end();
  const info = value.over(content);
  const algorithm = readAlgorithm(info);
  const plaintext = decryptPbe(context, algorithm, bmp, info.content(TAG.octetString));
  const reader = value.over(plaintext);
  reader.any();
  reader.end();
  return readPkcs8(plaintext);
}
