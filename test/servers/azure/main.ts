import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import * as samples from "./samples.ts";
import type { AzureSeed, VaultSeed } from "./seed.ts";
import { startAzure } from "./server.ts";

/**
 * Runs the server until it is ended, for clients of other languages: with the samples, or with the JSON of a seed.
 * Prints one line of JSON that says where it listens and what it holds; each violation goes to standard error.
 */
const { values } = parseArgs({
  options: { port: { type: "string" }, "identity-port": { type: "string" }, seed: { type: "string" } },
});
const { seed, clientCertificate, clusterKey } = samples.newSamples();
const azure = await startAzure(values.seed === undefined ? seed : readSeed(values.seed), {
  port: Number(values.port ?? 0),
  identityPort: Number(values["identity-port"] ?? 0),
});
const directory = mkdtempSync(join(tmpdir(), "presecret-azure-"));
const files = {
  ca: azure.ca,
  clientCertificate: clientCertificate.certificate + clientCertificate.key,
  clusterKey,
};
for (const [name, content] of Object.entries(files)) {
  writeFileSync(join(directory, `${name}.pem`), content, { mode: 0o600 });
}
writeFileSync(join(directory, "client.pfx"), clientCertificate.pkcs12(), { mode: 0o600 });
console.log(
  JSON.stringify({
    port: azure.port,
    identityPort: azure.identityPort,
    directory,
    tenant: samples.TENANT,
    client: samples.READER,
    secret: samples.CLIENT_SECRET,
    names: azure.names,
  }),
);
let told = 0;
setInterval(() => {
  for (const violation of azure.violations.slice(told)) console.error(`violation: ${violation}`);
  told = azure.violations.length;
}, 100);

function readSeed(file: string): AzureSeed {
  const given = JSON.parse(readFileSync(file, "utf8")) as AzureSeed;
  return { ...given, vaults: given.vaults.map(decodeCertificates) };
}

/** JSON has no bytes: a certificate's DER is base64 there. */
function decodeCertificates(vault: VaultSeed): VaultSeed {
  const decoded = Object.entries(vault.certificates ?? {}).map(
    ([name, versions]) =>
      [
        name,
        versions.map((version) => ({ ...version, content: Buffer.from(String(version.content), "base64") })),
      ] as const,
  );
  return { ...vault, certificates: Object.fromEntries(decoded) };
}
