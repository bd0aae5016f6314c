import assert from "node:assert/strict";
import { test } from "node:test";

import { MountedFiles } from "../../src/fetch/mounted-files.ts";

const asked: string[] = [];
const FILES = new MountedFiles({
  directory: "/creds",
  read: (path) => {
    asked.push(path.join("|"));
    return new Uint8Array([1]);
  },
  list: (path) => {
    asked.push(path.join("|"));
    return ["token"];
  },
});

for (const name of ["", ".", "..", "../team-b", "a/b", "/", "a\0b"]) {
  test(`MountedFiles asks for no file by the name ${JSON.stringify(name)}`, () => {
    assert.equal(FILES.read(["secrets", "team-a", name, "key"]), undefined);
    assert.deepEqual(FILES.list(["tokens", name]), []);
    assert.deepEqual(asked, []);
  });
}

test("MountedFiles asks for files by other names", () => {
  assert.deepEqual(FILES.read(["secrets", "..data", "a.b"]), new Uint8Array([1]));
  assert.deepEqual(FILES.list(["tokens", "a"]), ["token"]);
  assert.deepEqual(asked, ["secrets|..data|a.b", "tokens|a"]);
});

test("MountedFiles has no files where there is no directory", () => {
  const files = new MountedFiles(undefined);
  assert.deepEqual(
    [files.read(["a"]), files.list(["a"]), files.placeOf("a")],
    [undefined, [], "--credentials (not given)"],
  );
});
