import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { after, test } from "node:test";

import { OutputError } from "../../src/hosts/io.ts";
import { writeFileAtomically } from "../../src/hosts/output.ts";
import { fdOutput } from "../../src/hosts/stdio.ts";
import { cli } from "../cli.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const MAIN = join(ROOT, "src/main.ts");
const DEMO = join(ROOT, "fixtures/demo/guestbook");
const directory = mkdtempSync(join(tmpdir(), "presecret-"));
after(() => rmSync(directory, { recursive: true }));

const large = join(directory, "large.yaml");
const document = `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  text: "${"x".repeat(60_000)}"\n`;
writeFileSync(large, document.repeat(500));

test("main() exits with 74 where the disk is full", () => {
  const full = openSync("/dev/full", "w");
  const { status } = spawnSync(process.execPath, [MAIN, "render", DEMO], {
    stdio: ["ignore", full, "ignore"],
  });
  closeSync(full);
  assert.equal(status, 74);
});

test("main() keeps its exit code where standard error cannot be written", () => {
  const full = openSync("/dev/full", "w");
  for (const [args, wanted] of [
    [["render", "no-such-file.yaml"], 65],
    [["no-such-command"], 64],
  ] as const) {
    const { status } = spawnSync(process.execPath, [MAIN, ...args], { stdio: ["ignore", "ignore", full] });
    assert.equal(status, wanted);
  }
  closeSync(full);
});

test("main() exits with 74 where the reader leaves", async () => {
  const child = spawn(process.execPath, [MAIN, "render", large], { stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.once("data", () => child.stdout.destroy());
  const status = await new Promise((done) => child.on("close", done));
  assert.equal(status, 74);
});

test("main() gives a slow reader all of 30 MB", async () => {
  const child = spawn(process.execPath, [MAIN, "render", large], { stdio: ["ignore", "pipe", "ignore"] });
  let size = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    child.stdout.pause();
    setTimeout(() => child.stdout.resume(), 1);
  });
  const status = await new Promise((done) => child.on("close", done));
  assert.equal(status, 0);
  assert.equal(size, document.length * 500);
});

