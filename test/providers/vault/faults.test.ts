import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { TestContext } from "node:test";
import { after, before, suite, test } from "node:test";

import type { CliResult } from "../../cli.ts";
import { cli } from "../../cli.ts";
import type { Fault, FaultProxy, FaultProxyOptions } from "../../servers/fault-proxy.ts";
import { startFaultProxy } from "../../servers/fault-proxy.ts";
import { skipWithout } from "../../servers/find.ts";
import type { OpenBao } from "../../servers/openbao.ts";
import { startOpenBao } from "../../servers/openbao.ts";
import { externalSecret, secret, stream, TOKEN_AUTH, vaultStore } from "./manifests.ts";

const TOKEN = "token-4f2a";

/** An answer of KV v2 as it goes over the wire. */
const BODY = JSON.stringify({ request_id: "r", data: { data: { user: "alice" }, metadata: { version: 1 } } });
const HEAD = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n`;

const DEEP = `${'{"user":'.repeat(1000)}"alice"${"}".repeat(1000)}`;

const RATE_LIMIT: Fault = {
  kind: "answer",
  status: 429,
  headers: { "retry-after": "1" },
  body: '{"errors":["rate limit quota exceeded"]}',
};

async function proxyOf(t: TestContext, options: FaultProxyOptions): Promise<FaultProxy> {
  const proxy = await startFaultProxy(options);
  t.after(async () => proxy.close());
  return proxy;
}

async function render(server: string, flags: readonly string[] = [], more: object = {}): Promise<CliResult> {
  const creds = secret("creds", { token: TOKEN });
  const store = vaultStore({ server, auth: TOKEN_AUTH, ...more });
  const wanted = externalSecret({ user: { key: "app", property: "user" } });
  return cli(["render", "-", ...flags], { stdin: stream(creds, store, wanted) });
}

function assertRead({ exit, stdout, stderr }: CliResult): void {
  assert.equal(exit, 0, stderr);
  assert.match(stdout, new RegExp(`user: "${Buffer.from("alice").toString("base64")}"`));
}

function assertRefused(
  { exit, stdout, stderr }: CliResult,
  wanted: number,
  ...texts: readonly string[]
): void {
  assert.equal(exit, wanted, stderr);
  assert.equal(stdout, "");
  for (const text of texts) assert.ok(stderr.includes(text), `"${text}" is not in ${stderr}`);
  assert.ok(!stderr.includes(TOKEN));
}

suite("a Vault store behind faults", { skip: skipWithout("openbao") }, () => {
  let server: OpenBao;

  before(async () => {
    server = await startOpenBao();
    await server.request("POST", "secret/data/app", { body: { data: { user: "alice" } } });
    await server.request("POST", "auth/token/create", { body: { id: TOKEN } });
  });
  after(async () => {
    await server.stop();
  });

  for (const status of [401, 403]) {
    test(`takes ${status} for a denial, and names it`, async (t) => {
      const answer: Fault = { kind: "answer", status, body: '{"errors":["permission denied"]}' };
      const proxy = await proxyOf(t, { upstream: server.address, always: answer });
      const denied = `the server denies the capability "read" on /v1/secret/data/app (${status}) [ACCESS_DENIED]`;
      assertRefused(await render(proxy.url), 77, denied);
    });
  }

  test("asks again after 429 when it was told to", async (t) => {
    const proxy = await proxyOf(t, { upstream: server.address, faults: [RATE_LIMIT] });
    assertRead(await render(proxy.url));
    assert.equal(proxy.requests.length, 2);
  });

  test("gives up at once where 429 wants more time than there is", async (t) => {
    const headers = { "retry-after": "3600" };
    const proxy = await proxyOf(t, { always: { ...RATE_LIMIT, headers } });
    assertRefused(
      await render(proxy.url),
      75,
      "[THROTTLED]",
      "asked again after 3600 s, when the deadline is over",
    );
    assert.equal(proxy.requests.length, 1);
  });

  for (const status of [500, 502, 504]) {
    test(`asks again after ${status}`, async (t) => {
      const fault: Fault = { kind: "answer", status, body: "<html>" };
      const proxy = await proxyOf(t, { upstream: server.address, faults: [fault, fault] });
      assertRead(await render(proxy.url));
      assert.equal(proxy.requests.length, 3);
    });
  }

  test("asks again after 412, when a server has not seen a write yet", async (t) => {
    const fault: Fault = {
      kind: "answer",
      status: 412,
      body: '{"errors":["required index state not present"]}',
    };
    const proxy = await proxyOf(t, { upstream: server.address, faults: [fault] });
    assertRead(await render(proxy.url));
  });

  test("asks again when the connection is reset within the body, and uses nothing of it", async (t) => {
    const reset: Fault = { kind: "cut", after: HEAD.length + 20, ending: "reset" };
    const proxy = await proxyOf(t, { upstream: server.address, faults: [reset, reset] });
    assertRead(await render(proxy.url));
    assert.equal(proxy.requests.length, 3);
  });

  test("fails when the connection is reset within the body each time", async (t) => {
    const bytes = `${HEAD}${BODY.slice(0, 30)}`;
    const proxy = await proxyOf(t, { always: { kind: "bytes", bytes, ending: "reset" } });
    assertRefused(
      await render(proxy.url),
      75,
      "[INTERRUPTED]",
      "the connection broke before the answer was complete",
    );
  });

  test("takes a body without a length for broken, even one that looks whole", async (t) => {
    const bytes = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${BODY}`;
    const proxy = await proxyOf(t, { always: { kind: "bytes", bytes, ending: "end" } });
    assertRefused(await render(proxy.url), 75, "[INTERRUPTED]");
  });

  for (const [what, data, refusal] of [
    ["a secret of a thousand levels", DEEP, "its JSON is nested more than 64 levels deep"],
    [
      "a secret of a hundred thousand keys",
      `{${'"user":"alice",'.repeat(100_000)}"user":""}`,
      "its JSON has more than 20000 keys",
    ],
  ] as const) {
    test(`refuses ${what}, once`, async (t) => {
      const body = `{"request_id":"r","data":{"data":${data}}}`;
      const proxy = await proxyOf(t, { always: { kind: "answer", status: 200, body } });
      const result = await render(proxy.url);
      assertRefused(result, 76, "[PROTOCOL]", refusal, "such a secret can be stored as text, or in parts");
      assert.ok(!result.stderr.includes("alice"));
      assert.equal(proxy.requests.length, 1);
    });
  }

  test("ends at the deadline when the answer drips", async (t) => {
    const proxy = await proxyOf(t, { always: { kind: "drip", bytes: HEAD + BODY, milliseconds: 1000 } });
    assertRefused(
      await render(proxy.url, ["--timeout", "1s"]),
      75,
      "SecretStore default/store: spec.provider: Cannot get an answer from",
      "within the deadline (needed by ExternalSecret default/app) [DEADLINE]",
    );
  });

  test("ends at the deadline when there is no answer", async (t) => {
    const proxy = await proxyOf(t, { always: { kind: "silence" } });
    assertRefused(await render(proxy.url, ["--timeout", "1s"]), 75, "[DEADLINE]");
  });

  test("tells a failure of one secret there, and one of all secrets once at the store", async (t) => {
    const creds = secret("creds", { token: TOKEN });
    const wanted = ["app", "app/x"].map((key, index) =>
      externalSecret({ user: { key } }, { name: `es-${index}` }),
    );
    const broken: Fault = { kind: "answer", status: 500, body: "{}" };
    for (const [options, texts] of [
      [
        { upstream: server.address, faults: [broken] },
        ["ExternalSecret default/es-0: spec.data[0].remoteRef.key: "],
      ],
      [{ always: broken }, ["SecretStore default/store: spec.provider: ", "default/es-0 and 1 more"]],
    ] satisfies readonly (readonly [FaultProxyOptions, readonly string[]])[]) {
      const proxy = await proxyOf(t, options);
      const store = vaultStore({ server: proxy.url, auth: TOKEN_AUTH }, { retrySettings: { maxRetries: 0 } });
      const result = await cli(["render", "-"], { stdin: stream(creds, store, ...wanted) });
      assert.equal(result.stderr.match(/\[SERVER_ERROR\]/g)?.length, 1, result.stderr);
      for (const text of texts) assert.ok(result.stderr.includes(text), result.stderr);
    }
  });

  test("says that nothing listens", async (t) => {
    const proxy = await startFaultProxy();
    await proxy.close();
    assertRefused(await render(proxy.url), 69, "[UNREACHABLE]", "nothing listens there");
    assert.ok(t.name);
  });

  for (const [name, fault] of [
    ["an empty answer", { kind: "answer", status: 200, body: "" }],
    ["no content", { kind: "answer", status: 204 }],
    ["an empty 404", { kind: "answer", status: 404, body: "" }],
    ["a page of HTML", { kind: "answer", status: 200, body: "<html>log in</html>" }],
    ["a 404 in HTML", { kind: "answer", status: 404, body: "<html>not found</html>" }],
    ["JSON that is not Vault's", { kind: "answer", status: 200, body: '{"user":"mallory"}' }],
    ["half an answer", { kind: "answer", status: 200, body: BODY.slice(0, 30) }],
  ] satisfies readonly (readonly [string, Fault])[]) {
    test(`never takes ${name} for a secret, or for a missing one`, async (t) => {
      const proxy = await proxyOf(t, { always: fault });
      assertRefused(await render(proxy.url), 76, "[PROTOCOL]", "to GET /v1/secret/data/app");
      assert.equal(proxy.requests.length, 2);
    });
  }

  test("says that the server is sealed, after a second try", async (t) => {
    const sealed = await startOpenBao();
    t.after(async () => sealed.stop());
    const proxy = await proxyOf(t, { upstream: sealed.address });
    await sealed.request("PUT", "sys/seal");
    assertRefused(await render(proxy.url), 75, "[SERVER_ERROR]", "it is sealed", "Unseal it");
    assert.equal(proxy.requests.length, 2);
  });

  test("takes the token to no other host by a redirect", async (t) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const other = await proxyOf(t, { upstream: server.address });
      const location = `${other.url}/v1/secret/data/app`;
      const proxy = await proxyOf(t, { always: { kind: "answer", status, headers: { location } } });
      assertRefused(await render(proxy.url), 69, "[REDIRECT_REFUSED]", `it redirects to "${other.url}"`);
      assert.deepEqual([other.requests, other.connections], [[], 0]);
      assert.equal(proxy.requests.length, 1);
    }
  });

  test("follows a standby's 307 to the active server that --allow-host names", async (t) => {
    const active = await proxyOf(t, { upstream: server.address });
    const location = `${active.url}/v1/secret/data/app`;
    const standby = await proxyOf(t, { always: { kind: "answer", status: 307, headers: { location } } });
    const allowed = [standby, active].flatMap(({ port }) => ["--allow-host", `127.0.0.1:${port}`]);
    assertRead(await render(standby.url, allowed));
    assert.equal(active.requests.length, 1);
    assert.equal(active.requests[0]?.headers["x-vault-token"], TOKEN);
    assertRefused(
      await render(standby.url, ["--allow-host", `127.0.0.1:${standby.port}`]),
      69,
      "[REDIRECT_REFUSED]",
    );
  });

  test("follows no redirect to another path, or with another query, of a host that is allowed", async (t) => {
    const active = await proxyOf(t, { upstream: server.address });
    for (const path of ["/v1/secret/data/other", "/v1/secret/data/app?version=1", "/"]) {
      const headers = { location: `${active.url}${path}` };
      const standby = await proxyOf(t, { always: { kind: "answer", status: 307, headers } });
      const allowed = [standby, active].flatMap(({ port }) => ["--allow-host", `127.0.0.1:${port}`]);
      assertRefused(await render(standby.url, allowed), 69, "[REDIRECT_REFUSED]");
    }
    assert.deepEqual(active.requests, []);
  });
});

