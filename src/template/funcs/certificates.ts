import { decodeBase64 } from "../../go/base64.ts";
import type { GoString } from "../../go/bytes.ts";
import { bigIntOfBytes } from "../crypto/big-integers.ts";
import { HmacDrbg } from "../crypto/drbg.ts";
import { generateRsaKey } from "../crypto/generate-key.ts";
import { parseIp } from "../crypto/ip-address.ts";
import type { PrivateKey } from "../crypto/keys.ts";
import { decodePem, pemOf } from "../crypto/pem.ts";
import { readPrivateKeyPem } from "../crypto/private-key-read.ts";
import { privateKeyPem } from "../crypto/private-key-write.ts";
import { type Certificate, readCertificate } from "../crypto/x509-read.ts";
import { type CertificateTemplate, derCertificate, type Issuer } from "../crypto/x509-write.ts";
import {
  type CallContext,
  type Func,
  FuncError,
  type FuncMap,
  List,
  type ParamType,
  Struct,
  type Value,
} from "../values.ts";
import { allocateString } from "./allocation.ts";
import { fixed, integerAt, stringAt, valueAt } from "./arguments.ts";

const SUBJECT: readonly ParamType[] = ["string", "[]interface {}", "[]interface {}", "int"];

/**
 * Sprig's functions that make certificates. What they draw and the time come from the context, so that with a seed
 * the same call gives the same certificate.
 */
export const CERTIFICATE_FUNCS: FuncMap = new Map<string, Func>([
  ["buildCustomCert", fixed(["string", "string"], buildCustomCert)],
  ["genCA", authority("genCA", false)],
  ["genCAWithKey", authority("genCAWithKey", true)],
  ["genSelfSignedCert", issued("genSelfSignedCert", false, false)],
  ["genSelfSignedCertWithKey", issued("genSelfSignedCertWithKey", false, true)],
  ["genSignedCert", issued("genSignedCert", true, false)],
  ["genSignedCertWithKey", issued("genSignedCertWithKey", true, true)],
]);

/** Bytes that a certificate and a key take beside their names, and what they cost beside an RSA key. */
const MAX_PAIR_BYTES = 16_384;
const SIGNING_STEPS = 2_000;
const SEED_BYTES = 48;
const RSA_BITS = 2048;
const DAY_NANOSECONDS = 86_400_000_000_000n;
const SECOND_NANOSECONDS = 1_000_000_000n;

/** The arguments of a certificate that is to be made, by name. */
interface Request {
  readonly functionName: string;
  readonly commonName: GoString;
  readonly ipAddresses: readonly Uint8Array[];
  readonly dnsNames: readonly GoString[];
  readonly days: bigint;
  readonly isCa: boolean;
  readonly issuer?: Issuer;
  /** Undefined where a key is to be made. */
  readonly key: PrivateKey | undefined;
}

/** A CA's certificate: name, days, and perhaps its key. */
function authority(functionName: string, hasKey: boolean): Func {
  return fixed(["string", "int", ...keyParam(hasKey)], (args, context) =>
    makeCertificate(context, {
      functionName,
      commonName: stringAt(args, 0),
      ipAddresses: [],
      dnsNames: [],
      days: integerAt(args, 1),
      isCa: true,
      key: hasKey ? readPrivateKeyPem(stringAt(args, 2)) : undefined,
    }),
  );
}

/** A server's certificate: name, addresses, names, days, and perhaps the CA and its own key. */
function issued(functionName: string, hasIssuer: boolean, hasKey: boolean): Func {
  const issuerParam: readonly ParamType[] = hasIssuer ? ["sprig.certificate"] : [];
  const params = [...SUBJECT, ...issuerParam, ...keyParam(hasKey)];
  return fixed(params, (args, context) =>
    makeCertificate(context, {
      functionName,
      commonName: stringAt(args, 0),
      ipAddresses: itemsAt(args, 1).map(ipAddress),
      dnsNames: itemsAt(args, 2).map(dnsName),
      days: integerAt(args, 3),
      isCa: false,
      key: hasKey ? readPrivateKeyPem(stringAt(args, params.length - 1)) : undefined,
      ...(hasIssuer ? { issuer: issuerAt(args, SUBJECT.length) } : {}),
    }),
  );
}

