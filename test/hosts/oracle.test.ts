import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";

import { readDocument } from "../../src/manifest/read-document.ts";
import { cli } from "../cli.ts";
import { skipWithout, toolPath } from "../servers/find.ts";
import type { KubernetesObject } from "./programs.ts";
import { ROOT } from "./programs.ts";

const FIXTURES = join(ROOT, "fixtures");

/** Texts that readers of YAML disagree about, as values, keys, labels and annotations. */
const TEXTS = [
  ..."y n yes no on off true false null ~ Y NO On 0777 017 0o17 0x1F 0b101 1_000 685_230.15 1e3 1.10 .5 .inf .nan 1:30 190:20:30 2001-12-14".split(
    " ",
  ),
  ..."- ? : , [ ] { } # & * ! | > ' \" % @ `".split(" "),

  "",
  " ",
  " a ",
  "a: b",
  "a #b",
  "---",
  "--- a",
  "...",
  "\t",
  "\ta",
  "a\nb",
  "a\n",
  "\na",
  "a\n\n",
  "a\r\nb",
  "\u0000",
  "\u0007",
  "\u001B",
  "\u007F",
  "\u0085",
  "\u00A0",
  "\u00AD",
  "\u2028",
  "\u2029",
  "\uFEFF",
  "\u{1F600}",
  "a\\nb",
  "\\",
  "{{ }}",
  "!!binary a",
  "&a b",
  "<<",
  "x".repeat(2000),
];

/** Cases whose expectation is a stream of objects, and not a report. */
const STREAMS = globSync("**/expected.yaml", { cwd: FIXTURES }).filter((file) =>
  /^kind: /m.test(readFileSync(join(FIXTURES, file), "utf8")),
);

interface Reader {
  readonly name: string;
  readonly tool: string;
  /** The objects of a stream. */
  readonly parse: (stream: string) => unknown;
  /** Fixtures with lists that it refuses or takes apart in a way of its own. */
  readonly apart: readonly string[];
}

const READERS: readonly Reader[] = [
  { name: "Argo CD", tool: "cmp-host", parse: parseAsArgocd, apart: [] },
  {
    name: "kubectl",
    tool: "kubectl",
    parse: parseAsKubectl,
    apart: ["read/list-in-list", "read/list-of-one-kind"],
  },
];

for (const { name: reader, tool, parse, apart } of READERS) {
  suite(`${reader}'s reader of YAML agrees with what is written`, { skip: skipWithout(tool) }, () => {
    for (const file of STREAMS.filter((name) => !apart.includes(dirname(name)))) {
      test(`fixture ${dirname(file)}`, () => {
        const stream = readFileSync(join(FIXTURES, file), "utf8");
        const ours = stream
          .split(/^---.*$/m)
          .map((text) => readDocument(text).value)
          .filter((value) => value !== null);
        assert.deepEqual(flatten(toJson(parse(stream))), flatten(toJson(ours)));
      });
    }

    test("every text that readers disagree about, as value, annotation and key of a Secret", async () => {
      const secrets = TEXTS.map((text, index) => ({ name: `key-${index}`, text }));
      // Argo CD cannot read these outside of base64, however they are written: it goes through JSON that does not escape them.
      const shown = secrets.filter(({ text }) => !["\u007F", "\u0085"].includes(text));
      const stdin = [
        {
          apiVersion: "external-secrets.io/v1",
          kind: "SecretStore",
          metadata: { name: "s" },
          spec: {
            provider: {
              fake: {
                data: secrets.map(({ name, text }) => ({ key: name, value: text === "" ? "-" : text })),
              },
            },
          },
        },
        {
          apiVersion: "external-secrets.io/v1",
          kind: "ExternalSecret",
          metadata: {
            name: "a",
            annotations: Object.fromEntries(shown.map(({ name, text }) => [name, text])),
            labels: { yes: "no", on: "1e3" },
          },
          spec: {
            secretStoreRef: { name: "s" },
            data: secrets.map(({ name }) => ({ secretKey: name, remoteRef: { key: name } })),
          },
        },
        {
          apiVersion: "external-secrets.io/v1",
          kind: "ExternalSecret",
          metadata: { name: "keys" },
          spec: {
            secretStoreRef: { name: "s" },
            data: ["y", "on", "true", "null", "0777", "1e3", "0o17", ".5", "1_0"].map((secretKey) => ({
              secretKey,
              remoteRef: { key: "key-0" },
            })),
          },
        },
      ]
        .map((object) => JSON.stringify(object))
        .join("\n---\n");
      const { exit, stdout, stderr } = await cli(["render", "-"], { stdin });
      assert.equal(exit, 0, stderr);
      const [secret, keys] = parse(stdout) as {
        metadata: { annotations: Record<string, string>; labels: unknown };
        data: Record<string, string>;
      }[];
      const { data = {} } = secret ?? {};
      for (const { name, text } of shown)
        assert.equal(secret?.metadata.annotations[name], text, JSON.stringify(text));
      for (const { name, text } of secrets) {
        assert.equal(Buffer.from(data[name] ?? "", "base64").toString(), text === "" ? "-" : text);
      }
      assert.deepEqual(secret?.metadata.labels, { yes: "no", on: "1e3" });
      assert.deepEqual(Object.keys(keys?.data ?? {}).toSorted(), [
        ".5",
        "0777",
        "0o17",
        "1_0",
        "1e3",
        "null",
        "on",
        "true",
        "y",
      ]);
    });
  });
}

function parseAsArgocd(stream: string): unknown {
  return JSON.parse(runOn(stream, "cmp-host", ["parse"]));
}

/** Its one command that reads objects of any kind without a cluster labels them. */
const LABEL = ["label", "--local", "-f", "-", "read-by=kubectl", "-o", "json"];

function parseAsKubectl(stream: string): unknown {
  const printed = runOn(stream, "kubectl", LABEL).trim();
  const objects: unknown = JSON.parse(`[${printed.replaceAll("\n}\n{", "\n},\n{")}]`);
  assert.ok(Array.isArray(objects));
  return objects.map(withoutLabel);
}

function withoutLabel({ metadata: { labels, ...metadata }, ...object }: KubernetesObject): object {
  const { "read-by": label, ...others } = labels ?? {};
  assert.equal(label, "kubectl");
  return {
    ...object,
    metadata: Object.keys(others).length === 0 ? metadata : { ...metadata, labels: others },
  };
}

function runOn(stream: string, tool: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(toolPath(tool), args, {
    input: stream,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Some readers keep a List, others give its items. */
function flatten(objects: unknown): unknown {
  assert.ok(Array.isArray(objects));
  return objects.flatMap((object: { readonly kind?: unknown; readonly items?: readonly unknown[] }) =>
    object.kind === "List" ? (object.items ?? []) : [object],
  );
}

/** As JSON, whose numbers are what Go gives. */
function toJson(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, member: unknown) => (typeof member === "bigint" ? Number(member) : member)),
  );
}
