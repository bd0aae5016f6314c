import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import fc from "fast-check";

import { LIMITS } from "../../src/ground/limits.ts";
import { MountedCredentials } from "../../src/hosts/credential-files.ts";
import { readRegularFile } from "../../src/hosts/read-file.ts";
import type { CliResult } from "../cli.ts";
import { cli } from "../cli.ts";

const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
const EXTERNAL_SECRET =
  "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec: {secretStoreRef: {name: s}, data: [{secretKey: k, remoteRef: {key: k}}]}\n";
const IS_LINUX = process.platform === "linux";
const CANARY = "s3cr3t-canary";

const base = realpathSync(mkdtempSync(join(tmpdir(), "presecret-files-")));
after(() => rmSync(base, { recursive: true, force: true }));
const outside = folder();
writeFileSync(join(outside, "out.yaml"), `${CONFIG_MAP}data: {x: ${CANARY}}\n`);

function folder(): string {
  return mkdtempSync(join(base, "f-"));
}

function makeFifo(path: string): void {
  execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", path], { stdio: "ignore" });
}

function refused({ exit, stdout, stderr }: CliResult, says: RegExp): void {
  assert.deepEqual([exit, stdout], [65, ""]);
  assert.match(stderr, says);
}

for (const limit of [9, 10]) {
  test(`readRegularFile() of 10 bytes with limit ${limit}`, () => {
    const file = join(folder(), "a");
    writeFileSync(file, "0123456789");
    const read = readRegularFile(file, { limit });
    assert.equal(
      read.kind === "bytes" ? Buffer.from(read.bytes).toString() : read.kind,
      limit === 10 ? "0123456789" : "large",
    );
  });
}

test("readRegularFile() stops reading a file that has more than its size says", { skip: !IS_LINUX }, () => {
  assert.deepEqual(readRegularFile("/proc/self/status", { limit: 10 }), { kind: "large" });
  assert.equal(readRegularFile("/proc/self/status", { limit: 1_000_000 }).kind, "bytes");
});

for (const file of ["/dev/zero", "/dev/null"]) {
  test(`readRegularFile() reads nothing of ${file}`, () => {
    assert.deepEqual(readRegularFile(file, { limit: 10 }), {
      kind: "unreadable",
      reason: "it is not a regular file",
    });
  });
}

test("readRegularFile() reads no file whose folder became a link out of the root, nor one that became a link", () => {
  const root = folder();
  symlinkSync(outside, join(root, "sub"));
  symlinkSync(join(outside, "out.yaml"), join(root, "out.yaml"));
  const rules = { limit: 1000, root };
  assert.deepEqual(readRegularFile(join(root, "sub/out.yaml"), rules), {
    kind: "unreadable",
    reason: "it lies outside of the folder",
  });
  assert.deepEqual(readRegularFile(join(root, "out.yaml"), rules), {
    kind: "unreadable",
    reason: "it is a symbolic link",
  });
});

