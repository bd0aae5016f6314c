import assert from "node:assert/strict";
import { test } from "node:test";

import type { Diagnostic } from "../../../src/ground/diagnostic.ts";
import { LIMITS } from "../../../src/ground/limits.ts";
import { reportDiagnostics } from "../../../src/hosts/report/stderr.ts";

const LONG = "ü".repeat(5000);

function written(count: number): Buffer {
  const chunks: Uint8Array[] = [];
  const diagnostics = Array.from({ length: count }, (_, index): Diagnostic => {
    const file = { path: `${index}${LONG}`, line: 1 };
    return { code: "YAML_INVALID", severity: "error", message: LONG, hint: LONG, file };
  });
  const stderr = {
    isTerminal: false,
    write: (...parts: readonly Uint8Array[]) => void chunks.push(...parts),
  };
  const io = { argv: [], env: {}, cwd: "/", now: () => 0, stdout: stderr, stderr };
  const stdin = { isTerminal: false, read: async () => Promise.resolve(new Uint8Array()) };
  reportDiagnostics({ ...io, stdin }, diagnostics, { quiet: false });
  return Buffer.concat(chunks);
}

test("reportDiagnostics() writes at most LIMITS.stderr, in whole lines, and says that there is more", () => {
  const bytes = written(50);
  assert.ok(bytes.length <= LIMITS.stderr && bytes.length > LIMITS.stderr / 2, `${bytes.length}`);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  assert.match(text, /\npresecret: and more than can be shown here\n$/);
  assert.doesNotMatch(written(2).toString(), /and more/);
});