test("fdOutput() waits for the reader of a pipe that does not block", async () => {
  const pipe = join(directory, "pipe");
  execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", pipe]);
  const held = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  const writing = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  const counting = spawn("sh", ["-c", 'sleep 0.3; wc -c < "$1"', "sh", pipe], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const counted = textOf(counting.stdout);
  const chunk = new Uint8Array(1_000_000);
  try {
    fdOutput(writing, () => false).write(chunk, chunk, chunk);
  } finally {
    closeSync(writing);
  }
  assert.equal(Number(await counted), 3 * chunk.length);
  closeSync(held);
});

test("a file that cannot take its name is not left behind under another one", () => {
  const folder = mkdtempSync(join(directory, "taken-"));
  mkdirSync(join(folder, "name"));
  assert.throws(() => {
    writeFileAtomically(join(folder, "name"), [new TextEncoder().encode(document)]);
  }, OutputError);
  assert.deepEqual(readdirSync(folder), ["name"]);
});

test("render -o FILE writes a private file, and nothing when it fails", async () => {
  const file = join(directory, "out.yaml");
  const { exit, stdout } = await cli(["render", DEMO, "-o", file]);
  assert.deepEqual([exit, stdout], [0, ""]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const failed = await cli([
    "render",
    join(ROOT, "fixtures/data/missing-secret/input.yaml"),
    "-o",
    join(directory, "none.yaml"),
  ]);
  assert.equal(failed.exit, 66);
  assert.ok(!readdirSync(directory).some((name) => name.includes("none")));
});

test("render -o leaves a file that is one of the inputs alone, by whatever name", async () => {
  const folder = mkdtempSync(join(directory, "inputs-"));
  const input = join(folder, "stream.yaml");
  const text = readFileSync(join(DEMO, "frontend.yaml"));
  writeFileSync(input, text);
  symlinkSync(input, join(folder, "link.yaml"));
  for (const output of ["stream.yaml", "link.yaml"]) {
    const { exit, stderr } = await cli(["render", DEMO, "stream.yaml", "-o", output], { cwd: folder });
    assert.equal(exit, 64, stderr);
    assert.match(stderr, /it is one of the inputs \[OUTPUT_REFUSED\]/);
    assert.deepEqual(readFileSync(input), text);
  }
});

test("render writes no report and no audit log over an input", async () => {
  const folder = mkdtempSync(join(directory, "records-"));
  const input = join(folder, "stream.json");
  const text = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}\n';
  writeFileSync(input, text);
  symlinkSync(input, join(folder, "link.json"));
  for (const [flag, path] of [
    ["--report", "stream.json"],
    ["--report", "link.json"],
    ["--audit", "stream.json"],
  ] as const) {
    const { exit, stdout, stderr } = await cli(["render", "stream.json", flag, path], { cwd: folder });
    assert.equal(exit, 64, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^presecret: Flag ${flag} cannot be "${path}": it is one of the inputs`));
    assert.equal(readFileSync(input, "utf8"), text);
  }
});

test("render -o DIR/ writes a file for each input, into an empty directory only", async () => {
  const target = `${join(directory, "rendered")}/`;
  const first = await cli(["render", "fixtures/demo/guestbook", "-o", target], { cwd: ROOT });
  assert.equal(first.exit, 0);
  assert.deepEqual(readdirSync(join(target, "fixtures/demo/guestbook")).toSorted(), [
    "frontend.yaml",
    "redis.yaml",
    "secrets.yaml",
    "stores.yaml",
  ]);
  const frontend = "fixtures/demo/guestbook/frontend.yaml";
  assert.deepEqual(readFileSync(join(target, frontend)), readFileSync(join(ROOT, frontend)));
  const second = await cli(["render", "fixtures/demo/guestbook", "-o", target], { cwd: ROOT });
  assert.equal(second.exit, 64);
  assert.match(second.stderr, /OUTPUT_REFUSED/);
});

test("render - -o DIR/ writes stream.yaml, privately", async () => {
  const target = join(directory, "from-stdin");
  const { exit } = await cli(["render", "-", "-o", `${target}/`], { stdin: document });
  assert.equal(exit, 0);
  assert.deepEqual(readdirSync(target), ["stream.yaml"]);
  assert.equal(statSync(target).mode & 0o777, 0o700);
  assert.equal(statSync(join(target, "stream.yaml")).mode & 0o777, 0o600);
});

test("render -o writes into a Git work tree with --allow-git or --redact only", async () => {
  const tree = join(directory, "tree");
  mkdirSync(join(tree, ".git"), { recursive: true });
  for (const [flags, wanted] of [
    [[], 64],
    [["--allow-git"], 0],
    [["--redact"], 0],
  ] as const) {
    const { exit } = await cli(["render", DEMO, "-o", join(tree, "out.yaml"), ...flags]);
    assert.equal(exit, wanted);
  }
});

test("main() gives up after --timeout, also while nothing comes from standard input", async () => {
  const child = spawn(process.execPath, [MAIN, "render", "-", "--timeout", "200ms"], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const out = textOf(child.stdout);
  const err = textOf(child.stderr);
  const failsafe = setTimeout(() => child.kill("SIGKILL"), 20_000);
  const status = await new Promise((done) => child.on("exit", done));
  clearTimeout(failsafe);
  child.stdin.destroy();
  assert.equal(status, 75);
  assert.equal(await out, "");
  assert.match(await err, /\[DEADLINE\]/);
});

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  test(`main() dies of ${signal}, and has written nothing`, async () => {
    const child = spawn(process.execPath, [MAIN, "render", "-"], { stdio: ["pipe", "pipe", "pipe"] });
    const out = textOf(child.stdout);
    const ended = new Promise((done) => {
      child.on("exit", (_status, by) => {
        done(by);
      });
    });
    child.stdin.write(document);
    setTimeout(() => child.kill(signal), 300);
    assert.equal(await ended, signal);
    assert.equal(await out, "");
  });
}

test("main() names standard input that cannot be read", () => {
  const folder = openSync(directory, "r");
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "render", "-"], {
    stdio: [folder, "pipe", "pipe"],
    encoding: "utf8",
  });
  closeSync(folder);
  assert.deepEqual([status, stdout], [65, ""]);
  assert.match(stderr, /\[INPUT_UNREADABLE\]/);
});

test("runCli() prints help without arguments, and exits with 64", async () => {
  const { exit, stdout, stderr } = await cli([]);
  assert.deepEqual([exit, stdout], [64, ""]);
  assert.match(stderr, /Usage:/);
});

test("runCli() prints help for each command, with an example", async () => {
  for (const command of ["render", "plan", "validate", "verify", "explain"]) {
    const { exit, stdout } = await cli([command, "--help"]);
    assert.equal(exit, 0);
    assert.match(stdout, /Example:/);
  }
});

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
