import assert from "node:assert/strict";
import { test } from "node:test";

import type { Answer, Authorize, RawSecret } from "../../src/eso/read-request.ts";
import { readStore } from "../../src/fetch/store-reads.ts";
import { StoreJournal } from "../../src/fetch/store-journal.ts";
import { NO_JOURNAL } from "../../src/ground/journal.ts";
import type { SecretData } from "../../src/ground/sensitive.ts";
import { WorkBudget } from "../../src/ground/work-budget.ts";
import type { DataStep, FindStep, PlannedStore, Step } from "../../src/plan/render-plan.ts";
import { addressFake } from "../../src/providers/fake/address.ts";
import { openFakeClient } from "../../src/providers/fake/client.ts";

const FAKE = {
  data: [
    { key: "open", value: "1" },
    { key: "closed", value: "2" },
  ],
};

const STORE: PlannedStore = {
  store: {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "s" },
    spec: { provider: { fake: FAKE } },
  },
  namespace: "shop",
  origin: "stream",
  located: undefined,
};

const OPEN_ONLY: Authorize = ({ key }) =>
  key === "open" ? undefined : { code: "STORE_DENIED", message: "it is closed" };

function dataStep(key: string): DataStep {
  const data = { secretKey: key, remoteRef: { key } };
  return { kind: "data", path: [], store: STORE, request: addressFake({ key }), data };
}

function findStep(regexp: string): FindStep {
  return { kind: "find", path: [], store: STORE, find: { name: { regexp } }, rewrite: [] };
}

async function kindsOf(steps: readonly (DataStep | FindStep)[]): Promise<string[]> {
  const answers = new Map<Step, Answer<RawSecret> | Answer<SecretData>>();
  const journal = new StoreJournal(NO_JOURNAL, STORE);
  const reader = {
    client: openFakeClient(FAKE),
    authorize: OPEN_ONLY,
    journal,
    findBudget: new WorkBudget(1000),
  };
  await readStore(reader, steps, { secrets: answers, maps: answers });
  return steps.map((step) => answers.get(step)?.kind ?? "none");
}

test("readStore() reads what it is authorised to, and answers the rest with the problem", async () => {
  assert.deepEqual(await kindsOf([dataStep("open"), dataStep("closed")]), ["value", "failed"]);
});

test("readStore() fails a find that hits what it is not authorised to read", async () => {
  assert.deepEqual(await kindsOf([findStep("^open$"), findStep("open|closed")]), ["value", "failed"]);
});
