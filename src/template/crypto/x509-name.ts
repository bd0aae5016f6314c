import { Buffer } from "node:buffer";

import { encodeHex } from "../../go/hex.ts";
import {
  bytesOfGoString,
  encodeRune,
  type GoString,
  goStringOfBytes,
  goStringOfRunes,
  isValidUtf8,
  runesOf,
} from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { type DerElement, type DerReader, TAG } from "./der-read.ts";
import { der, derOid, derSequence, derSetOf } from "./der-write.ts";
import { OID } from "./oids.ts";

/** An attribute of a distinguished name; the value in UTF-8. */
export interface NameAttribute {
  readonly oid: string;
  readonly value: GoString;
}

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;
const PRINTABLE_AS_FOUND = /^[A-Za-z0-9 '()+,\-./:=?*&]*$/;

/**
 * The attributes of a distinguished name in order (Go: `parseName`), from a reader of its content. Throws a
 * FuncError for a malformed one.
 */
export function readName(reader: DerReader): NameAttribute[] {
  const attributes: NameAttribute[] = [];
  while (!reader.done) {
    const set = reader.inside(TAG.set);
    while (!set.done) {
      const attribute = set.inside();
      attributes.push({ oid: attribute.oid(), value: readString(attribute.any(), reader) });
    }
  }
  return attributes;
}

/** A distinguished name of a common name alone; of nothing where that is empty. Throws a FuncError. */
export function derCommonName(commonName: GoString): Uint8Array {
  if (commonName === "") return derSequence();
  return derSequence(derSetOf([derSequence(derOid(OID.commonName), derString(commonName))]));
}

/** The named attributes in the order in which Go writes them, with the names that it gives them. */
const NAMED: readonly (readonly [oid: string, name: string, isList: boolean])[] = [
  ["2.5.4.6", "C", true],
  ["2.5.4.8", "ST", true],
  ["2.5.4.7", "L", true],
  ["2.5.4.9", "STREET", true],
  ["2.5.4.17", "POSTALCODE", true],
  ["2.5.4.10", "O", true],
  ["2.5.4.11", "OU", true],
  ["2.5.4.3", "CN", false],
  ["2.5.4.5", "SERIALNUMBER", false],
];

/** `pkix.Name.String`: the last attribute first, those that Go has no name for at the end in hexadecimal. */
export function nameText(attributes: readonly NameAttribute[]): GoString {
  const parts = attributes
    .filter(({ oid }) => NAMED.every(([named]) => named !== oid))
    .map(({ oid, value }) => `${oid}=#${encodeHex(goStringOfBytes(derString(value)))}`);
  for (const [oid, name, isList] of NAMED) {
    const values = attributes.filter((attribute) => attribute.oid === oid).map(({ value }) => value);
    const kept = isList ? values : values.slice(-1).filter((value) => value !== "");
    if (kept.length > 0) parts.push(kept.map((value) => `${name}=${escaped(value)}`).join("+"));
  }
  return parts.toReversed().join(",");
}

/** The last byte is looked at where Go counts bytes, the runes where it counts runes. */
function escaped(value: GoString): GoString {
  let result = "";
  let at = 0;
  for (const rune of runesOf(value)) {
    const char = encodeRune(rune);
    const isEscaped =
      ',+"\\<>;'.includes(char) ||
      (char === " " && (at === 0 || at === value.length - 1)) ||
      (char === "#" && at === 0);
    result += isEscaped ? `\\${char}` : char;
    at += char.length;
  }
  return result;
}

/** A string as encoding/asn1 writes it: PrintableString where that can hold it, else UTF8String. */
function derString(value: GoString): Uint8Array {
  if (PRINTABLE.test(value)) return der(TAG.printableString, bytesOfGoString(value));
  if (!isValidUtf8(value)) throw new FuncError("a name in a certificate must be valid UTF-8");
  return der(TAG.utf8String, bytesOfGoString(value));
}

/** Go's `parseASN1String`, as UTF-8. */
function readString({ tag, content }: DerElement, reader: DerReader): GoString {
  const text = goStringOfBytes(content);
  const value = decodeString(tag, text);
  if (value === undefined) throw reader.malformed("it has a name with a malformed string");
  return value;
}

function decodeString(tag: number, text: GoString): GoString | undefined {
  switch (tag) {
    case TAG.t61String:
      return goStringOfRunes(Array.from(text, (char) => char.charCodeAt(0)));
    case TAG.printableString:
      return PRINTABLE_AS_FOUND.test(text) ? text : undefined;
    case TAG.utf8String:
      return isValidUtf8(text) ? text : undefined;
    case TAG.bmpString:
      return decodeBmp(text);
    case TAG.ia5String:
      return /^[\0-\x7f]*$/.test(text) ? text : undefined;
    case TAG.numericString:
      return /^[0-9 ]*$/.test(text) ? text : undefined;
    default:
      return undefined;
  }
}

/** UCS-2 with an optional terminator; surrogates and noncharacters are refused. */
function decodeBmp(text: GoString): GoString | undefined {
  if (text.length % 2 !== 0) return undefined;
  const units = Buffer.from(text.endsWith("\0\0") ? text.slice(0, -2) : text, "latin1");
  const runes: number[] = [];
  for (let at = 0; at < units.length; at += 2) {
    const rune = units.readUInt16BE(at);
    const isReserved =
      rune >= 0xfffe || (rune >= 0xfdd0 && rune <= 0xfdef) || (rune >= 0xd800 && rune <= 0xdfff);
    if (isReserved) return undefined;
    runes.push(rune);
  }
  return goStringOfRunes(runes);
}
