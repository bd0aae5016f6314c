import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { LIMITS } from "../../src/ground/limits.ts";
import { medians, peakMemory } from "./measure.ts";

const ROUNDS = Number(process.argv[2] ?? 21);
const MOST = 4;
const MAIN = resolve(import.meta.dirname, "../../dist/main.js");

/**
 * A search that is refused for its expression, after the store's client was opened with its credentials and before
 * anything is asked: what is measured is the start, not the network.
 */
const STREAM = [
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "login", namespace: "shop" },
    stringData: { id: "fad7d5b3-69d6-4b48-9259-8d12124e1cf1", secret: "client-secret" },
  },
  {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "vault", namespace: "shop" },
    spec: {
      provider: {
        azurekv: {
          vaultUrl: "https://kv-shop.vault.azure.net",
          tenantId: "72f988bf-86f1-41af-91ab-2d7cd011db47",
          authSecretRef: {
            clientId: { name: "login", key: "id" },
            clientSecret: { name: "login", key: "secret" },
          },
        },
      },
    },
  },
  {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app", namespace: "shop" },
    spec: {
      secretStoreRef: { name: "vault" },
      dataFrom: [{ find: { name: { regexp: "a".repeat(LIMITS.regexpSource + 1) } } }],
    },
  },
];

const directory = mkdtempSync(join(tmpdir(), "presecret-bench-"));
const stdin = join(directory, "stream.yaml");
writeFileSync(stdin, STREAM.map((object) => JSON.stringify(object)).join("\n---\n"));
const bare = { name: "bare node -e 0", argv: ["-e", "0"] };
const start = { name: "start with the authenticated client", argv: [MAIN, "render", "-"], stdin, exit: 65 };

const times = medians([bare, start], ROUNDS);
const base = times.get(bare.name) ?? 0;
const ratio = (times.get(start.name) ?? 0) / base;
console.log(`${bare.name}: ${base.toFixed(1)} ms (median of ${ROUNDS}, interleaved)`);
console.log(
  `${start.name}: ${ratio.toFixed(2)} times bare node (goal: at most ${MOST}), ${peakMemory(start).toFixed(0)} MiB`,
);
rmSync(directory, { recursive: true });
