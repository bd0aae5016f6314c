import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";

import type { AwsProxy } from "../../servers/aws-proxy.ts";
import { startAwsProxy } from "../../servers/aws-proxy.ts";
import { skipWithout } from "../../servers/find.ts";
import type { Moto } from "../../servers/moto.ts";
import { startMoto } from "../../servers/moto.ts";
import { seed } from "./seed.ts";
import { externalSecret, renderAt, storeOf } from "./stream.ts";

const DENIED = {
  status: 400,
  body: '{"__type":"AccessDeniedException","message":"not authorized to perform: BatchGetSecretValue"}',
};

/** ExternalSecrets of four keys each, over secrets of their own. */
function secrets(count: number): object[] {
  return Array.from({ length: count }, (_, index) =>
    externalSecret(
      `es-${index}`,
      ["a", "b", "c", "d"].map((property) => ({ key: `app/${index}`, property })),
    ),
  );
}

suite("batches, counted at the server", { skip: skipWithout("moto") }, () => {
  let moto: Moto;
  let proxy: AwsProxy;

  before(async () => {
    moto = await startMoto();
    proxy = await startAwsProxy(moto.url);
    const names = Array.from({ length: 50 }, (_, index) => `app/${index}`);
    await seed(moto.url, [
      ...names.map((Name) => ({
        service: "secretsmanager",
        operation: "CreateSecret",
        parameters: { Name, SecretString: '{"a":"1","b":"2","c":"3","d":"4"}' },
      })),
      ...names.slice(0, 25).map((name) => ({
        service: "ssm",
        operation: "PutParameter",
        parameters: { Name: `/${name}`, Value: "v", Type: "SecureString" },
      })),
    ]);
  });

  beforeEach(() => {
    proxy.faults = [];
    proxy.restart();
  });

  after(async () => {
    await proxy.stop();
    await moto.stop();
  });

  const counts = (): Record<string, number> => {
    const counted = new Map<string, number>();
    for (const { action } of proxy.calls) counted.set(action, (counted.get(action) ?? 0) + 1);
    return Object.fromEntries(counted);
  };

  test("50 ExternalSecrets of 4 keys are 3 calls", async () => {
    const { exit, stdout } = await renderAt(proxy.url, [...storeOf(), ...secrets(50)]);
    assert.equal(exit, 0);
    assert.equal(stdout.match(/^kind: Secret$/gm)?.length, 50);
    assert.deepEqual(counts(), { BatchGetSecretValue: 3 });
  });

  for (const count of [2, 19, 20]) {
    test(`${count} secrets are one call`, async () => {
      const { exit } = await renderAt(proxy.url, [...storeOf(), ...secrets(count)]);
      assert.equal(exit, 0);
      assert.deepEqual(counts(), { BatchGetSecretValue: 1 });
    });
  }

  test("one secret is read by itself: a batch would need one permission more", async () => {
    const { exit } = await renderAt(proxy.url, [...storeOf(), ...secrets(1)]);
    assert.equal(exit, 0);
    assert.deepEqual(counts(), { GetSecretValue: 1 });
  });

  test("with batches denied, 50 secrets are read in parallel, and that is told", async () => {
    proxy.faults = [{ action: "BatchGetSecretValue", ...DENIED }];
    const { exit, stderr } = await renderAt(proxy.url, [...storeOf(), ...secrets(50)]);
    assert.equal(exit, 0);
    assert.deepEqual(counts(), { BatchGetSecretValue: 3, GetSecretValue: 50 });
    assert.match(stderr, /info: Batches are not allowed here \(BatchGetSecretValue\).*\[BATCH_DENIED\]/);
    assert.equal(stderr.match(/BATCH_DENIED\]/g)?.length, 1);
  });

  test("--aws-batch off does not ask for a batch", async () => {
    const { exit, stderr } = await renderAt(proxy.url, [...storeOf(), ...secrets(20)], "--aws-batch", "off");
    assert.equal(exit, 0);
    assert.equal(stderr, "");
    assert.deepEqual(counts(), { GetSecretValue: 20 });
  });

  test("an error of one secret in a batch is looked into with one read of its own", async () => {
    proxy.faults = [
      {
        action: "BatchGetSecretValue",
        status: 200,
        body: JSON.stringify({
          SecretValues: [{ ARN: "arn:a", Name: "app/0", SecretString: '{"a":"1","b":"2","c":"3","d":"4"}' }],
          Errors: [{ SecretId: "app/1", ErrorCode: "AccessDeniedException", Message: "no" }],
        }),
      },
    ];
    const { exit } = await renderAt(proxy.url, [...storeOf(), ...secrets(2)]);
    assert.equal(exit, 0);
    assert.deepEqual(counts(), { BatchGetSecretValue: 1, GetSecretValue: 1 });
  });

  test("pinned versions and metadata stay out of batches", async () => {
    const refs = [
      "app/0",
      "app/1",
      { key: "app/2", version: "AWSCURRENT" },
      { key: "app/0", metadataPolicy: "Fetch" },
      { key: "app/1", version: "AWSPREVIOUS" },
    ];
    await renderAt(proxy.url, [...storeOf(), externalSecret("es", refs)]);
    assert.deepEqual(counts(), { BatchGetSecretValue: 1, DescribeSecret: 1, GetSecretValue: 1 });
  });

  test("25 parameters are 3 calls; what is missing is asked for by itself", async () => {
    const keys = Array.from({ length: 25 }, (_, index) => `/app/${index}`);
    const store = storeOf({ service: "ParameterStore" });
    const { exit } = await renderAt(proxy.url, [...store, externalSecret("es", keys)]);
    assert.equal(exit, 0);
    assert.deepEqual(counts(), { GetParameters: 3 });
    proxy.restart();
    const missing = externalSecret("es", ["/app/0", "/app/none"], "Delete");
    assert.equal((await renderAt(proxy.url, [...store, missing])).exit, 0);
    assert.deepEqual(counts(), { GetParameters: 1, GetParameter: 1 });
  });

  test("stores of one identity share their batches", async () => {
    const [creds, store] = storeOf();
    const other = JSON.parse(JSON.stringify(store).replace('"name":"store"', '"name":"other"')) as object;
    const second = JSON.parse(
      JSON.stringify(externalSecret("second", ["app/1"])).replace('{"name":"store"}', '{"name":"other"}'),
    ) as object;
    const objects = [creds, store, other, externalSecret("first", ["app/0"]), second].filter(
      (object) => object !== undefined,
    );
    assert.equal((await renderAt(proxy.url, objects)).exit, 0);
    assert.deepEqual(counts(), { BatchGetSecretValue: 1 });
  });
});
