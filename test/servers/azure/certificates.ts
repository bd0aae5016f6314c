import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";

import { bytesOfGoString, toGoString } from "../../../src/go/bytes.ts";
import type { PrivateKey } from "../../../src/template/crypto/keys.ts";
import { pemOf } from "../../../src/template/crypto/pem.ts";
import { derKeystore } from "../../../src/template/crypto/pkcs12-write.ts";
import { readAnyPrivateKey } from "../../../src/template/crypto/private-key-read.ts";
import { readCertificate } from "../../../src/template/crypto/x509-read.ts";
import type { Issuer } from "../../../src/template/crypto/x509-write.ts";
import { derCertificate } from "../../../src/template/crypto/x509-write.ts";

/** A certificate and its key as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority that lives as long as the test. */
export interface Authority {
  /** Its certificate as PEM. */
  readonly certificate: string;
  /** A server certificate for these names and IPv4 addresses. */
  issue(dnsNames: readonly string[], addresses: readonly string[]): KeyPair;
}

/** Makes an authority with a new key. */
export function newAuthority(): Authority {
  const { key } = newKey("ec");
  const der = derCertificate({ ...template("Azure test authority"), isCa: true }, key);
  const issuer: Issuer = { certificate: readCertificate(der), key };
  return {
    certificate: pemOf("CERTIFICATE", der),
    issue: (dnsNames, addresses) => {
      const own = newKey("ec");
      const names = {
        dnsNames: dnsNames.map((name) => toGoString(name)),
        ipAddresses: addresses.map(bytesOfAddress),
      };
      const leaf = derCertificate({ ...template(dnsNames[0] ?? "server"), ...names }, own.key, issuer);
      return { certificate: pemOf("CERTIFICATE", leaf), key: own.pem };
    },
  };
}

/** What an application registers to log in with a certificate: RSA, signed by itself. */
export interface ClientCertificate extends KeyPair {
  /** Certificate and key in one archive without a password. */
  pkcs12(): Uint8Array;
  /** The key in the older form of `BEGIN RSA PRIVATE KEY`. */
  readonly pkcs1: string;
}

/** Makes a client certificate with a new RSA key. */
export function newClientCertificate(): ClientCertificate {
  const { key, pem, pkcs1 } = newKey("rsa");
  if (key.kind === "dsa") throw new TypeError("an RSA key was made");
  const der = derCertificate(template("presecret-test-client"), key);
  const certificate = readCertificate(der);
  return {
    certificate: pemOf("CERTIFICATE", der),
    key: pem,
    pkcs1,
    pkcs12: () => derKeystore(UNLIMITED, key, certificate, [], ""),
  };
}

const DAY = 24 * 60 * 60;

const UNLIMITED: Parameters<typeof derKeystore>[0] = {
  charge: () => undefined,
  allocate: () => undefined,
  random: (_name, length) => randomBytes(length),
  now: () => Date.now(),
};

function template(commonName: string): Parameters<typeof derCertificate>[0] {
  const now = Math.floor(Date.now() / 1000);
  const serial =
    createHash("sha256").update(commonName).update(randomBytes(8)).digest().readBigUInt64BE() >> 1n;
  return {
    commonName: toGoString(commonName),
    ipAddresses: [],
    dnsNames: [],
    serial: serial + 1n,
    notBefore: now - DAY,
    notAfter: now + 30 * DAY,
    isCa: false,
  };
}

function newKey(kind: "ec" | "rsa"): {
  readonly key: PrivateKey;
  readonly pem: string;
  readonly pkcs1: string;
} {
  const { privateKey } =
    kind === "ec"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    key: readAnyPrivateKey(privateKey.export({ type: "pkcs8", format: "der" })),
    pem: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    pkcs1: kind === "ec" ? "" : String(privateKey.export({ type: "pkcs1", format: "pem" })),
  };
}

function bytesOfAddress(address: string): Uint8Array {
  return bytesOfGoString(String.fromCharCode(...address.split(".").map(Number)));
}
