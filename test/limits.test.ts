import assert from "node:assert/strict";
import { test } from "node:test";

import { RenderError } from "../src/ground/diagnostic.ts";
import { LIMITS } from "../src/ground/limits.ts";
import { writeManifests } from "../src/manifest/write.ts";
import { cli } from "./cli.ts";

const STORE =
  "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: s}\nspec: {provider: {fake: {data: [{key: k, value: v}]}}}\n";
const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

function externalSecret(name: string, spec: string): string {
  return `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: ${name}}\nspec: {secretStoreRef: {name: s}, ${spec}}\n`;
}

const ONE = "data: [{secretKey: a, remoteRef: {key: k}}]";

function times(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join("");
}

const OVER: readonly (readonly [what: string, stdin: () => string])[] = [
  ["input", () => `# ${"x".repeat(LIMITS.input)}\n${CONFIG_MAP}`],
  ["document", () => `${externalSecret("a", ONE)}# ${"x".repeat(LIMITS.document)}\n`],
  ["documents", () => times(LIMITS.documents + 1, () => `---\n${CONFIG_MAP}`)],
  ["externalSecrets", () => `${STORE}${times(2001, (i) => `---\n${externalSecret(`a${i}`, ONE)}`)}`],
  [
    "remoteRefs",
    () => {
      const data = times(101, (i) => `{secretKey: a${i}, remoteRef: {key: k}},`);
      return `${STORE}${times(199, (i) => `---\n${externalSecret(`a${i}`, `data: [${data}]`)}`)}`;
    },
  ],
  [
    "reads",
    () => {
      const data = (from: number): string =>
        times(100, (i) => `{secretKey: a${i}, remoteRef: {key: k${from + i}}},`);
      return `${STORE}${times(101, (i) => `---\n${externalSecret(`a${i}`, `data: [${data(100 * i)}]`)}`)}`;
    },
  ],
  [
    "findHits",
    () => {
      const data = times(501, (i) => `{key: k${i}, value: v},`);
      return `${STORE.replace("[{key: k, value: v}]", `[${data}]`)}---\n${externalSecret("a", "dataFrom: [{find: {name: {regexp: k}}}]")}`;
    },
  ],
  [
    "regexpSource",
    () => `${STORE}---\n${externalSecret("a", `dataFrom: [{find: {name: {regexp: ${"k".repeat(1025)}}}}]`)}`,
  ],
];

for (const [what, stdin] of OVER) {
  test(`more than LIMITS.${what} is refused, and nothing is written`, async () => {
    const { exit, stdout, stderr } = await cli(["render", "-"], { stdin: stdin() });
    assert.match(stderr, /\[LIMIT_EXCEEDED\]/);
    assert.equal(stdout, "");
    assert.equal(exit, 65);
  });
}

for (const what of ["documents", "remoteRefs", "reads"]) {
  test(`beyond LIMITS.${what} no store is asked`, async () => {
    const [, make] = OVER.find(([name]) => name === what) ?? [];
    const stdin = `${STORE}---\n${externalSecret("first", ONE)}---\n${make?.().replace(STORE, CONFIG_MAP) ?? ""}`;
    const { exit, stderr } = await cli(["render", "-", "--audit", "-"], { stdin });
    assert.equal(exit, 65);
    assert.match(stderr, /\[LIMIT_EXCEEDED\]/);
    assert.doesNotMatch(stderr, /"outcome"/);
  });
}

