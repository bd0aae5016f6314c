import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "yaml";

import { COMMANDS } from "../../src/hosts/commands.ts";
import type { CliResult } from "../cli.ts";
import { cli } from "../cli.ts";

interface ResourceList {
  readonly apiVersion: string;
  readonly kind: string;
  readonly items: readonly { readonly kind: string; readonly metadata: Readonly<Record<string, unknown>> }[];
  readonly functionConfig?: unknown;
  readonly results?: readonly {
    readonly message: string;
    readonly severity: string;
    readonly tags: { readonly code: string };
  }[];
}

const STORE = {
  apiVersion: "external-secrets.io/v1",
  kind: "SecretStore",
  metadata: { name: "store" },
  spec: { provider: { fake: { data: [{ key: "k", value: "s3cr3t-canary" }] } } },
};
const CONFIG_MAP = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { a: "y" } };

function externalSecret(annotations: Readonly<Record<string, string>> = {}, key = "k"): object {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app", annotations },
    spec: { secretStoreRef: { name: "store" }, data: [{ secretKey: "p", remoteRef: { key } }] },
  };
}

async function fn(
  items: readonly object[],
  functionConfig?: object,
  argv = ["fn"],
): Promise<CliResult & { list: ResourceList }> {
  const list = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items, functionConfig };
  const result = await cli(argv, { stdin: JSON.stringify(list) });
  return { ...result, list: parse(result.stdout) as ResourceList };
}

const SPEC = (spec: object): object => ({
  apiVersion: "presecret.dev/v1alpha1",
  kind: "Presecret",
  metadata: { name: "presecret" },
  spec,
});

test("fn replaces ExternalSecrets, takes stores out and echoes the functionConfig", async () => {
  const { exit, list } = await fn([STORE, externalSecret(), CONFIG_MAP], SPEC({}));
  assert.equal(exit, 0);
  assert.deepEqual(
    list.items.map(({ kind }) => kind),
    ["Secret", "ConfigMap"],
  );
  assert.deepEqual(list.functionConfig, SPEC({}));
  assert.equal(list.results, undefined);
});

test("without arguments a ResourceList on standard input is enough, in JSON and in YAML", async () => {
  const json = await fn([STORE, externalSecret()], undefined, []);
  assert.deepEqual([json.exit, json.list.items.length], [0, 1]);
  const yaml = await cli([], {
    stdin: "apiVersion: config.kubernetes.io/v1beta1\nkind: ResourceList\nitems: []\n",
  });
  assert.deepEqual(
    [yaml.exit, yaml.stdout],
    [0, "apiVersion: config.kubernetes.io/v1beta1\nkind: ResourceList\nitems: []\n"],
  );
});

test("without arguments blank lines are read in linear time", async () => {
  const stdin = `${"\n".repeat(2_000_000)}kind: ResourceList\n`;
  const { exit, stdout } = await cli([], { stdin });
  assert.deepEqual(
    [exit, stdout],
    [0, "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n"],
  );
});

test("without arguments anything else is answered with the help", async () => {
  const { exit, stdout, stderr } = await cli([], { stdin: "kind: Pod\n" });
  assert.deepEqual([exit, stdout], [64, ""]);
  assert.match(stderr, /Usage:/);
});

test("a list that fails has results and no items, on standard error too, and says so with its exit code", async () => {
  const { exit, list, stderr, stdout } = await fn([STORE, externalSecret({}, "none"), CONFIG_MAP]);
  assert.equal(exit, 66);
  assert.deepEqual(list.items, []);
  assert.deepEqual(
    list.results?.map(({ severity, tags }) => [severity, tags.code]),
    [["error", "SECRET_NOT_FOUND"]],
  );
  assert.match(stderr, /SECRET_NOT_FOUND/);
  assert.doesNotMatch(stdout + stderr, /s3cr3t/);
});

