import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, suite, test } from "node:test";

import { hasCanary } from "../canary.ts";
import type { Ran } from "./programs.ts";
import { buildBundle, MAIN, ROOT, temporaryFolder } from "./programs.ts";

suite("the bundle", () => {
  const source = render(MAIN);
  const sealed = temporaryFolder();
  let bundle: string;

  before(() => {
    bundle = dirname(buildBundle());
    cpSync(bundle, sealed, { recursive: true });
    writeFileSync(join(sealed, "compile-cache"), "");
  });

  test("it writes what the source writes, before its code is in Node's compile cache and after", () => {
    assert.equal(source.status, 0, source.stderr);
    for (const round of ["before", "after"]) assert.deepEqual(render(join(bundle, "main.js")), source, round);
  });

  test("the compile cache lies beside it, and holds no value of a run", () => {
    assert.ok(hasCanary(source.stdout));
    const entries = readdirSync(join(bundle, "compile-cache"), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    assert.ok(files.length > 3, `${files.length} files`);
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name));
      assert.ok(!hasCanary(bytes.toString("latin1")), name);
      assert.ok(!hasCanary(bytes.toString("utf16le")), name);
    }
  });

  test("it renders where it may keep nothing", () => {
    assert.deepEqual(render(join(sealed, "main.js")), source);
  });
});

function render(main: string): Ran {
  const args = [main, "render", join(ROOT, "fixtures/demo/guestbook")];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env: {}, encoding: "utf8" });
  return { status, stdout, stderr };
}
