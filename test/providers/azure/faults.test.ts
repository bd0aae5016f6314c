import assert from "node:assert/strict";
import { after, afterEach, before, suite, test } from "node:test";

import type { Received, Reply } from "../../servers/azure/exchange.ts";
import { routeToAzure } from "../../servers/azure/route.ts";
import * as samples from "../../servers/azure/samples.ts";
import type { Azure } from "../../servers/azure/server.ts";
import { startAzure } from "../../servers/azure/server.ts";
import type { Settings } from "./rig.ts";
import { externalSecret, login, render, store } from "./rig.ts";

const ONE = { data: [{ secretKey: "v", remoteRef: { key: "database-password" } }] };
const ALL = { dataFrom: [{ find: { name: {} } }] };
const HTML = "<!DOCTYPE html><title>Sign in</title>";

/** Answers that a vault never gives. A wrong one must be told, and must never count as a secret that is missing. */
suite("what stands between a vault and its clients", () => {
  let azure: Azure;
  before(async () => {
    azure = await startAzure(samples.newSamples().seed);
    routeToAzure(azure);
  });
  after(async () => {
    await azure.close();
  });
  afterEach(() => {
    azure.between = undefined;
    assert.deepEqual(azure.violations, []);
  });

  const faults: readonly (readonly [string, (request: Received, reply: Reply) => Reply, Settings, RegExp])[] =
    [
      ["a login page in place of a secret", whenFound({ text: HTML }), ONE, /its body is not a JSON object/],
      ["nothing in place of a secret", whenFound({ text: "" }), ONE, /its body is not a JSON object/],
      [
        "half of a secret",
        whenFound({ text: '{"value":"s3cr3t-canary","id":"htt' }),
        ONE,
        /its body is not a JSON object/,
      ],
      [
        "an object of a thousand levels",
        whenFound({ text: `{"s3cr3t-canary":${"[".repeat(1000)}${"]".repeat(1000)}}` }),
        ONE,
        /: its JSON is nested more than 64 levels deep/,
      ],
      ["an object without a value", whenFound({ body: { id: "x" } }), ONE, /it is not what Key Vault sends/],
      [
        "a login page in place of 404",
        (_, reply) => (reply.status === 200 ? { ...reply, status: 404, text: HTML } : reply),
        ONE,
        /its body is not a JSON object/,
      ],
      [
        "another secret",
        whenFound({
          body: { value: "s3cr3t-canary", id: `https://${samples.VAULT_HOST}/secrets/database/0` },
        }),
        ONE,
        /Cannot read secret "database-password" from SecretStore "vault": the answer is about another object/,
      ],
      [
        "a vault that asks for no token",
        (_, reply) => (reply.status === 401 ? { status: 200, body: { value: "x" } } : reply),
        ONE,
        /it does not ask for a token/,
      ],
      [
        "a list that goes in circles",
        whenFound({
          body: {
            value: [],
            nextLink: `https://${samples.VAULT_HOST}/secrets?api-version=7.0&$skiptoken=c3RhcnQ6MA`,
          },
        }),
        ALL,
        /its list goes in circles/,
      ],
      [
        "a list that goes on elsewhere",
        whenFound({
          body: { value: [], nextLink: "https://evil.example/secrets?api-version=7.0&$skiptoken=a" },
        }),
        ALL,
        /it links to another host|it is not what Key Vault sends/,
      ],
    ];
  for (const [what, between, entries, message] of faults) {
    test(what, async () => {
      azure.between = between;
      const spec = { ...entries, target: { deletionPolicy: "Delete" } };
      const result = await render([store(), login(), externalSecret(spec)]);
      assert.match(result.stderr, message);
      assert.match(result.stderr, /\[PROTOCOL\]/);
      assert.deepEqual([result.exit, result.stdout], [76, ""]);
      assert.ok(!/s3cr3t-canary|DOCTYPE|Sign in/.test(result.stderr), "the answer is not shown");
    });
  }

  test("a vault that never answers", async () => {
    azure.between = (): undefined => undefined;
    const result = await render([store(), login(), externalSecret(ONE)], ["--timeout", "500ms"]);
    assert.match(result.stderr, /SecretStore shop\/vault: .*within the deadline.*\[DEADLINE\]/);
    assert.equal(result.exit, 75);
  });
});

/** Changes what a vault gives, and lets challenges and refusals pass. */
function whenFound(change: Partial<Reply>): (request: Received, reply: Reply) => Reply {
  return (_, reply) => (reply.status === 200 ? { ...reply, ...change } : reply);
}
