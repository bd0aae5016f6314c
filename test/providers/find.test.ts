import assert from "node:assert/strict";
import { test } from "node:test";

import type { Find } from "../../src/eso/external-secret.ts";
import type { Authorize } from "../../src/eso/read-request.ts";
import { toGoString } from "../../src/go/bytes.ts";
import { WorkBudget, WorkExceeded } from "../../src/ground/work-budget.ts";
import { FindRefused, Hits } from "../../src/providers/aws/found.ts";
import { addressFake } from "../../src/providers/fake/address.ts";
import { openFakeClient } from "../../src/providers/fake/client.ts";
import { matcherOf } from "../../src/providers/azure/find.ts";
import { findInOpenBao } from "../../src/providers/openbao/find.ts";
import { parseEnvelope } from "../../src/providers/vault/envelope.ts";
import { findInVault } from "../../src/providers/vault/find-vault.ts";

const FIND: Find = { name: { regexp: "none" } };
const NAME = "name";
const MOUNT = { server: "https://vault.test", path: "secret", version: "v2" } as const;

function searchable(
  budget: WorkBudget,
  authorize: Authorize = () => undefined,
): Parameters<typeof findInVault>[2] {
  const envelope = parseEnvelope(toGoString(`{"data": {"keys": ["${NAME}"]}}`));
  assert.ok(envelope !== undefined);
  const reply = { status: 200, headers: new Map(), envelope };
  return {
    list: async () => Promise.resolve(reply),
    metadata: async () => Promise.resolve(reply),
    read: async () => Promise.reject(new Error("nothing is found")),
    address: (key) => ({ request: addressFake({ key }) }),
    authorize,
    budget,
  };
}

/** Each looks for a name that is not among those of its store. */
const FINDS: Readonly<Record<string, (budget: WorkBudget) => unknown>> = {
  aws: (budget) =>
    new Hits(FIND, { authorize: () => undefined, request: (key) => addressFake({ key }), budget }).of([NAME]),
  azure: (budget) => {
    const matcher = matcherOf(FIND, budget);
    return "problem" in matcher ? matcher : matcher([{ name: NAME, enabled: true, tags: {} }]);
  },
  vault: async (budget) => findInVault(FIND, MOUNT, searchable(budget)),
  openbao: async (budget) => findInOpenBao(FIND, MOUNT, searchable(budget)),
  fake: async (budget) =>
    openFakeClient({ data: [{ key: NAME, value: "" }] }).find(FIND, () => undefined, budget),
};

for (const [provider, find] of Object.entries(FINDS)) {
  test(`a find of ${provider} takes the matching of names from the budget that it is given`, async () => {
    const budget = new WorkBudget(100);
    await find(budget);
    const left = [...Array.from({ length: 100 }).keys()].filter(() => budget.spend(1)).length;
    assert.ok(left < 100, `${left} of 100 are left`);
    await assert.rejects(async () => find(budget), WorkExceeded);
  });
}

for (const [what, budget, name, code] of [
  ["behind the deadline", new WorkBudget(1000, () => 0), NAME, "DEADLINE"],
  ["with more than LIMITS.nameWork for one name", undefined, "a".repeat(50_000), "LIMIT_EXCEEDED"],
] as const) {
  test(`a find matches no name ${what}`, async () => {
    const client = openFakeClient({ data: [{ key: name, value: "" }] });
    await assert.rejects(
      async () => client.find({ name: { regexp: "b{500}" } }, () => undefined, budget),
      (error) => error instanceof WorkExceeded && error.problem.code === code,
    );
  });
}

const CLOSED: Authorize = () => ({ code: "STORE_DENIED", message: "it is closed" });

test("a find of aws takes no hit that it is not authorised to read", () => {
  const hits = new Hits(
    { name: { regexp: NAME } },
    { authorize: CLOSED, request: (key) => addressFake({ key }), budget: undefined },
  );
  assert.throws(
    () => hits.of([NAME]),
    (error) => error instanceof FindRefused && error.answer.problem.code === "STORE_DENIED",
  );
});

for (const find of [{ name: { regexp: NAME } }, { tags: { a: "b" } }]) {
  test(`a find of vault by ${Object.keys(find).join()} reads nothing that it is not authorised to`, async () => {
    const asked: string[] = [];
    const answer = await findInVault(find, MOUNT, {
      ...searchable(new WorkBudget(1000), CLOSED),
      metadata: async (path) => {
        asked.push(path);
        return Promise.reject(new Error("it is closed"));
      },
    });
    assert.equal(answer.kind === "failed" ? answer.problem.code : answer.kind, "STORE_DENIED");
    assert.deepEqual(asked, []);
  });
}
