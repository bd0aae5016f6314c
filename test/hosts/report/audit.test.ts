import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

import { auditLines } from "../../../src/hosts/report/audit.ts";
import { RunRecord } from "../../../src/hosts/report/run-record.ts";
import { cli } from "../../cli.ts";

const DEMO = resolve(import.meta.dirname, "../../../fixtures/demo/guestbook");
const directory = mkdtempSync(join(tmpdir(), "presecret-audit-"));
after(() => rmSync(directory, { recursive: true }));

const secret = (name: string) => ({ resourceId: `aws:sm:self:eu-west-1:${name}`, version: "" });

function parse(lines: string): Record<string, unknown>[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("--audit -: one line of JSON on standard error for each access", async () => {
  const { stderr } = await cli(["render", DEMO, "--audit", "-"]);
  const lines = parse(stderr);
  assert.deepEqual(
    lines.map(({ store, key, version, outcome }) => [store, key, version, outcome]),
    [
      ["SecretStore guestbook/guestbook", "fake:guestbook/database", undefined, "found"],
      ["SecretStore guestbook/guestbook", "fake:guestbook/api-key", "v2", "found"],
      ["SecretStore guestbook/guestbook", 'find:{"name":"^guestbook/tls/"}', undefined, "found"],
      ["ClusterSecretStore platform", "fake:platform/registry", undefined, "found"],
      ["ClusterSecretStore platform", 'find:{"name":"^platform/smtp/"}', undefined, "found"],
    ],
  );
  for (const { time } of lines) assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test("--audit FILE: lines are added, for the owner only", async () => {
  const path = join(directory, "audit.log");
  await cli(["render", DEMO, "--audit", path]);
  await cli(["render", DEMO, "--audit", path]);
  assert.equal(parse(readFileSync(path, "utf8")).length, 10);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("--audit: written when the render fails, too", async () => {
  const cwd = resolve(import.meta.dirname, "../../../fixtures/hosts/five-mistakes");
  const path = join(directory, "failed.log");
  const { exit } = await cli(["render", "input.yaml", "--audit", path], { cwd });
  assert.equal(exit, 65);
  assert.deepEqual(
    parse(readFileSync(path, "utf8")).map(({ key, outcome }) => [key, outcome]),
    [
      ["fake:gone", "missing"],
      ['find:{"name":"^app/"}', "found"],
    ],
  );
});

test("--audit: where it cannot be written nothing is rendered", async () => {
  const link = join(directory, "link");
  writeFileSync(join(directory, "elsewhere"), "");
  symlinkSync(join(directory, "elsewhere"), link);
  for (const path of [join(directory, "no/audit.log"), directory, link]) {
    const { exit, stdout, stderr } = await cli(["render", DEMO, "--audit", path]);
    assert.equal(exit, 74, path);
    assert.equal(stdout, "");
    assert.match(stderr, /Cannot write the audit log .* \[AUDIT_FAILED\]/);
  }
});

test("auditLines: a call has a line for each of its secrets, a login one of its own, and nothing is told twice", () => {
  let now = 0;
  const record = new RunRecord(() => now++);
  const call = { identity: "arn:aws:iam::1:role/reader", attempts: 1, milliseconds: 4 };
  for (const name of ["a", "b", "c"]) record.asked("SecretStore shop/aws", secret(name));
  record.called("SecretStore shop/aws", { ...call, operation: "AssumeRole", accesses: [], requestId: "r1" });
  record.called("SecretStore shop/aws", {
    ...call,
    operation: "BatchGetSecretValue",
    accesses: [
      { ...secret("a"), outcome: "found" },
      { ...secret("b"), outcome: "denied" },
    ],
    requestId: "r2",
  });
  for (const name of ["a", "b"])
    record.answered("SecretStore shop/aws", { ...secret(name), outcome: "found" });
  const lines = auditLines(record, { application: "shop" });
  assert.deepEqual(
    lines.map(({ operation, key, outcome, requestId, identity }) => [
      operation,
      key,
      outcome,
      requestId,
      identity,
    ]),
    [
      [undefined, "aws:sm:self:eu-west-1:c", "failed", undefined, undefined],
      ["AssumeRole", undefined, undefined, "r1", call.identity],
      ["BatchGetSecretValue", "aws:sm:self:eu-west-1:a", "found", "r2", call.identity],
      ["BatchGetSecretValue", "aws:sm:self:eu-west-1:b", "denied", "r2", call.identity],
    ],
  );
  for (const { caller } of lines) assert.deepEqual(caller, { application: "shop" });
});

test("auditLines: the call of one store leaves out no access to the same key of another", () => {
  const record = new RunRecord(() => 0);
  const call = { identity: "reader", operation: "GetSecretValue", attempts: 1, milliseconds: 4 };
  for (const store of ["SecretStore one/s", "SecretStore two/s"]) record.asked(store, secret("a"));
  record.called("SecretStore one/s", { ...call, accesses: [{ ...secret("a"), outcome: "found" }] });
  record.answered("SecretStore one/s", { ...secret("a"), outcome: "found" });
  record.answered("SecretStore two/s", { ...secret("a"), outcome: "denied" });
  assert.deepEqual(
    auditLines(record, {}).map(({ store, outcome }) => [store, outcome]),
    [
      ["SecretStore one/s", "found"],
      ["SecretStore two/s", "denied"],
    ],
  );
});