function keyParam(hasKey: boolean): readonly ParamType[] {
  return hasKey ? ["string"] : [];
}

function makeCertificate(context: CallContext, request: Request): Value {
  const { functionName, commonName, dnsNames, ipAddresses, days, isCa, issuer } = request;
  const namesSize = dnsNames.reduce((sum, name) => sum + name.length, commonName.length);
  allocateString(context, MAX_PAIR_BYTES + 2 * namesSize + 32 * ipAddresses.length);
  context.charge(SIGNING_STEPS);
  const random = new HmacDrbg(context.random(functionName, SEED_BYTES));
  const template = {
    commonName,
    dnsNames,
    ipAddresses,
    isCa,
    serial: bigIntOfBytes(random.bytes(16)),
    ...validity(context.now(functionName), days),
  };
  const key = request.key ?? generateRsaKey(context, random, RSA_BITS);
  return certificateOf(pemOf("CERTIFICATE", derCertificate(template, key, issuer)), privateKeyPem(key));
}

/** From now on for some days, counted in nanoseconds that wrap around at 292 years as Go's do. */
function validity(now: number, days: bigint): Pick<CertificateTemplate, "notBefore" | "notAfter"> {
  const start = BigInt(Math.floor(now)) * 1_000_000n;
  const end = start + BigInt.asIntN(64, DAY_NANOSECONDS * days);
  return { notBefore: wholeSeconds(start), notAfter: wholeSeconds(end) };
}

function wholeSeconds(nanoseconds: bigint): number {
  const rest = ((nanoseconds % SECOND_NANOSECONDS) + SECOND_NANOSECONDS) % SECOND_NANOSECONDS;
  return Number((nanoseconds - rest) / SECOND_NANOSECONDS);
}

function buildCustomCert(args: readonly Value[], context: CallContext): Value {
  allocateString(context, stringAt(args, 0).length + stringAt(args, 1).length);
  const certificate = decodeBase64(stringAt(args, 0), "std");
  if (!certificate.ok) throw new FuncError("the certificate must be PEM in base64");
  const key = decodeBase64(stringAt(args, 1), "std");
  if (!key.ok) throw new FuncError("the private key must be PEM in base64");
  readCertificatePem(certificate.value);
  readPrivateKeyPem(key.value);
  return certificateOf(certificate.value, key.value);
}

function readCertificatePem(pem: GoString): Certificate {
  const { block } = decodePem(pem);
  if (block === undefined) throw new FuncError("the certificate is not PEM");
  return readCertificate(block.bytes);
}

/** Sprig's type of a certificate and its key. */
function certificateOf(certificate: GoString, key: GoString): Struct {
  const fields = new Map<string, Value>([
    ["Cert", certificate],
    ["Key", key],
  ]);
  return new Struct("sprig.certificate", fields, new Map(), { printed: fields });
}

function issuerAt(args: readonly Value[], index: number): Issuer {
  const value = valueAt(args, index);
  const certificate = value instanceof Struct ? value.fields.get("Cert") : undefined;
  const key = value instanceof Struct ? value.fields.get("Key") : undefined;
  if (typeof certificate !== "string" || typeof key !== "string")
    throw new FuncError("the CA is not a certificate");
  return { certificate: readCertificatePem(certificate), key: readPrivateKeyPem(key) };
}

function itemsAt(args: readonly Value[], index: number): readonly Value[] {
  const value = valueAt(args, index);
  return value instanceof List ? (value.items ?? []) : [];
}

function ipAddress(value: Value): Uint8Array {
  const address = typeof value === "string" ? parseIp(value) : undefined;
  if (address === undefined)
    throw new FuncError("the list of IP addresses must hold nothing but IP addresses as strings");
  return address;
}

function dnsName(value: Value): GoString {
  if (typeof value === "string") return value;
  throw new FuncError("the list of DNS names must hold nothing but strings");
}
