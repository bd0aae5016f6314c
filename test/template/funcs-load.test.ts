import assert from "node:assert/strict";
import { test } from "node:test";

import { CORE_FUNCS } from "../../src/template/funcs/core.ts";
import { FUNC_GROUPS, loadFuncs } from "../../src/template/funcs/load.ts";

test("FUNC_GROUPS names every function of each group, and none twice", async () => {
  for (const { names, load } of FUNC_GROUPS) {
    assert.deepEqual([...(await load()).keys()].toSorted(), names.toSorted());
    assert.deepEqual(
      names.filter((name) => CORE_FUNCS.has(name)),
      [],
    );
  }
});

test("loadFuncs() knows the 209 functions of sprig, External Secrets' 18 and Go's own", async () => {
  const builtin = 19;
  const replaced = 1;
  assert.equal((await loadFuncs()).size, 209 + 18 + builtin - replaced);
});

test("loadFuncs() gives a function that a text names, wherever it stands", async () => {
  const all = await loadFuncs();
  for (const text of [
    "{{toYaml .}}",
    "{{.a|toYaml}}",
    "{{- (toYaml .) -}}",
    "{{\ntoYaml\n.}}",
    "toYaml {{ . }}",
  ]) {
    assert.equal((await loadFuncs([text])).get("toYaml"), all.get("toYaml"), text);
  }
});

test("loadFuncs() has the names of functions that no text names", async () => {
  const funcs = await loadFuncs(["{{ .a }}"]);
  assert.deepEqual([...funcs.keys()].toSorted(), [...(await loadFuncs()).keys()].toSorted());
  assert.notEqual(funcs.get("toYaml"), (await loadFuncs()).get("toYaml"));
});
