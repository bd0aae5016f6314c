import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { seededRandom } from "../../src/template/seeded-random.ts";
import { render } from "./render.ts";

const PASSWORD = "changeit";

const directory = mkdtempSync(join(tmpdir(), "presecret-pkcs12-"));
after(() => rmSync(directory, { recursive: true }));

/** A CA, and a certificate under it of a key of each kind. */
const MATERIAL = `{{ $ca := genCAWithKey "Test CA" 3650 (genPrivateKey "ecdsa") }}{{ $key := KEY }}
{{- $leaf := genSignedCertWithKey "app.example" nil (list "app.example") 3650 $ca $key }}
{{- dict "ca" $ca.Cert "leaf" $leaf.Cert "key" $leaf.Key | toJson }}`;

type Material = Readonly<Record<"ca" | "leaf" | "key", string>>;

const random = seededRandom({
  seed: new Uint8Array(32).fill(7),
  identity: ["default", "keystore"],
  now: Date.UTC(2026, 0, 1),
});

function materialOf(key: string): Material {
  return JSON.parse(render(MATERIAL.replace("KEY", key), {}, { random })) as Material;
}

const KINDS = [
  { name: "RSA", material: materialOf('(genSelfSignedCert "rsa" nil nil 1).Key') },
  { name: "EC", material: materialOf('genPrivateKey "ecdsa"') },
];

/** Writes an archive that a template makes. */
function archive(name: string, template: string, { ca, leaf, key }: Material): string {
  const data = { ca, leaf, chain: `${leaf}${ca}`.trimEnd(), key, password: PASSWORD };
  const path = join(directory, `${name}.p12`);
  writeFileSync(path, Buffer.from(render(template, data), "base64"));
  return path;
}

/** Whether a program is there; one that is missing skips a test by name, and fails it in CI. */
function missing(program: string, ...args: readonly string[]): string | false {
  const isThere = spawnSync(program, args, { stdio: "ignore" }).status === 0;
  return isThere || process.env["CI"] === "true" ? false : `${program} is not installed`;
}

const withoutOpenssl = missing("openssl", "version");
const withoutKeytool = missing("keytool", "-help");

function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  assert.equal(status, 0, `${program}: ${error?.message ?? `${stdout}${stderr}`}`);
  return stdout;
}

for (const { name, material } of KINDS) {
  const { key, leaf, ca } = material;

  test(`pemToPkcs12Pass: openssl reads the ${name} key and its certificate`, { skip: withoutOpenssl }, () => {
    const path = archive(`openssl-${name}`, "{{ pemToPkcs12Pass .leaf .key .password }}", material);
    const read = run("openssl", "pkcs12", "-in", path, "-passin", `pass:${PASSWORD}`, "-nodes");
    assert.ok(read.includes(leaf.trim()));
    assert.ok(!read.includes(ca.trim()));
    const pkcs8 = /-----BEGIN PRIVATE KEY-----.*-----END PRIVATE KEY-----\n/s.exec(read)?.[0] ?? "";
    const keyPath = join(directory, `key-${name}.pem`);
    writeFileSync(keyPath, key);
    const readKey = join(directory, `read-${name}.pem`);
    writeFileSync(readKey, pkcs8);
    assert.equal(
      run("openssl", "pkey", "-in", readKey, "-outform", "PEM"),
      run("openssl", "pkey", "-in", keyPath, "-outform", "PEM"),
    );
  });

  test(
    `fullPemToPkcs12: openssl reads the ${name} chain without a password`,
    { skip: withoutOpenssl },
    () => {
      const path = archive(`full-${name}`, "{{ fullPemToPkcs12 .chain .key }}", material);
      const read = run("openssl", "pkcs12", "-in", path, "-passin", "pass:", "-nodes", "-info");
      assert.ok(read.includes(leaf.trim()));
      assert.ok(read.includes(ca.trim()));
    },
  );

  test(`fullPemToPkcs12Pass: keytool lists the ${name} key with its chain`, { skip: withoutKeytool }, () => {
    const path = archive(`keytool-${name}`, "{{ fullPemToPkcs12Pass .chain .key .password }}", material);
    const listed = run(
      "keytool",
      "-J-Dfile.encoding=UTF-8",
      "-list",
      "-v",
      "-keystore",
      path,
      "-storepass",
      PASSWORD,
    );
    assert.match(listed, /Entry type: PrivateKeyEntry/);
    assert.match(listed, /Certificate chain length: 2/);
    assert.match(listed, /CN=app\.example/);
  });

  test(
    `pemTruststoreToPKCS12Pass: keytool trusts the CA of the ${name} certificate`,
    { skip: withoutKeytool },
    () => {
      const path = archive(`trust-${name}`, "{{ pemTruststoreToPKCS12Pass (trim .ca) .password }}", material);
      const listed = run(
        "keytool",
        "-J-Dfile.encoding=UTF-8",
        "-list",
        "-keystore",
        path,
        "-storepass",
        PASSWORD,
      );
      assert.match(listed, /Your keystore contains 1 entry/);
      assert.match(listed, /trustedCertEntry/);
    },
  );

  test(`The PKCS#12 functions give the same bytes at each run for a ${name} key, and need no seed`, () => {
    const { pkcs12, trust } = {
      pkcs12: "{{ fullPemToPkcs12Pass .chain .key .password }}",
      trust: "{{ pemTruststoreToPKCS12 .chain }}",
    };
    const data = { chain: `${leaf}${ca}`.trimEnd(), key, password: PASSWORD };
    for (const template of [pkcs12, trust]) assert.equal(render(template, data), render(template, data));
    assert.notEqual(render(pkcs12, data), render(pkcs12, { ...data, password: "other" }));
    const back =
      "{{ $p := fullPemToPkcs12Pass .chain .key .password | b64dec }}{{ pkcs12certPass .password $p }}";
    assert.equal(render(back, data), leaf + ca);
  });
}
