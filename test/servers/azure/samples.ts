import { generateKeyPairSync, X509Certificate } from "node:crypto";

import type { ClientCertificate } from "./certificates.ts";
import { newAuthority, newClientCertificate } from "./certificates.ts";
import type { AzureSeed, JsonWebKeySeed, Version } from "./seed.ts";

export const TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
export const OTHER_TENANT = "96be4b7a-defb-4dc2-a31f-49ee6145d5ab";

/** A client with a secret and a certificate, which may read everything in the vault. */
export const READER = "fad7d5b3-69d6-4b48-9259-8d12124e1cf1";
/** May read secrets, but not list them. */
export const GETTER = "0e2c1a6b-5d4f-4f0e-9c3a-7b1d2e3f4a5b";
/** May do nothing in the vault. */
export const STRANGER = "3c9e8f10-2b7a-4d65-8e31-6f5a4b3c2d1e";
/** Belongs to the other tenant. */
export const FOREIGNER = "c1d2e3f4-a5b6-4c7d-8e9f-0a1b2c3d4e5f";
/** A user-assigned managed identity, and the machine's own. */
export const USER_ASSIGNED = "5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d";
export const SYSTEM_ASSIGNED = "1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9";

export const CLIENT_SECRET = "qWgdYAmab0YSkuL1qKv5bPX~a&b=c d+e";
export const VAULT_HOST = "kv-shop.vault.azure.net";

/** Whose tokens the reader accepts in place of a secret. */
export const CLUSTER_ISSUER = "https://oidc.prod-aks.azure.example/cluster/";
export const CLUSTER_SUBJECT = "system:serviceaccount:shop:reader";

/** The public key of https://learn.microsoft.com/rest/api/keyvault/keys/get-key/get-key#examples */
export const RSA_KEY: JsonWebKeySeed = {
  kty: "RSA",
  key_ops: ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"],
  n: "2HJAE5fU3Cw2Rt9hEuq-F6XjINKGa-zskfISVqopqUy60GOs2eyhxbWbJBeUXNor_gf-tXtNeuqeBgitLeVa640UDvnEjYTKWjCniTxZRaU7ewY8BfTSk-7KxoDdLsPSpX_MX4rwlAx-_1UGk5t4sQgTbm9T6Fm2oqFd37dsz5-Gj27UP2GTAShfJPFD7MqU_zIgOI0pfqsbNL5xTQVM29K6rX4jSPtylZV3uWJtkoQIQnrIHhk1d0SC0KwlBV3V7R_LVYjiXLyIXsFzSNYgQ68ZjAwt8iL7I8Osa-ehQLM13DVvLASaf7Jnu3sC3CWl3Gyirgded6cfMmswJzY87w",
  e: "AQAB",
};

/** An EC key, its members in another order than the legacy client's. */
export const EC_KEY: JsonWebKeySeed = {
  kty: "EC",
  key_ops: ["sign", "verify"],
  crv: "P-256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
};

/** A seed with an object of every kind, and what belongs to it. */
export interface Samples {
  readonly seed: AzureSeed;
  readonly clientCertificate: ClientCertificate;
  /** PEM of the key that signs tokens of the cluster. */
  readonly clusterKey: string;
  /** DER of the certificate `tls`. */
  readonly certificate: Uint8Array;
}

/** Makes the seed anew: its keys and certificates are of this process. */
export function newSamples(): Samples {
  const clientCertificate = newClientCertificate();
  const certificate = new X509Certificate(newAuthority().certificate).raw;
  const cluster = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicKey = String(cluster.publicKey.export({ type: "spki", format: "pem" }));
  const federated = [
    { issuer: CLUSTER_ISSUER, subject: CLUSTER_SUBJECT, audience: "api://AzureADTokenExchange", publicKey },
  ];
  const everything = ["secrets/get", "secrets/list", "keys/get", "certificates/get"] as const;
  return {
    clientCertificate,
    clusterKey: String(cluster.privateKey.export({ type: "pkcs8", format: "pem" })),
    certificate,
    seed: {
      clients: [
        {
          tenant: TENANT,
          clientId: READER,
          secrets: [CLIENT_SECRET],
          certificates: [clientCertificate.certificate],
          federated,
        },
        { tenant: TENANT, clientId: GETTER, secrets: [CLIENT_SECRET] },
        { tenant: TENANT, clientId: STRANGER, secrets: [CLIENT_SECRET] },
        { tenant: OTHER_TENANT, clientId: FOREIGNER, secrets: [CLIENT_SECRET] },
      ],
      managedIdentity: { tenant: TENANT, systemAssigned: SYSTEM_ASSIGNED, userAssigned: [USER_ASSIGNED] },
      vaults: [
        {
          host: VAULT_HOST,
          tenant: TENANT,
          access: {
            [READER]: everything,
            [GETTER]: ["secrets/get"],
            [SYSTEM_ASSIGNED]: everything,
            [USER_ASSIGNED]: everything,
          },
          secrets: secretsOf(),
          keys: {
            signing: [
              {
                version: "78deebed173b48e48f55abf87ed4cf71",
                content: RSA_KEY,
                tags: { purpose: "unit test" },
              },
              { version: "a1b2c3d4e5f60718293a4b5c6d7e8f90", content: EC_KEY },
            ],
            retired: [{ content: RSA_KEY, attributes: { enabled: false } }],
          },
          certificates: {
            tls: [
              {
                content: certificate,
                tags: { team: "shop" },
                attributes: { nbf: 1_700_000_000, exp: 1_800_000_000 },
              },
            ],
          },
        },
      ],
    },
  };
}

function secretsOf(): Readonly<Record<string, readonly Version<string>[]>> {
  const numbered: (readonly [string, readonly Version<string>[]])[] = Array.from(
    { length: 50 },
    (_, index) => [
      `item-${String(index).padStart(2, "0")}`,
      [{ content: `value-${index}`, tags: { group: index % 2 === 0 ? "even" : "odd" } }],
    ],
  );
  return {
    "database-password": [
      { version: "4387e9f3d6e14c459867679a90fd0f79", content: "s3cr3t-canary-old" },
      { version: "0123456789abcdef0123456789abcdef", content: "s3cr3t-canary" },
    ],
    database: [
      {
        content: JSON.stringify({
          username: "shop",
          password: "s3cr3t-canary",
          "dotted.name": "escaped",
          nested: { port: 5432, empty: null },
        }),
        contentType: "application/json",
        attributes: {
          created: 1_493_938_410,
          updated: 1_493_938_500,
          nbf: 1_600_000_000,
          exp: 4_000_000_000,
        },
        tags: { environment: "dev", team: "shop", endpoints: '{"read":"r.example","write":"w.example"}' },
      },
    ],
    disabled: [{ content: "never shown", attributes: { enabled: false } }],
    expired: [{ content: "of old", attributes: { exp: 1_500_000_000 } }],
    "tls-bundle": [{ content: "MIIKZ...", contentType: "application/x-pkcs12", managed: true }],
    ...Object.fromEntries(numbered),
  };
}