interface Certificates {
  readonly caCert: string;
  readonly otherCaCert: string;
  readonly serverCert: string;
  readonly serverKey: string;
  readonly clientCert: string;
  readonly clientKey: string;
  readonly strangerCert: string;
  readonly strangerKey: string;
}

suite("a Vault store whose server wants a client certificate", { skip: skipWithout("openbao") }, () => {
  const recording = resolve(import.meta.dirname, "../../../fixtures/conformance/server-vault.json");
  const { fixtures } = JSON.parse(readFileSync(recording, "utf8")) as { fixtures: Certificates };
  const tls = {
    certSecretRef: { name: "client", key: "tls.crt" },
    keySecretRef: { name: "client", key: "tls.key" },
  };
  let server: OpenBao;

  before(async () => {
    const { serverCert: certificate, serverKey: key, caCert: clientCa } = fixtures;
    server = await startOpenBao({ tls: { certificate, key }, clientCa });
    await server.request("POST", "secret/data/app", { body: { data: { user: "alice" } } });
  });
  after(async () => {
    await server.stop();
  });

  async function renderTls(
    more: object,
    pair: readonly [certificate: string, key: string],
  ): Promise<CliResult> {
    const creds = secret("creds", { token: "root" });
    const client = secret("client", { "tls.crt": pair[0], "tls.key": pair[1] });
    const store = vaultStore({ server: server.tlsAddress, auth: TOKEN_AUTH, ...more });
    const wanted = externalSecret({ user: { key: "app", property: "user" } });
    return cli(["render", "-"], { stdin: stream(creds, client, store, wanted) });
  }

  test("reads with it, over TLS of a private CA", async () => {
    const caBundle = Buffer.from(fixtures.caCert).toString("base64");
    assertRead(await renderTls({ caBundle, tls }, [fixtures.clientCert, fixtures.clientKey]));
  });

  test("is refused without it, and with that of another CA", async () => {
    const caBundle = Buffer.from(fixtures.caCert).toString("base64");
    const [certificate, key] = [fixtures.strangerCert, fixtures.strangerKey];
    for (const more of [{ caBundle }, { caBundle, tls }])
      assertRefused(await renderTls(more, [certificate, key]), 69, "[TLS_INVALID]", "client certificate");
  });

  test("is refused when the server's CA is another one", async () => {
    const caBundle = Buffer.from(fixtures.otherCaCert).toString("base64");
    const result = await renderTls({ caBundle, tls }, [fixtures.clientCert, fixtures.clientKey]);
    assertRefused(result, 69, "[TLS_INVALID]", "it is signed by no CA that is trusted here".slice(3));
  });

  test("is refused when certificate and key do not fit, before a connection is made", async () => {
    const result = await renderTls({ tls }, [fixtures.clientCert, fixtures.strangerKey]);
    assertRefused(
      result,
      77,
      "spec.provider.vault.tls: Cannot use the client certificate",
      "[CREDENTIAL_INVALID]",
    );
  });
});
