import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { Sensitive } from "../../../src/ground/sensitive.ts";
import { parseEnvelope } from "../../../src/providers/vault/envelope.ts";
import type { Exchange, VaultCall, VaultReply } from "../../../src/providers/vault/exchange.ts";
import type { Authentication } from "../../../src/providers/vault/login.ts";
import type { SessionSettings } from "../../../src/providers/vault/session.ts";
import { VaultSession } from "../../../src/providers/vault/session.ts";

const APP_ROLE: Authentication = {
  name: "appRole",
  field: ["auth"],
  login: { path: "auth/approle/login", body: new Sensitive(Buffer.from("{}")) },
};

const IGNORE = (): void => undefined;

/** A server by rules: a session asks it for tokens `t1`, `t2`, …, and it denies those that are gone. */
class Server {
  readonly calls: string[] = [];
  readonly headers: Readonly<Record<string, string>>[] = [];
  /** Tokens that are no longer known. */
  readonly gone = new Set<string>();
  /** Paths that no policy allows. */
  readonly denied = new Set<string>();
  state: string | undefined;
  #logins = 0;

  readonly exchange: Exchange = async (call) => {
    await Promise.resolve();
    const token = call.headers["x-vault-token"] ?? "";
    this.calls.push(`${call.method} ${call.path}${token === "" ? "" : ` by ${token}`}`);
    this.headers.push(call.headers);
    return this.#answer(call, token);
  };

  #answer({ path }: VaultCall, token: string): VaultReply {
    if (path.endsWith("/login")) {
      this.#logins += 1;
      return this.#reply(200, { auth: { client_token: `t${this.#logins}`, token_type: "service" } });
    }
    if (this.gone.has(token) || this.denied.has(path))
      return this.#reply(403, { errors: ["permission denied"] });
    return this.#reply(200, { data: { path } });
  }

  #reply(status: number, body: object): VaultReply {
    const envelope = parseEnvelope(JSON.stringify(body));
    assert.ok(envelope !== undefined);
    const headers = new Map(this.state === undefined ? [] : [["x-vault-index", this.state]]);
    return { status, headers, envelope };
  }
}

function open(server: Server, settings: Partial<SessionSettings> = {}): VaultSession {
  return new VaultSession({
    host: "vault.test",
    authentication: APP_ROLE,
    headers: {},
    namespaces: { login: undefined, read: undefined },
    readsOwnWrites: false,
    exchange: server.exchange,
    now: () => performance.now(),
    ...settings,
  });
}

async function getAll(session: VaultSession, paths: readonly string[]): Promise<number[]> {
  const replies = await Promise.all(paths.map(async (path) => session.get(path, {}, IGNORE)));
  return replies.map(({ status }) => status);
}

function state(local: number): string {
  return Buffer.from(`v1:cluster:${local}:0:hmac`).toString("base64");
}

suite("VaultSession", () => {
  test("logs in once for reads that start together, and asks for each path once", async () => {
    const server = new Server();
    await getAll(open(server), ["a", "b", "a"]);
    assert.deepEqual(server.calls, ["PUT auth/approle/login", "GET a by t1", "GET b by t1"]);
  });

  test("checks a token once, logs in once more and replays what was denied, and nothing else", async () => {
    const server = new Server();
    const session = open(server);
    await getAll(session, ["before"]);
    server.gone.add("t1");
    assert.deepEqual(await getAll(session, ["a", "b", "c"]), [200, 200, 200]);
    assert.deepEqual(server.calls.slice(2), [
      "GET a by t1",
      "GET b by t1",
      "GET c by t1",
      "GET auth/token/lookup-self by t1",
      "PUT auth/approle/login",
      "GET a by t2",
      "GET b by t2",
      "GET c by t2",
    ]);
  });

  test("renews once only", async () => {
    const server = new Server();
    const session = open(server);
    server.gone.add("t1").add("t2");
    assert.deepEqual(await getAll(session, ["a"]), [403]);
    assert.equal(server.calls.filter((call) => call.includes("login")).length, 2);
  });

  test("looks a token up once for all that a policy denies at the same time", async () => {
    const server = new Server();
    server.denied.add("a").add("b");
    const session = open(server);
    assert.deepEqual(await getAll(session, ["a", "b", "c"]), [403, 403, 200]);
    assert.equal(server.calls.filter((call) => call.includes("lookup-self")).length, 1);
    await session.close(IGNORE);
    assert.equal(server.calls.at(-1), "PUT auth/token/revoke-self by t1");
  });

  test("marks what it asks without a token", async () => {
    const server = new Server();
    const session = open(server, { authentication: { name: "no login", field: [] } });
    server.denied.add("a");
    const reply = await session.get("a", {}, IGNORE);
    assert.deepEqual([reply.status, reply.isAnonymous], [403, true]);
    assert.equal((await open(new Server()).get("a", {}, IGNORE)).isAnonymous, undefined);
  });

  test("neither checks nor revokes a token that was given to it", async () => {
    const server = new Server();
    const token = new Sensitive(Buffer.from("given"));
    const session = open(server, { authentication: { name: "token", field: [], token } });
    server.gone.add("given");
    assert.deepEqual(await getAll(session, ["a"]), [403]);
    await session.close(IGNORE);
    assert.deepEqual(server.calls, ["GET a by given"]);
  });

  test("asks nothing when it is closed before it read", async () => {
    const server = new Server();
    await open(server).close(IGNORE);
    assert.deepEqual(server.calls, []);
  });

  test("replays the latest state of the server with readsOwnWrites, and else none", async () => {
    for (const readsOwnWrites of [true, false]) {
      const server = new Server();
      const session = open(server, { readsOwnWrites });
      for (const [path, local] of [
        ["a", 7],
        ["b", 5],
        ["c", 9],
      ] as const) {
        server.state = state(local);
        await session.get(path, {}, IGNORE);
      }
      const sent = server.headers.map((headers) => headers["x-vault-index"]);
      const wanted = [undefined, state(7), state(7), state(7)];
      assert.deepEqual(sent, readsOwnWrites ? wanted : wanted.map(() => undefined));
    }
  });

  test("logs in and reads in their own namespaces, over the headers of the store", async () => {
    const server = new Server();
    const headers = { "x-vault-namespace": "header", "X-Vault-Token": "header" };
    await getAll(open(server, { headers, namespaces: { login: "team-a", read: "" } }), ["a"]);
    assert.deepEqual(
      server.headers.map((sent) => sent["x-vault-namespace"]),
      ["team-a", ""],
    );
    assert.equal(server.calls.at(-1), "GET a by t1");
  });
});
