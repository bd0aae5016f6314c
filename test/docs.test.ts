import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";

import { CODES } from "../src/ground/codes.ts";
import { COMMANDS } from "../src/hosts/commands.ts";
import { COMMON_FAILURES } from "../src/hosts/explain/common-failures.ts";
import { VERSION } from "../src/hosts/version.ts";
import { cli } from "./cli.ts";

const ROOT = resolve(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** The two commands that set the project up: they are run before the tests, not by them. */
const SET_UP = ["npm ci && npm run demo", "npm cit"];

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))]
    .flatMap(([, text = ""]) => text.split("\n"))
    .filter((line) => line !== "");
}

test("README.md shows the two commands that set the project up", () => {
  for (const command of SET_UP) assert.ok(blocks("sh").includes(command), command);
});

test("README.md begins with an ExternalSecret and the Secret that render makes of it", async () => {
  const [input = "", expected = ""] = [...README.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text]) => text);
  const folder = mkdtempSync(join(tmpdir(), "presecret-readme-"));
  try {
    writeFileSync(
      join(folder, "remote.yaml"),
      `data: [{key: shop/database, value: '{"username": "shop", "password": "s3cret"}'}]`,
    );
    const { stdout, stderr } = await cli(["render", "-", "--fake", "remote.yaml"], {
      stdin: input,
      cwd: folder,
    });
    assert.deepEqual([stdout, stderr], [expected, ""]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("README.md lists every command of the help", () => {
  for (const { name } of COMMANDS) assert.match(README, new RegExp(`^\\|.*\`${name}\\b`, "m"), name);
});

for (const command of blocks("sh").filter((line) => !SET_UP.includes(line))) {
  test(`README.md: ${command}`, () => {
    const output = execFileSync("sh", ["-c", command], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    assert.ok(output.length > 0 || command.includes("validate"));
  });
}

test("README.md names commands that exist in its console blocks", () => {
  const named = blocks("console").flatMap((line) =>
    [...line.matchAll(/presecret (\w+)/g)].map(([, name]) => name),
  );
  assert.ok(named.length > 0);
  for (const name of named)
    assert.ok(
      COMMANDS.some((command) => command.name === name),
      name,
    );
});

test("README.md lists every exit code", () => {
  for (const { exit } of Object.values(CODES)) assert.match(README, new RegExp(`^\\| ${exit} \\|`, "m"));
});

test("README.md has the commonest failures as a table", () => {
  assert.ok(COMMON_FAILURES.length >= 20);
  for (const { code, provider, cause, check, fix } of COMMON_FAILURES) {
    const row = `| \`${code}\` | ${provider} | ${cause} | \`${check.replaceAll("|", "\\|")}\` | ${fix} |`;
    assert.ok(README.includes(`${row}\n`), row);
  }
});

test("the commonest failures show no secret and end without a stop", () => {
  for (const { cause, check, fix } of COMMON_FAILURES) {
    assert.doesNotMatch(check, /password|kv get (?!-output-curl-string)|show --name NAME$|get-secret-value/);
    for (const text of [cause, check, fix]) assert.doesNotMatch(text, /\.$/);
  }
});

test("VERSION is the version of package.json", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  assert.equal(VERSION, version);
});