const BOMB = [
  "a: &a [1,1,1,1,1,1,1,1,1,1]",
  ..."bcdefg".split("").map((name, index) => {
    const before = "abcdefg".charAt(index);
    return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(",")}]`;
  }),
].join("\n");

for (const [what, text] of [
  ["depth", `x: ${"[".repeat(101)}${"]".repeat(101)}`],
  ["nodes", BOMB],
] as const) {
  test(`more than LIMITS.${what} in a document is refused`, async () => {
    const { exit, stdout, stderr } = await cli(["render", "-"], {
      stdin: `${externalSecret("a", ONE)}${text}\n`,
    });
    assert.match(stderr, /\[YAML_INVALID\]/);
    assert.equal(stdout, "");
    assert.equal(exit, 65);
  });
}

test("more data than LIMITS.secretData is refused", async () => {
  const store = STORE.replace("value: v", `value: ${"v".repeat(LIMITS.secretData + 1)}`);
  const { exit, stdout, stderr } = await cli(["render", "-"], {
    stdin: `${store}---\n${externalSecret("a", ONE)}`,
  });
  assert.match(stderr, /\[SECRET_INVALID\]/);
  assert.doesNotMatch(stderr, /vvv/);
  assert.equal(stdout, "");
  assert.equal(exit, 65);
});

/** An ExternalSecret with entries whose property is looked up in 3 MiB. */
function lookUps(name: string, count: number): string {
  const data = times(count, (i) => `{secretKey: a${i}, remoteRef: {key: k, property: b}},`);
  return `---\n${externalSecret(name, `data: [${data}]`)}`;
}

test("more than LIMITS.propertyWork is refused of all ExternalSecrets together, and of each run anew", async () => {
  const size = 3 * 1024 * 1024;
  const store = STORE.replace("value: v", `value: '{"b":1,"c":"${"v".repeat(size)}"}'`);
  const half = Math.floor(LIMITS.propertyWork / size / 2);
  const within = `${store}${lookUps("a", half)}`;
  for (const run of [1, 2, 3]) {
    const { exit, stderr } = await cli(["render", "-"], { stdin: within });
    assert.equal(exit, 0, `run ${run}: ${stderr}`);
  }
  const { exit, stdout, stderr } = await cli(["render", "-"], {
    stdin: `${within}${lookUps("b", half + 5)}`,
  });
  assert.match(stderr, /the paths in property of all entries together take more steps than are allowed/);
  assert.match(stderr, /\[LIMIT_EXCEEDED\]/);
  assert.equal(stdout, "");
  assert.equal(exit, 65);
});

test("a property whose path makes gigabytes of few bytes is refused, entry by entry", async () => {
  const store = STORE.replace("value: v", `value: '{"a":1}'`);
  const data = times(
    20,
    (i) => `{secretKey: a${i}, remoteRef: {key: k, property: "${"@tostr|".repeat(39)}a${i}"}},`,
  );
  const { exit, stdout, stderr } = await cli(["render", "-"], {
    stdin: `${store}---\n${externalSecret("a", `data: [${data}]`)}`,
  });
  const refusals = stderr.match(/the path in property takes more steps than are allowed/g);
  assert.equal(refusals?.length, 20);
  assert.equal(stdout, "");
  assert.equal(exit, 65);
});

test("more than LIMITS.findWork is refused of all finds together, find by find", async () => {
  const data = times(1000, (i) => `{key: ${"ab".repeat(250)}${i}, value: v},`);
  const store = STORE.replace("[{key: k, value: v}]", `[${data}]`);
  const finds = times(30, (i) => `{find: {name: {regexp: "x${i}[ab]{900}"}}},`);
  const { exit, stdout, stderr } = await cli(["render", "-"], {
    stdin: `${store}---\n${externalSecret("a", `dataFrom: [${finds}]`)}`,
  });
  const refusals = stderr.match(
    /all name\.regexp together take more than 10000000000 steps of matching \[LIMIT_EXCEEDED\]/g,
  );
  assert.ok(refusals !== null && refusals.length > 1 && refusals.length < 30, stderr);
  assert.deepEqual([exit, stdout], [65, ""]);
});

test("a document of more than LIMITS.document is refused, with a way out", async () => {
  const value = "v".repeat(LIMITS.document);
  const { exit, stdout, stderr } = await cli(["render", "-"], {
    stdin: STORE.replace("value: v", `value: ${value}`),
  });
  assert.deepEqual([exit, stdout], [65, ""]);
  assert.match(stderr, /it has more than 4 MiB \[LIMIT_EXCEEDED\]\n  hint: Make several documents of it/);
});

test("finds of several stores share LIMITS.findWork", async () => {
  const data = times(1000, (i) => `{key: ${"ab".repeat(250)}${i}, value: v},`);
  const stores = [0, 1].map((i) =>
    STORE.replace("[{key: k, value: v}]", `[${data}]`).replace("name: s}", `name: s${i}}`),
  );
  const finds = times(
    30,
    (i) =>
      `{find: {name: {regexp: "x${i}[ab]{900}"}}, sourceRef: {storeRef: {name: s${i % 2}, kind: SecretStore}}},`,
  );
  const { exit, stderr } = await cli(["render", "-"], {
    stdin: `${stores.join("---\n")}---\n${externalSecret("a", `dataFrom: [${finds}]`)}`,
  });
  assert.equal(exit, 65, stderr);
  assert.match(stderr, /all name\.regexp together take more than/);
});

test("work on Secrets that lets no timer run ends at the deadline", async () => {
  const members = times(5000, (i) => `"k${i}":1,`);
  const store = STORE.replace("value: v", `value: '{${members}"k":1}'`);
  const secrets = times(1000, (i) => `---\n${externalSecret(`a${i}`, "dataFrom: [{extract: {key: k}}]")}`);
  const { exit, stdout, stderr } = await cli(["render", "-", "--timeout", "2s"], { stdin: store + secrets });
  assert.match(
    stderr,
    /Cannot finish within the deadline: it is over while the Secrets are made \[DEADLINE\]/,
  );
  assert.deepEqual([exit, stdout], [75, ""]);
});

/** Its credential is nowhere. */
const UNUSABLE = `---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: vault}
spec: {provider: {vault: {server: "https://vault.invalid", auth: {tokenSecretRef: {name: token, key: token}}}}}
---
${externalSecret("v", ONE).replace("{name: s}", "{name: vault}")}`;

const AT_THE_DEADLINE: readonly (readonly [passed: number, extra: string, codes: readonly string[]])[] = [
  [LIMITS.deadline - 1, "", ["SECRET_NOT_FOUND"]],
  [LIMITS.deadline + 1, "", ["DEADLINE"]],
  [LIMITS.deadline + 1, UNUSABLE, ["CREDENTIAL_NOT_FOUND", "SECRET_NOT_FOUND"]],
  [LIMITS.deadline + 900, UNUSABLE, ["CREDENTIAL_NOT_FOUND", "DEADLINE"]],
  [
    LIMITS.deadline + 900,
    `---\n${externalSecret("b", ONE).replace("{name: s}", "{name: none}")}`,
    ["DEADLINE", "STORE_NOT_FOUND"],
  ],
];

for (const [passed, extra, codes] of AT_THE_DEADLINE) {
  test(`${passed} ms after its start a run tells ${codes.join(" and ")}`, async () => {
    const missing = externalSecret("a", ONE.replace("key: k", "key: missing"));
    const clock = [0];
    const { stdout, stderr } = await cli(["render", "-"], {
      stdin: `${STORE}---\n${missing}${extra}`,
      now: () => clock.shift() ?? passed,
    });
    const told = [...stderr.matchAll(/\[([A-Z_]+)\]/g)].map(([, code = ""]) => code);
    assert.deepEqual([told.toSorted(), stdout], [codes, ""]);
  });
}

test("the deadline is looked at before a Secret is assembled, made and printed", async () => {
  const stdin = `${STORE}---\n${externalSecret("a", ONE)}`;
  const exits = [1, 2, 3, 4].map(async (inTime) => {
    let asked = 0;
    const { exit } = await cli(["render", "-"], {
      stdin,
      now: () => (asked++ < inTime ? 0 : LIMITS.deadline),
    });
    return exit;
  });
  assert.deepEqual(await Promise.all(exits), [75, 75, 75, 0]);
});

test("more than LIMITS.output is refused", () => {
  const text = new TextEncoder().encode(`---\n# ${"x".repeat(1024 * 1024)}\n`);
  const parts = Array.from({ length: 65 }, () => ({ kind: "keep", text }) as const);
  assert.throws(
    () => writeManifests(parts),
    (error) => error instanceof RenderError && error.diagnostic.code === "LIMIT_EXCEEDED",
  );
});

test("LIMITS.diagnostics are printed one by one, the others counted", async () => {
  const { stderr } = await cli(["render", "-"], {
    stdin: `${STORE}${times(60, (i) => `---\n${externalSecret(`a${i}`, ONE.replace("key: k", "key: x"))}`)}`,
  });
  assert.equal(stderr.match(/\[SECRET_NOT_FOUND\]/g)?.length, LIMITS.diagnostics);
  assert.match(stderr, /and 10 more/);
});
