import assert from "node:assert/strict";
import { test } from "node:test";

import type { Output } from "../../../src/hosts/io.ts";
import { Progress } from "../../../src/hosts/report/progress.ts";

class Terminal implements Output {
  readonly isTerminal = true;
  text = "";

  write(...chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) this.text += new TextDecoder().decode(chunk);
  }

  /** What is seen on the line in the end. */
  get line(): string {
    return this.text.split("\r\u001B[K").at(-1) ?? "";
  }
}

const secret = (name: string) => ({ resourceId: `fake:${name}`, version: "" });

function watched(): { terminal: Terminal; progress: Progress; wait: (milliseconds: number) => void } {
  const terminal = new Terminal();
  let now = 100;
  const progress = new Progress(terminal, () => now);
  return { terminal, progress, wait: (milliseconds) => (now += milliseconds) };
}

test("Progress: nothing is said in the first two seconds, nor taken away", () => {
  const { terminal, progress, wait } = watched();
  progress.asked("SecretStore shop/db", secret("a"));
  wait(1999);
  progress.draw();
  progress.stop();
  assert.equal(terminal.text, "");
});

test("Progress: then how many are there, and which store is waited for", () => {
  const { terminal, progress, wait } = watched();
  progress.asked("SecretStore shop/db", secret("a"));
  progress.asked("SecretStore shop/aws", secret("b"));
  progress.asked("SecretStore shop/aws", secret("c"));
  progress.answered("SecretStore shop/db", { ...secret("a"), outcome: "found" });
  wait(2500);
  progress.draw();
  assert.equal(terminal.line, "presecret: 1 of 3 secrets after 2.5 s, waiting for SecretStore shop/aws");
  const call = { operation: "GetSecretValue", identity: "", attempts: 1, milliseconds: 1 };
  progress.called("SecretStore shop/aws", { ...call, accesses: [{ ...secret("b"), outcome: "found" }] });
  progress.called("SecretStore shop/aws", {
    ...call,
    accesses: [{ ...secret("found-by-find"), outcome: "found" }],
  });
  wait(500);
  progress.draw();
  assert.equal(terminal.line, "presecret: 2 of 3 secrets after 3.0 s, waiting for SecretStore shop/aws");
});

test("Progress: the line is gone when the run ends, and is one line whatever a store is called", () => {
  const { terminal, progress, wait } = watched();
  progress.asked(`SecretStore shop/${"\n".repeat(40)}`, secret("a"));
  wait(3000);
  progress.draw();
  assert.ok(terminal.line.length <= 79 && !terminal.line.includes("\n"), terminal.line);
  progress.emitted();
  assert.equal(terminal.line, "");
});
