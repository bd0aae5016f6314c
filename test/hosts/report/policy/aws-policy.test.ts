import assert from "node:assert/strict";
import { test } from "node:test";

import type { Find } from "../../../../src/eso/external-secret.ts";
import type { ReadRequest } from "../../../../src/eso/read-request.ts";
import type { AwsProvider } from "../../../../src/eso/stores/aws.ts";
import { awsPolicies } from "../../../../src/hosts/report/policy/aws-policy.ts";
import type { DataStep, FindStep, PlannedStore, RenderPlan } from "../../../../src/plan/render-plan.ts";

function store(provider: Partial<AwsProvider>): PlannedStore {
  const aws: AwsProvider = { service: "SecretsManager", region: "eu-west-1", ...provider };
  return {
    store: {
      apiVersion: "external-secrets.io/v1",
      kind: "SecretStore",
      metadata: { name: "aws" },
      spec: { provider: { aws } },
    },
    namespace: "shop",
    origin: "stream",
    located: undefined,
  };
}

function read(from: PlannedStore, key: string, what: ReadRequest["what"] = "value"): DataStep {
  const data = { secretKey: "k", remoteRef: { key } } as unknown as DataStep["data"];
  return {
    kind: "data",
    path: ["spec", "data", 0],
    store: from,
    data,
    request: { resourceId: key, version: "", what, key },
  };
}

function search(from: PlannedStore, find: Find): FindStep {
  return { kind: "find", path: ["spec", "dataFrom", 0], store: from, find, rewrite: [] };
}

function policies(...steps: readonly (DataStep | FindStep)[]): Record<string, unknown> {
  const plan = { secrets: [{ steps }] } as unknown as RenderPlan;
  return Object.fromEntries(
    [...awsPolicies(plan)].map(([identity, { Statement }]) => [
      identity,
      Object.fromEntries(Statement.map(({ Action, Resource }) => [Action, Resource])),
    ]),
  );
}

const SM = "arn:aws:secretsmanager:eu-west-1:*:secret";
const PS = "arn:aws:ssm:eu-west-1:*:parameter";

test("awsPolicies: a secret by name stands for its ARN with six characters of AWS's own; an ARN for itself", () => {
  const whole = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/api-Ab12Cd";
  const sm = store({});
  assert.deepEqual(
    policies(read(sm, "shop/db"), read(sm, "shop/db"), read(sm, whole), read(sm, "tags", "metadata")),
    {
      "the caller": {
        "secretsmanager:GetSecretValue": [`${SM}:shop/db-??????`, whole].toSorted(),
        "secretsmanager:DescribeSecret": [`${SM}:tags-??????`],
      },
    },
  );
});

test("awsPolicies: what an ARN is in other partitions", () => {
  const found = [store({ region: "cn-north-1" }), store({ region: "us-gov-west-1" })].map((from) =>
    JSON.stringify(policies(read(from, "a"))),
  );
  assert.match(found[0] ?? "", /arn:aws-cn:secretsmanager:cn-north-1:\*:secret:a-/);
  assert.match(found[1] ?? "", /arn:aws-us-gov:secretsmanager:us-gov-west-1:/);
});

test("awsPolicies: a parameter has one slash in its ARN, and no version", () => {
  const ps = store({ service: "ParameterStore" });
  assert.deepEqual(policies(read(ps, "/shop/db"), read(ps, "plain:3"), read(ps, "/shop/db", "metadata")), {
    "the caller": {
      "ssm:GetParameter": [`${PS}/plain`, `${PS}/shop/db`],
      "ssm:ListTagsForResource": [`${PS}/shop/db`],
    },
  });
});

test("awsPolicies: a find, which covers what else is read below it", () => {
  const sm = store({});
  const ps = store({ service: "ParameterStore" });
  assert.deepEqual(policies(search(sm, { name: { regexp: "^shop" } }), read(sm, "shop/db")), {
    "the caller": { "secretsmanager:ListSecrets": ["*"], "secretsmanager:GetSecretValue": [`${SM}:*`] },
  });
  assert.deepEqual(policies(search(ps, { path: "/shop", name: { regexp: "x" } })), {
    "the caller": { "ssm:GetParametersByPath": [`${PS}/shop`] },
  });
  assert.deepEqual(policies(search(ps, { path: "/shop", tags: { a: "b" } })), {
    "the caller": { "ssm:DescribeParameters": ["*"], "ssm:GetParameter": [`${PS}/shop/*`] },
  });
});

test("awsPolicies: a role has a policy of its own, and who assumes it another one", () => {
  const role = "arn:aws:iam::111122223333:role/reader";
  const between = "arn:aws:iam::111122223333:role/between";
  const assuming = store({ role, additionalRoles: [between], sessionTags: [{ key: "a", value: "b" }] });
  assert.deepEqual(policies(read(assuming, "db")), {
    [role]: { "secretsmanager:GetSecretValue": [`${SM}:db-??????`] },
    "the caller": { "sts:AssumeRole": [between], "sts:TagSession": [between] },
  });
});
