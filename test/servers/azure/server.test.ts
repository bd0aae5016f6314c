import assert from "node:assert/strict";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { json } from "node:stream/consumers";
import { after, before, beforeEach, suite, test } from "node:test";

import { IDENTITY_HEADER } from "./managed-identity.ts";
import * as samples from "./samples.ts";
import type { Azure } from "./server.ts";
import { startAzure } from "./server.ts";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly host?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/** An answer whose body is an object of JSON. */
async function answerOf(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  return { status, headers, body: (await json(response)) as Answer["body"] };
}

const VERSION = "api-version=7.0";

suite("the server for Azure refuses what the services refuse", () => {
  let azure: Azure;
  let violations: number;
  before(async () => {
    azure = await startAzure(samples.newSamples().seed);
  });
  after(async () => {
    await azure.close();
  });
  beforeEach(() => {
    violations = azure.violations.length;
  });

  async function ask(path: string, asked: Asked = {}): Promise<Answer> {
    const { host = samples.VAULT_HOST, headers = {}, form } = asked;
    const body = form === undefined ? "" : new URLSearchParams(form).toString();
    const type = form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    return new Promise((resolve, reject) => {
      httpsRequest(
        {
          port: azure.port,
          host: "127.0.0.1",
          path,
          ca: azure.ca,
          servername: host,
          method: asked.method ?? (form === undefined ? "GET" : "POST"),
          headers: { host, ...type, ...headers },
        },
        (response) => {
          answerOf(response).then(resolve, reject);
        },
      )
        .once("error", reject)
        .end(body);
    });
  }

  async function askIdentity(path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      httpRequest({ port: azure.identityPort, host: "127.0.0.1", path, headers }, (response) => {
        answerOf(response).then(resolve, reject);
      })
        .once("error", reject)
        .end();
    });
  }

  async function login(
    form: Readonly<Record<string, string>> = {},
    tenant = samples.TENANT,
  ): Promise<Answer> {
    return ask(`/${tenant}/oauth2/v2.0/token`, {
      host: "login.microsoftonline.com",
      form: {
        grant_type: "client_credentials",
        client_id: samples.READER,
        client_secret: samples.CLIENT_SECRET,
        scope: "https://vault.azure.net/.default",
        ...form,
      },
    });
  }

  async function authorization(
    form: Readonly<Record<string, string>> = {},
  ): Promise<{ authorization: string }> {
    const { body } = await login(form);
    return { authorization: `Bearer ${String(body["access_token"])}` };
  }

  test("a request without a token is challenged", async () => {
    const { status, headers } = await ask(`/secrets/database/?${VERSION}`);
    const challenge = `Bearer authorization="https://login.microsoftonline.com/${samples.TENANT}", resource="https://vault.azure.net"`;
    assert.deepEqual([status, headers["www-authenticate"]], [401, challenge]);
    assert.equal(azure.violations.length, violations);
  });

  test("a token for another resource, and one that is no token, are not accepted", async () => {
    const foreign = await authorization({ scope: "https://management.azure.com/.default" });
    for (const headers of [foreign, { authorization: "Bearer a.b.c" }, { authorization: "Basic x" }]) {
      assert.equal((await ask(`/secrets/database/?${VERSION}`, { headers })).status, 401);
    }
  });

  const errors: readonly (readonly [string, string, Readonly<Record<string, string>>, number, string])[] = [
    ["a wrong secret", samples.TENANT, { client_secret: "wrong" }, 401, "invalid_client"],
    ["an unknown client", samples.TENANT, { client_id: samples.FOREIGNER }, 400, "unauthorized_client"],
    ["an unknown tenant", "00000000-0000-4000-8000-000000000000", {}, 400, "invalid_request"],
    ["a scope without .default", samples.TENANT, { scope: "https://vault.azure.net" }, 400, "invalid_scope"],
    [
      "an unknown resource",
      samples.TENANT,
      { scope: "https://evil.example/.default" },
      400,
      "invalid_resource",
    ],
    ["another grant", samples.TENANT, { grant_type: "password" }, 400, "unsupported_grant_type"],
  ];
  for (const [what, tenant, form, status, error] of errors) {
    test(`the login service refuses ${what} with ${error}`, async () => {
      const answer = await login(form, tenant);
      assert.deepEqual([answer.status, answer.body["error"]], [status, error]);
    });
  }

  const strange: readonly (readonly [string, string, Asked])[] = [
    ["path", `/secret/database?${VERSION}`, {}],
    ["api-version", "/secrets/database?api-version=9.9", {}],
    ["parameter", `/secrets/database?${VERSION}&verbose=1`, {}],
    ["header", `/secrets/database?${VERSION}`, { headers: { "x-vault-token": "1" } }],
    ["method", `/secrets/database?${VERSION}`, { method: "DELETE" }],
    ["host", `/secrets/database?${VERSION}`, { host: "other.vault.azure.net" }],
    ["login path", "/tenant/oauth2/authorize", { host: "login.microsoftonline.com" }],
  ];
  for (const [what, path, asked] of strange) {
    test(`an unknown ${what} is answered with 400 and kept`, async () => {
      assert.equal((await ask(path, asked)).status, 400);
      assert.equal(azure.violations.length, violations + 1);
    });
  }

  test("pages hold 25 items, and link to the next", async () => {
    const headers = await authorization();
    const sizes: number[] = [];
    for (let path: string | null = `/secrets?${VERSION}`; path !== null;) {
      const { body } = await ask(path, { headers });
      const { value, nextLink } = body as { value: unknown[]; nextLink: string | null };
      sizes.push(value.length);
      path = nextLink === null ? null : nextLink.slice(nextLink.indexOf("/secrets"));
    }
    assert.deepEqual(sizes, [25, 25, 5]);
  });

  test("objects are refused for the reasons that the service has", async () => {
    const [reader, stranger] = [await authorization(), await authorization({ client_id: samples.STRANGER })];
    const cases = [
      [reader, "disabled", 403, "SecretDisabled"],
      [stranger, "database", 403, "AccessDenied"],
      [reader, "absent", 404, undefined],
      [reader, "no_underscores", 400, undefined],
      [reader, "expired", 200, undefined],
    ] as const;
    for (const [headers, name, status, inner] of cases) {
      const answer = await ask(`/secrets/${name}?${VERSION}`, { headers });
      const { error } = answer.body as { error?: { innererror?: { code: string } } };
      assert.deepEqual([name, answer.status, error?.innererror?.code], [name, status, inner]);
    }
  });

  test("a throttled request says when to come back", async () => {
    const headers = await authorization();
    azure.keyVault.throttled = { count: 1, retryAfter: 7 };
    const first = await ask(`/secrets/database?${VERSION}`, { headers });
    assert.deepEqual([first.status, first.headers["retry-after"]], [429, "7"]);
    assert.equal((await ask(`/secrets/database?${VERSION}`, { headers })).status, 200);
  });

  test("the managed identity endpoints want their headers", async () => {
    const query = "resource=https%3A%2F%2Fvault.azure.net";
    const machine = `/metadata/identity/oauth2/token?api-version=2018-02-01&${query}`;
    const app = `/msi/token?api-version=2019-08-01&${query}`;
    assert.equal((await askIdentity(machine, {})).status, 400);
    assert.equal((await askIdentity(machine, { metadata: "true" })).status, 200);
    assert.equal((await askIdentity(app, { "x-identity-header": "wrong" })).status, 401);
    assert.equal((await askIdentity(app, { "x-identity-header": IDENTITY_HEADER })).status, 200);
    assert.equal((await askIdentity(`${machine}&client_id=other`, { metadata: "true" })).status, 400);
  });
});
