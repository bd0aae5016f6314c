import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { test } from "node:test";

import { cli } from "./cli.ts";

/**
 * A case is a folder: `input.yaml`, perhaps `remote.yaml` (fake data for every store), `args.txt` (a command line in
 * place of `render input.yaml`) and `stores/`; and `expected.yaml` (standard output) or `errors.txt` (standard error
 * of a run that fails). `warnings.txt` is standard error beside an `expected.yaml`.
 * `npm run fixtures:update` writes what comes out; read the difference before you keep it.
 */
const FIXTURES = resolve(import.meta.dirname, "../fixtures");
const UPDATE = process.env["UPDATE_FIXTURES"] === "1";
const OTHERS = ["conformance", "demo"];

const cases = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && (entry.name === "input.yaml" || entry.name === "args.txt"))
  .map((entry) => relative(FIXTURES, entry.parentPath))
  .filter((folder) => !OTHERS.includes(folder.split("/")[0] ?? ""));

for (const folder of new Set(cases)) {
  test(`fixture ${folder}`, async () => {
    const directory = join(FIXTURES, folder);
    const { exit, stdout, stderr } = await cli(argumentsOf(directory), { cwd: directory });
    if (UPDATE) update(directory, exit, stdout, stderr);
    if (existsSync(join(directory, "errors.txt"))) {
      assert.equal(stderr, read(directory, "errors.txt"));
      assert.equal(stdout, "", "a run that fails writes nothing to standard output");
      assert.notEqual(exit, 0);
    } else {
      assert.equal(stdout, read(directory, "expected.yaml"));
      assert.equal(
        stderr,
        existsSync(join(directory, "warnings.txt")) ? read(directory, "warnings.txt") : "",
      );
      assert.equal(exit, 0);
    }
  });
}

test("every case has one expectation", () => {
  assert.ok(new Set(cases).size > 80, `only ${cases.length} cases were found`);
  const wrong = cases.filter(
    (folder) =>
      existsSync(join(FIXTURES, folder, "errors.txt")) ===
      existsSync(join(FIXTURES, folder, "expected.yaml")),
  );
  assert.deepEqual(wrong, []);
});

function argumentsOf(directory: string): string[] {
  const remote = existsSync(join(directory, "remote.yaml")) ? ["--fake", "remote.yaml"] : [];
  const stores = existsSync(join(directory, "stores")) ? ["--stores", "stores"] : [];
  const line = existsSync(join(directory, "args.txt"))
    ? read(directory, "args.txt").trim()
    : "render input.yaml";
  return [...line.split(/\s+/), ...remote, ...stores];
}

function update(directory: string, exit: number, stdout: string, stderr: string): void {
  for (const name of ["errors.txt", "expected.yaml", "warnings.txt"])
    rmSync(join(directory, name), { force: true });
  if (exit === 0) writeFileSync(join(directory, "expected.yaml"), stdout);
  if (stderr !== "") writeFileSync(join(directory, exit === 0 ? "warnings.txt" : "errors.txt"), stderr);
}

function read(directory: string, name: string): string {
  return readFileSync(join(directory, name), "utf8");
}
