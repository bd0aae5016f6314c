import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { after, before, suite, test } from "node:test";

import { skipWithout } from "../../servers/find.ts";
import type { Moto } from "../../servers/moto.ts";
import { startMoto } from "../../servers/moto.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** A line of a console block, and what it prints. */
interface Step {
  readonly command: string;
  readonly printed: string;
}

/** The walk-through: each `$ ` line of the chapter with the lines below it. */
function walkThrough(): Step[] {
  const [, chapter = ""] = README.split("\n## AWS, line by line\n");
  const [own = ""] = chapter.split("\n## ");
  const text = [...own.matchAll(/^```console\n([^]*?)^```/gm)].map(([, block = ""]) => block).join("");
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = "", ...printed] = step.split("\n");
      return { command, printed: printed.join("\n") };
    });
}

/** Stands for the AWS CLI, which is not installed here: `create-secret` as one request. */
const AWS_CLI = `
const flag = (name) => process.argv[process.argv.indexOf(name) + 1];
const [service, operation] = process.argv.slice(2);
if (service !== "secretsmanager" || operation !== "create-secret") throw new Error(process.argv.join(" "));
const response = await fetch(process.env.AWS_ENDPOINT_URL, {
  method: "POST",
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "secretsmanager.CreateSecret",
    authorization: \`AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/\${flag("--region")}/secretsmanager/aws4_request, SignedHeaders=host, Signature=0\`,
  },
  body: JSON.stringify({ Name: flag("--name"), SecretString: flag("--secret-string") }),
});
if (!response.ok) throw new Error(await response.text());
`;

suite("README.md, AWS, line by line", { skip: skipWithout("moto") }, () => {
  let moto: Moto;
  let cwd: string;

  before(async () => {
    moto = await startMoto();
    cwd = mkdtempSync(join(tmpdir(), "presecret-aws-"));
    mkdirSync(join(cwd, "bin"));
    cpSync(join(ROOT, "fixtures/article"), join(cwd, "fixtures/article"), { recursive: true });
    const main = join(ROOT, "src/main.ts");
    writeFileSync(join(cwd, "bin/aws.mjs"), AWS_CLI);
    writeFileSync(join(cwd, "bin/presecret"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, {
      mode: 0o755,
    });
    writeFileSync(
      join(cwd, "bin/aws"),
      `#!/bin/sh\nexec "${process.execPath}" "${join(cwd, "bin/aws.mjs")}" "$@"\n`,
      { mode: 0o755 },
    );
  });

  after(async () => {
    await moto.stop();
    rmSync(cwd, { recursive: true });
  });

  const run = async (command: string): Promise<{ exit: number; output: string }> => {
    const env = {
      PATH: `${join(cwd, "bin")}${delimiter}${process.env["PATH"] ?? ""}`,
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: "AKIATEST",
      AWS_SECRET_ACCESS_KEY: "shh",
    };
    return new Promise((done) => {
      execFile("sh", ["-c", `${command} 2>&1`], { cwd, env }, (error, stdout) => {
        done({ exit: error === null ? 0 : Number(error.code), output: stdout });
      });
    });
  };

  test("there is a walk-through", () => {
    assert.ok(walkThrough().length >= 4, `${walkThrough().length} lines`);
  });

  for (const { command, printed } of walkThrough()) {
    test(`$ ${command}`, async () => {
      const { exit, output } = await run(command);
      assert.equal(output, printed);
      assert.equal(exit, 0);
    });
  }
});