test("presecret render FOLDER refuses a pipe among the manifests, and does not wait for it", async () => {
  const root = folder();
  writeFileSync(join(root, "a.yaml"), CONFIG_MAP);
  makeFifo(join(root, "b.yaml"));
  refused(await cli(["render", root]), /b\.yaml": it is not a regular file \[INPUT_UNREADABLE\]/);
  refused(await cli(["render", join(root, "*.yaml")]), /b\.yaml": it is not a regular file/);
  refused(
    await cli(["render", "--stores", root, "-"], { stdin: EXTERNAL_SECRET }),
    /b\.yaml": it is not a regular/,
  );
});

test("presecret render FOLDER passes over hidden files and folders, and pipes of other names", async () => {
  const root = folder();
  mkdirSync(join(root, ".git"));
  for (const name of ["a.yaml", ".b.yaml", ".git/c.yaml"]) writeFileSync(join(root, name), CONFIG_MAP);
  makeFifo(join(root, "pipe"));
  const { exit, stdout } = await cli(["render", root]);
  assert.deepEqual([exit, stdout], [0, CONFIG_MAP]);
});

test("presecret render reads a folder that is named by a link", async () => {
  const root = folder();
  writeFileSync(join(root, "a.yaml"), CONFIG_MAP);
  const link = join(folder(), "link");
  symlinkSync(root, link);
  const { exit, stdout, stderr } = await cli(["render", link]);
  assert.deepEqual([exit, stdout], [0, CONFIG_MAP], stderr);
});

for (const [levels, exit] of [
  [LIMITS.folders, 0],
  [LIMITS.folders + 1, 65],
] as const) {
  test(`presecret render FOLDER with ${levels} folders within folders is exit ${exit}`, async () => {
    const root = folder();
    const deepest = join(root, ...Array.from({ length: levels }, () => "d"));
    mkdirSync(deepest, { recursive: true });
    writeFileSync(join(deepest, "a.yaml"), CONFIG_MAP);
    const result = await cli(["render", root]);
    assert.equal(result.exit, exit, result.stderr);
    assert.equal(result.stdout, exit === 0 ? CONFIG_MAP : "");
    if (exit !== 0) assert.match(result.stderr, /nested more than 32 levels deep \[LIMIT_EXCEEDED\]/);
  });
}

test("more than LIMITS.files manifest files of a folder or glob are refused", async () => {
  const root = folder();
  const file = join(root, "0.yaml");
  writeFileSync(file, "");
  for (let index = 1; index <= LIMITS.files; index++) linkSync(file, join(root, `${index}.yaml`));
  refused(await cli(["render", root]), /holds more than 10000 manifest files \[LIMIT_EXCEEDED\]/);
  refused(await cli(["render", "*"], { cwd: root }), /gives more than 10000 files \[LIMIT_EXCEEDED\]/);
});

for (const pattern of [
  `{${"a,b}{".repeat(17)}a,b}.yaml`,
  "{1..999999999}.yaml",
  "{0x1..0xfffff}.yaml",
  "{1e2..1e9}.yaml",
  "{1..40}-{-30..0}.yaml",
  "{a..z}{a..z}{1..2}.yaml",
  "x-{../a,b,{1..600}}.yaml",
])
  test(`presecret render refuses the glob ${pattern}, which stands for more than 1000 patterns`, async () => {
    refused(
      await cli(["render", pattern]),
      /its braces stand for more than 1000 patterns \[LIMIT_EXCEEDED\]/,
    );
  });

test("presecret render refuses a glob of more than 4096 characters", async () => {
  refused(
    await cli(["render", "*".repeat(70_000)]),
    /\*…": it has more than 4096 characters \[LIMIT_EXCEEDED\]/,
  );
});

test("presecret render takes what stands behind a backslash in a glob as it is written", async () => {
  const root = folder();
  mkdirSync(join(root, "a"));
  for (const name of ["a/b.yaml", "a[b].yaml"]) writeFileSync(join(root, name), CONFIG_MAP);
  const { exit, stdout } = await cli(["render", "a\\[*.yaml"], { cwd: root });
  assert.deepEqual([exit, stdout], [0, CONFIG_MAP]);
});

test("presecret render takes alternatives and ranges in a glob", async () => {
  const root = folder();
  for (const name of ["a-7.yaml", "b-7.yaml", "c-7.yaml", "a-700.yaml"])
    writeFileSync(join(root, name), CONFIG_MAP.replace("c}", `${name}}`));
  const { exit, stdout } = await cli(["render", "{a,b,../x}-{1..200}.yaml"], { cwd: root });
  assert.equal(exit, 0);
  assert.deepEqual(stdout.match(/\w-\d+\.yaml/g), ["a-7.yaml", "b-7.yaml"]);
});

test("MountedCredentials reads regular files up to 1 MiB, links followed, and nothing else", () => {
  const root = folder();
  const values = join(root, "secrets/ns/creds");
  mkdirSync(join(values, "..data"), { recursive: true });
  writeFileSync(join(values, "..data/token"), CANARY);
  symlinkSync("..data/token", join(values, "token"));
  writeFileSync(join(values, "large"), Buffer.alloc(2 ** 20 + 1));
  makeFifo(join(values, "pipe"));
  symlinkSync("/dev/zero", join(values, "device"));
  const files = new MountedCredentials("/", root);
  const read = (key: string): Uint8Array | undefined => files.read(["secrets", "ns", "creds", key]);
  assert.equal(Buffer.from(read("token") ?? []).toString(), CANARY);
  assert.equal(read("nothing"), undefined);
  assert.equal(read("..data"), undefined);
  for (const key of ["large", "pipe", "device"]) assert.throws(() => read(key), { name: "ProblemError" });
});

/** What may stand at one place of a tree. */
const node = fc.constantFrom(
  "file",
  "folder",
  "fifo",
  "link out",
  "link to folder out",
  "loop",
  "hard link",
  "dangling",
);
const places = fc.array(
  fc.tuple(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }), node),
  {
    maxLength: 8,
  },
);

test("no byte from outside of a folder is read, whatever its tree is", async () => {
  await fc.assert(
    fc.asyncProperty(places, async (tree) => {
      const root = folder();
      writeFileSync(join(root, "z.yaml"), CONFIG_MAP);
      for (const [path, kind] of tree) tryToMake(root, path, kind);
      const { exit, stdout, stderr } = await cli(["render", root]);
      assert.ok(!stdout.includes(CANARY) && !stderr.includes(CANARY));
      assert.ok(exit === 0 || (exit === 65 && stdout === ""), stderr);
    }),
    { numRuns: 60 },
  );
  assert.match(readFileSync(join(outside, "out.yaml"), "utf8"), /canary/);
});

/** Puts something into a tree, unless something else is in its way. */
function tryToMake(root: string, path: readonly string[], kind: string): void {
  const parent = join(root, ...path.slice(0, -1));
  const name = join(parent, path.at(-1) ?? "");
  try {
    mkdirSync(parent, { recursive: true });
    if (kind === "file") writeFileSync(`${name}.yaml`, CONFIG_MAP, { flag: "wx" });
    if (kind === "folder") mkdirSync(name);
    if (kind === "fifo") makeFifo(`${name}.yaml`);
    if (kind === "link out") symlinkSync(join(outside, "out.yaml"), `${name}.yaml`);
    if (kind === "link to folder out") symlinkSync(outside, name);
    if (kind === "loop") symlinkSync(".", name);
    if (kind === "hard link") linkSync(join(root, "z.yaml"), `${name}.yaml`);
    if (kind === "dangling") symlinkSync("nowhere", `${name}.yaml`);
  } catch {
    // Something else is there already.
  }
}