test("items keep every annotation; a Secret gets none of an orchestrator's", async () => {
  const annotations = {
    "config.kubernetes.io/index": "3",
    "internal.config.kubernetes.io/prefixes": "a-",
    "kustomize.config.k8s.io/id": "group: x\nkind: y\n",
    "config.k8s.io/id": "1",
    "internal.kpt.dev/upstream-identifier": "v1|ConfigMap|a|b",
    "argocd.argoproj.io/sync-wave": "-1",
  };
  const kept = { ...CONFIG_MAP, metadata: { name: "c", annotations } };
  const { list } = await fn([STORE, externalSecret(annotations), kept]);
  assert.deepEqual(list.items[0]?.metadata["annotations"], { "argocd.argoproj.io/sync-wave": "-1" });
  assert.deepEqual(list.items[1]?.metadata["annotations"], annotations);
});

test("block items pass through as they are written, with comments and numbers", async () => {
  const item =
    "  # about it\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: c # short\n  data:\n    a: 1.50\n    b: |\n      x\n\n      y\n";
  const stdin = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- ${item.slice(2).replace("# about it\n  ", "")}- apiVersion: v1\n  kind: Service\n  metadata: {name: s}\n`;
  const { stdout } = await cli(["fn"], { stdin });
  assert.equal(stdout, stdin);
});

test("the functionConfig's options are those of the flags", async () => {
  const redacted = await fn([STORE, externalSecret()], SPEC({ redact: true }));
  assert.match(Buffer.from(redacted.stdout.match(/p: "(.*)"/)?.[1] ?? "", "base64").toString(), /redacted/);
  const kept = await fn([STORE, externalSecret()], {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "x" },
    data: { keep: "true" },
  });
  assert.deepEqual(
    kept.list.items.map(({ kind }) => kind),
    ["SecretStore", "Secret"],
  );
});

const REFUSED: readonly (readonly [config: object, message: RegExp])[] = [
  [SPEC({ namespaces: "x" }), /no option "namespaces".*\n.*Did you mean namespace\?/],
  [SPEC({ ambient: true }), /no option "ambient"/],
  [SPEC({ keep: "perhaps" }), /keep is neither true nor false/],
  [SPEC({ namespace: 1 }), /namespace is no text/],
  [SPEC({ allowHosts: [1] }), /allowHosts is no list of texts/],
  [{ ...SPEC({}), spec: [{ keep: true }] }, /spec is no map of options/],
  [{ ...SPEC({}), spec: "keep" }, /spec is no map of options/],
  [{ ...SPEC({}), keep: true }, /it has a field "keep".*\n.*below spec/],
  [
    JSON.parse('{"apiVersion":"presecret.dev/v1alpha1","kind":"Presecret","spec":{"__proto__":{}}}'),
    /no option "__proto__"/,
  ],
  [
    { ...SPEC({}), apiVersion: "presecret.dev/v1" },
    /its apiVersion is "presecret\.dev\/v1".*\n.*reads presecret\.dev\/v1alpha1/,
  ],
  [SPEC({ timeout: "soon" }), /flag --timeout cannot be "soon"/],
  [SPEC({ timeout: "60000m" }), /flag --timeout cannot be "60000m".*\n.*at most a day/],
  [SPEC({ awsBatch: "on" }), /flag --aws-batch cannot be "on".*\n.*auto or off/],
  [SPEC({ report: "report.txt" }), /flag --report cannot be "report.txt"/],
  [SPEC({ seedTime: "2026-01-31T00:00:00Z" }), /flag --seed-time needs --seed-file/],
  [SPEC({ constructor: "x" }), /no option "constructor"/],
  [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, data: ["keep"] }, /data is no map/],
  [{ apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "x" } }, /its kind is "Thing"/],
];

for (const [config, message] of REFUSED) {
  test(`a functionConfig is refused: ${message.source}`, async () => {
    const { exit, stderr, list } = await fn([CONFIG_MAP], config);
    assert.equal(exit, 78);
    assert.match(stderr, message);
    assert.deepEqual(list.items, []);
  });
}

test("an orchestrator that writes files back gets no Secret unless it is allowed", async () => {
  const items = [STORE, externalSecret({ "internal.config.kubernetes.io/path": "app/db.yaml" })];
  const refused = await fn(items);
  assert.equal(refused.exit, 64);
  assert.match(refused.stderr, /an item comes from "app\/db.yaml"/);
  assert.deepEqual(refused.list.items, []);
  const allowed = await fn(items, SPEC({ allowWrite: true }));
  assert.equal(allowed.exit, 0);
  const untouched = await fn([
    { ...CONFIG_MAP, metadata: { name: "c", annotations: { "config.kubernetes.io/path": "c.yaml" } } },
  ]);
  assert.equal(untouched.exit, 0);
});

test("the file that is named is that of an object of ours, where it has one", async () => {
  const other = {
    ...CONFIG_MAP,
    metadata: { name: "c", annotations: { "config.kubernetes.io/path": "a.yaml" } },
  };
  const own = externalSecret({ "config.kubernetes.io/path": "db.yaml" });
  assert.match((await fn([STORE, other, own])).stderr, /an item comes from "db\.yaml"/);
  assert.match((await fn([STORE, other, externalSecret()])).stderr, /an item comes from "a\.yaml"/);
});

test("only the functionConfig as an item, as kustomize gives a layer without resources", async () => {
  const item = {
    ...SPEC({}),
    metadata: { name: "presecret", annotations: { "config.kubernetes.io/local-config": "true" } },
  };
  const { exit, list } = await fn([item], SPEC({}));
  assert.deepEqual([exit, list.items], [0, [item]]);
});

for (const end of ["---\n", "...\n", "---\n# end\n", "...\n---\n---\n"]) {
  test(`a list may end with ${JSON.stringify(end)}`, async () => {
    const { exit, stdout } = await cli(["fn"], { stdin: `kind: ResourceList\nitems: []\n${end}` });
    assert.equal(exit, 0);
    assert.match(stdout, /^items: \[\]$/m);
  });
}

test("items: null is a list without items", async () => {
  const { exit, stdout } = await cli(["fn"], { stdin: "kind: ResourceList\nitems: null\n" });
  assert.equal(exit, 0);
  assert.match(stdout, /^items: \[\]$/m);
});

const LATIN_1 = Buffer.from("kind: ResourceList\nitems: [{apiVersion: v1, kind: A, a: \xff}]\n", "latin1");

const BAD_LISTS = [
  LATIN_1,
  "kind: ResourceList\nitems: 1\n",
  "kind: ResourceList\nitems: [a]\n",
  "kind: ResourceList\nitems: [null]\n",
  "kind: ResourceList\nitems: []\nfunctionConfig: keep\n",
  "kind: ResourceList\nitems: []\n---\nkind: ConfigMap\napiVersion: v1\n",
  "kind: Pod\n",
  "kind: [\n",
];

for (const stdin of BAD_LISTS) {
  test(`fn refuses ${JSON.stringify(stdin.toString())}`, async () => {
    const { exit, stdout, stderr } = await cli(["fn"], { stdin });
    assert.deepEqual([exit, stdout], [65, ""]);
    assert.match(stderr, /Cannot read the ResourceList/);
  });
}

test("every flag of presecret fn is an option of the functionConfig, but --quiet", async () => {
  const { stderr } = await fn([], SPEC({ nothingLikeIt: true }));
  const { flags = {} } = COMMANDS.find(({ name }) => name === "fn") ?? {};
  const options = Object.keys(flags).map((flag) => flag.replace("allow-host", "allow-hosts"));
  for (const flag of options.filter((name) => name !== "quiet"))
    assert.match(
      stderr,
      new RegExp(`\\b${flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}\\b`),
    );
});
