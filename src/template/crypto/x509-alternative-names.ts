import { type GoString, goStringOfBytes, isAscii } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { contextTag, type DerReader } from "./der-read.ts";
import { isDomainName } from "./domain-name.ts";
import { formatIp } from "./ip-address.ts";
import { normalizeUri } from "./uri.ts";

/** The subject alternative names that Go keeps, each kind in the order of the certificate. */
export interface AlternativeNames {
  readonly dnsNames: readonly GoString[];
  readonly ipAddresses: readonly GoString[];
  readonly emailAddresses: readonly GoString[];
  readonly uris: readonly GoString[];
}

/** Of a certificate without that extension. */
export const NO_NAMES: AlternativeNames = { dnsNames: [], ipAddresses: [], emailAddresses: [], uris: [] };

/** Go's `parseSANExtension`; other kinds of names pass. Throws a FuncError for a malformed name. */
export function readAlternativeNames(value: DerReader): AlternativeNames {
  const [dnsNames, ipAddresses, emailAddresses, uris]: [GoString[], GoString[], GoString[], GoString[]] = [
    [],
    [],
    [],
    [],
  ];
  const names = value.inside();
  while (!names.done) {
    const { tag, content } = names.any();
    if (tag === contextTag(1)) emailAddresses.push(asciiText(content));
    else if (tag === contextTag(2)) dnsNames.push(asciiText(content));
    else if (tag === contextTag(6)) uris.push(uriText(content));
    else if (tag === contextTag(7)) ipAddresses.push(ipText(content));
  }
  return { dnsNames, ipAddresses, emailAddresses, uris };
}

function asciiText(content: Uint8Array): GoString {
  const text = goStringOfBytes(content);
  if (!isAscii(text)) throw new FuncError("the certificate has an alternative name that is not ASCII");
  return text;
}

function uriText(content: Uint8Array): GoString {
  const uri = normalizeUri(asciiText(content));
  if (!isDomainName(uri.host)) throw new FuncError("the certificate has a URI with an invalid host");
  return uri.text;
}

function ipText(content: Uint8Array): GoString {
  if (content.length !== 4 && content.length !== 16) {
    throw new FuncError("the certificate has an IP address of neither 4 nor 16 bytes");
  }
  return formatIp(content);
}
