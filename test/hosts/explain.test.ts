import assert from "node:assert/strict";
import { test } from "node:test";

import { CODES } from "../../src/ground/codes.ts";
import { LIMITS } from "../../src/ground/limits.ts";
import { cli } from "../cli.ts";

test("presecret explain NOPE lists every code", async () => {
  const { exit, stdout, stderr } = await cli(["explain", "NOPE"]);
  assert.deepEqual([exit, stdout], [64, ""]);
  assert.match(stderr, /^presecret: Unknown code "NOPE" \[USAGE\]\n/);
  const listed = stderr.split("\n\n")[1]?.trim().split(/\s+/);
  assert.deepEqual(listed, Object.keys(CODES));
});

test("presecret explain with a code that is spelt nearly so names that one", async () => {
  const { exit, stderr } = await cli(["explain", "STORE_NOT_FOUNT"]);
  assert.equal(exit, 64);
  assert.match(stderr, /hint: Did you mean STORE_NOT_FOUND\?/);
  assert.doesNotMatch(stderr, /OUTPUT_REFUSED/);
});

test("presecret explain LIMIT_EXCEEDED names the limits with the numbers of LIMITS", async () => {
  const { exit, stdout } = await cli(["explain", "LIMIT_EXCEEDED"]);
  assert.equal(exit, 0);
  const counts = [
    "files",
    "folders",
    "documents",
    "externalSecrets",
    "remoteRefs",
    "reads",
    "findHits",
    "findWork",
    "nameWork",
    "rewriteWork",
  ] as const;
  const mebibytes = ["input", "document", "propertyWork", "answers", "output"] as const;
  const wanted = [
    ...counts.map((name) => `- ${LIMITS[name]}: `),
    ...mebibytes.map((name) => `- ${LIMITS[name] / 1024 / 1024} MiB: `),
    `- ${LIMITS.regexpSource / 1024} KiB: `,
  ];
  for (const line of wanted) assert.ok(stdout.includes(`\n${line}`), line);
  assert.equal(stdout.match(/^- /gm)?.length, wanted.length);
});

test("presecret explain KIND/NAME names what the input has, objects that were refused too", async () => {
  const objects = ["refused", ...Array.from({ length: 11 }, (_, index) => `app-${index}`)].map((name) => ({
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name },
    spec: { secretStoreRef: { name: 1 } },
  }));
  const stdin = objects.map((object) => JSON.stringify(object)).join("\n---\n");
  const { exit, stderr } = await cli(["explain", "ExternalSecret/nothing", "-"], { stdin });
  assert.equal(exit, 64);
  assert.match(stderr, /hint: There are: refused, app-0, .*app-8, 2 more\n/);
  const others = await cli(["explain", "ClusterExternalSecret/nothing", "-"], { stdin });
  assert.match(others.stderr, /hint: There is none\n/);
});

test("presecret explain Secret/NAME names Secrets that an ExternalSecret makes, and no others", async () => {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "native" } };
  const own = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app" },
    spec: {
      secretStoreRef: { name: "s" },
      target: { name: "made" },
      data: [{ secretKey: "k", remoteRef: { key: "k" } }],
    },
  };
  const stdin = [secret, own].map((object) => JSON.stringify(object)).join("\n---\n");
  const { exit, stderr } = await cli(["explain", "Secret/nothing", "-"], { stdin });
  assert.equal(exit, 64);
  assert.match(stderr, /hint: There are: made\n/);
});
