import { generateKeyPairSync, randomBytes } from "node:crypto";

import { toGoString } from "../../src/go/bytes.ts";
import type { PrivateKey } from "../../src/template/crypto/keys.ts";
import { pemOf } from "../../src/template/crypto/pem.ts";
import { readAnyPrivateKey } from "../../src/template/crypto/private-key-read.ts";
import { readCertificate } from "../../src/template/crypto/x509-read.ts";
import { derCertificate } from "../../src/template/crypto/x509-write.ts";

/** A certificate and its key as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is for. IPv4 addresses only. */
export interface Names {
  readonly dns?: readonly string[];
  readonly ips?: readonly string[];
  /** Days from now; 30 where it is not set. */
  readonly from?: number;
  readonly to?: number;
}

/** A certificate authority that lives as long as the test. */
export interface TestCa {
  readonly certificate: string;
  issue(names: Names): KeyPair;
}

const DAY = 24 * 60 * 60;

/** Makes an authority with a key of its own. */
export function newTestCa(commonName = "Test CA"): TestCa {
  const own = newKey();
  const der = derCertificate({ ...template(commonName, {}), isCa: true }, own.key);
  const issuer = { certificate: readCertificate(der), key: own.key };
  return {
    certificate: pemOf("CERTIFICATE", der),
    issue: (names) => {
      const { key, pem } = newKey();
      const certificate = derCertificate(template(names.dns?.[0] ?? "server", names), key, issuer);
      return { certificate: pemOf("CERTIFICATE", certificate), key: pem };
    },
  };
}

function template(commonName: string, { dns = [], ips = [], from = -1, to = 30 }: Names) {
  const now = Math.floor(Date.now() / 1000);
  return {
    commonName: toGoString(commonName),
    dnsNames: dns.map((name) => toGoString(name)),
    ipAddresses: ips.map((ip) => Uint8Array.from(ip.split("."), Number)),
    serial: (randomBytes(8).readBigUInt64BE() >> 1n) + 1n,
    notBefore: now + from * DAY,
    notAfter: now + to * DAY,
    isCa: false,
  };
}

function newKey(): { readonly key: PrivateKey; readonly pem: string } {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    key: readAnyPrivateKey(privateKey.export({ type: "pkcs8", format: "der" })),
    pem: String(privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}
