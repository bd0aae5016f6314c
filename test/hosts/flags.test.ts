import assert from "node:assert/strict";
import { test } from "node:test";

import { cli } from "../cli.ts";

const REFUSED: readonly (readonly [line: string, message: RegExp])[] = [
  ["explain ExternalSecret/app -q -", /Unknown flag -q of presecret explain/],
  ["explain USAGE --quiet", /Unknown flag --quiet of presecret explain/],
  ["plan -f json --policy aws -", /Flag --policy cannot be combined with --format json/],
  ["plan -f sarif --policy nonsense -", /Flag --policy cannot be combined with --format sarif/],
  ["plan --policy nonsense -", /Flag --policy cannot be "nonsense"/],
  ["plan -f text --policy nonsense -", /Flag --policy cannot be "nonsense"/],
  ["render --stores a --stores b -", /Flag --stores is given twice/],
  ["render --redact --keep -", /Flag --redact cannot be combined with --keep/],
  ["render -n Bad_NS -", /Flag --namespace cannot be "Bad_NS": no namespace can have this name/],
  ["plan -n prod. -", /Flag --namespace cannot be "prod\."/],
  ["validate --namespace a.b -", /Flag --namespace cannot be "a\.b"/],
  [`explain ExternalSecret/app - -n ${"a".repeat(64)}`, /Flag --namespace cannot be "a+"/],
  ["render --namespace= -", /Flag --namespace cannot be ""/],
  ["post-render -n -prod", /Flag -n needs a value/],
  ["post-render -n=prod-", /Flag --namespace cannot be "/],
  ["render -o a --output b -", /Flag --output is given twice/],
  ["render -o yaml -", /Flag --output cannot be "yaml": it takes a file/],
  ["render --output json -", /Flag --output cannot be "json".*\n.*write \.\/json/],
  ["render -f app.yaml", /Unknown flag -f of presecret render.*\n.*presecret render PATH/],
  ["validate -f app.yaml", /Unknown format "app\.yaml".*\n.*a file of manifests is named without a flag/],
  ["explain -f app.yaml", /Unknown flag -f of presecret explain.*\n.*presecret explain --help/],
  ["fn -f app.yaml", /Unknown flag -f of presecret fn.*\n.*presecret fn --help/],
  ["ExternalSecret/db app.yaml", /Unknown command.*\n.*Write presecret explain ExternalSecret\/db PATH/],
  ["es/shop/db app.yaml", /Unknown command.*\n.*Write presecret explain es\/shop\/db PATH/],
  ["v1.2", /Unknown command "v1\.2".*\n.*See presecret --help/],
  [".", /Unknown command "\.".*\n.*Write presecret render \.\n/],
  ["validate -f yaml -", /Unknown format "yaml".*\n *hint: Use text, json or sarif\n/],
  ["generate -f app.yaml", /Unknown flag -f of presecret generate.*\n.*presecret generate --help/],
  ["overlays/prod", /Unknown command "overlays\/prod".*\n.*Write presecret render overlays\/prod/],
  ["rendr.yaml", /Unknown command "rendr\.yaml".*\n.*Write presecret render rendr\.yaml/],
  [
    "render --allow-host https://vault.example.com:8200/v1 -",
    /names no host.*\n.*Write --allow-host vault\.example\.com:8200/,
  ],
  ["render --allow-host https://me:s3cr3t@vault.example.com -", /cannot be "https:\/\/vault\.example\.com"/],
  ["render --allow-host https://me:s3/cr3t@vault.example.com -", /cannot be "https:\/\/vault\.example\.com"/],
  ["render --allow-host vault.example.com/ -", /names no host.*\n.*Write HOST, HOST:PORT or \*\.DOMAIN/],
  ["post-render --allow-host a.example.com,b.example.com", /names no host.*\n.*the flag once for each/],
  ["render --allow-host a.example.com --allow-host vault:https -", /cannot be "vault:https"/],
  ["render --allow-host * -", /cannot be "\*"/],
  ["render --allow-host= -", /cannot be "": it names no host/],
];

const FOR_CHARTS = [
  "--set a=b",
  "--values values.yaml",
  "--release-name shop",
  "--kube-version 1.31",
  "--api-versions v1",
];

for (const command of ["render", "plan", "validate", "explain ExternalSecret/app"]) {
  for (const flag of FOR_CHARTS) {
    test(`presecret ${command} - ${flag} is refused, since no chart is among the inputs`, async () => {
      const { exit, stdout, stderr } = await cli(`${command} - ${flag}`.split(" "), {
        stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n",
      });
      assert.deepEqual([exit, stdout], [64, ""]);
      assert.ok(
        stderr.includes(`Flag ${flag.split(" ")[0]} cannot be used: no chart is among the inputs`),
        stderr,
      );
    });
  }
}

test("presecret validate --fix renders no chart, so a flag for one is refused", async () => {
  const { exit, stderr } = await cli(["validate", "--fix", "--set", "a=b", "x.yaml"]);
  assert.equal(exit, 64);
  assert.match(stderr, /Flag --set cannot be combined with --fix/);
});

for (const [line, message] of REFUSED) {
  test(`presecret ${line} is refused before the input is looked at`, async () => {
    const { exit, stdout, stderr } = await cli(line.split(" "), { stdin: "a: [\n" });
    assert.deepEqual([exit, stdout], [64, ""]);
    assert.match(stderr, message);
  });
}

const EXTERNAL_SECRET = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app}
spec: {data: []}
`;

const PATHS: readonly (readonly [flag: string, path: string, message: string, hint: string])[] = [
  ["--stores", "nope", "it does not exist", "--stores takes a folder of manifests"],
  ["--stores", "package.json", "it is not a directory", "--stores takes a folder of manifests"],
  ["--credentials", "nope", "it does not exist", "--credentials takes a folder of mounted credentials"],
  ["--credentials", "package.json", "it is not a directory", "--credentials takes a folder of mounted"],
  ["--fake", "nope.yaml", "it does not exist", "--fake takes a file of fake data"],
];

for (const [flag, path, message, hint] of PATHS) {
  test(`checkFlagPath() refuses ${flag} ${path}, and names the flag`, async () => {
    const { exit, stdout, stderr } = await cli(["render", "-", flag, path], { stdin: EXTERNAL_SECRET });
    assert.deepEqual([exit, stdout], [65, ""]);
    assert.ok(stderr.includes(`Cannot read "${path}", given with ${flag}: ${message}`), stderr);
    assert.ok(stderr.includes(`hint: ${hint}`), stderr);
  });
}

for (const host of [
  "vault",
  "vault.example.com:8200",
  "*.example.com",
  "10.0.0.1:443",
  "[::1]:8200",
  "fd12::1",
  "a_b.c",
]) {
  test(`allowHostFlag() takes ${host}`, async () => {
    const { exit, stderr } = await cli(["render", "-", "--allow-host", host], {
      stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n",
    });
    assert.deepEqual([exit, stderr], [0, ""]);
  });
}
