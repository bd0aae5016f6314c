import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as samples from "./samples.ts";
import { startAzure } from "./server.ts";

/**
 * Runs the server with the samples until it is ended, for clients of other languages. Prints one line of JSON that
 * says where it listens and what it holds; each violation goes to standard error.
 */
const { seed, clientCertificate, clusterKey } = samples.newSamples();
const azure = await startAzure(seed);
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
