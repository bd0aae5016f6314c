import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

import { parseAllDocuments } from "yaml";

import { render } from "./template/render.ts";

const ROOT = resolve(import.meta.dirname, "..");
const EXPECTED = join(ROOT, "fixtures/demo/guestbook.expected.yaml");

const output = execFileSync(process.execPath, ["src/main.ts", "render", "fixtures/demo/guestbook"], {
  cwd: ROOT,
  encoding: "utf8",
});

/** Values of one Secret of the demo, as bytes. */
function secret(name: string): Record<string, Buffer> {
  const found = parseAllDocuments(output)
    .map(
      (document) =>
        document.toJS() as { kind: string; metadata: { name: string }; data: Record<string, string> },
    )
    .find(({ kind, metadata }) => kind === "Secret" && metadata.name === name);
  const entries = Object.entries(found?.data ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, "base64")]));
}

test("The demo writes the bytes of guestbook.expected.yaml, keystores too", () => {
  if (process.env["UPDATE_FIXTURES"] === "1") writeFileSync(EXPECTED, output);
  assert.equal(output, readFileSync(EXPECTED, "utf8"));
});

test("The demo renders a config.yaml of host, port and password", () => {
  assert.match(
    String(secret("guestbook-config")["config.yaml"]),
    /^database:\n {2}host: redis\.guestbook\.svc\n {2}port: 6379\n {2}username: guestbook\n {2}password: "s3cr3t-canary"\n/,
  );
});

test("The demo renders a template of a ConfigMap", () => {
  assert.match(
    String(secret("guestbook-tls")["application.properties"]),
    /^server\.hosts\[0\]=guestbook\.example\.com$/m,
  );
});

test("The demo's keystore holds the certificate, its chain and the key", () => {
  const { "keystore.p12": keystore, "tls.crt": certificate, "tls.key": key } = secret("guestbook-tls");
  const data = { password: "s3cr3t-canary", keystore: keystore?.toString("base64") ?? "" };
  const read = (name: string): string => render(`{{ .keystore | b64dec | ${name} .password }}`, data);
  assert.equal(read("pkcs12certPass"), String(certificate));
  assert.equal(read("pkcs12keyPass"), String(key));
});
