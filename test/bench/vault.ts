import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

import { LIMITS } from "../../src/ground/limits.ts";
import { appRoleAuth, externalSecret, secret, stream, vaultStore } from "../providers/vault/manifests.ts";
import type { OpenBao } from "../servers/openbao.ts";
import { startOpenBao } from "../servers/openbao.ts";
import { startDelayRelay } from "../servers/delay-relay.ts";
import { startVaultProxy } from "../servers/vault-proxy.ts";

const ROUNDS = Number(process.argv[2] ?? 15);
const DIST = resolve(import.meta.dirname, "../../dist");
const MAIN = join(DIST, "main.js");
const SECRETS = 50;
const KEYS = ["a", "b", "c", "d"];
/** Milliseconds of a round trip. */
const DELAY = 20;
const MOST_ROUND_TRIPS = 7;
const MOST_START_UP = 2;

interface Subject {
  readonly name: string;
  readonly argv: readonly string[];
  readonly exit: number;
}

const server = await startOpenBao();
const counting = await startVaultProxy(server.address);
const near = await startDelayRelay(server.address, 0);
const far = await startDelayRelay(server.address, DELAY);
const directory = mkdtempSync(join(tmpdir(), "presecret-bench-"));
try {
  await bench();
} finally {
  rmSync(directory, { recursive: true });
  await far.stop();
  await near.stop();
  await counting.stop();
  await server.stop();
}

async function bench(): Promise<void> {
  const names = await seed(server);
  const bare = { name: "bare node -e 0", argv: ["-e", "0"], exit: 0 };
  const client = clientOnly("client constructed, nothing asked", far.address);
  const idle = renderOf("a render that asks nothing, and is refused", idleStream(far.address), 65);
  const fast = renderOf("50 ExternalSecrets, no delay", manyStream(near.address, names));
  const slow = renderOf(`50 ExternalSecrets, ${DELAY} ms a round trip`, manyStream(far.address, names));
  const { times, asking } = await medians([bare, client, idle, fast, slow]);
  for (const [{ name }, time] of times)
    console.log(`${name}: ${time.toFixed(1)} ms (median of ${ROUNDS}, interleaved)`);
  const [start = 0, nothing = 0, refused = 0, quick = 0, long = 0] = times.values();
  const trip = await roundTrip(far.address);
  console.log(`a round trip as it is measured, one at a time: ${trip.toFixed(1)} ms`);
  const least = await requestsAlone(names);
  console.log(
    `the same requests by a client that is warm and does nothing else: ${least.toFixed(1)} ms, ` +
      `round trips of ${DELAY} ms: ${(least / DELAY).toFixed(2)}`,
  );
  report("start-up, times bare node", nothing / start, MOST_START_UP);
  report(`round trips of ${DELAY} ms, from the first request to the end`, asking / DELAY, MOST_ROUND_TRIPS);
  report(
    "round trips as they are measured, from the first request to the end",
    asking / trip,
    MOST_ROUND_TRIPS,
  );
  const waiting = (long - quick) / DELAY;
  report(`round trips of ${DELAY} ms, the same run without delay taken off`, waiting, MOST_ROUND_TRIPS);
  const working = (long - refused) / DELAY;
  console.log(`round trips of ${DELAY} ms, the render that asks nothing taken off: ${working.toFixed(2)}`);
  await timeOf(renderOf("counted", manyStream(counting.address, names)));
  console.log(`requests in a run: ${counting.calls.length} (goal: ${SECRETS + 2})`);
}

/** Median milliseconds of a request, one after the other over one connection that is kept. */
async function roundTrip(address: string): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < ROUNDS; count++) {
    const start = performance.now();
    await (await fetch(`${address}/v1/sys/health`)).arrayBuffer();
    times.push(performance.now() - start);
  }
  return median(times);
}

/**
 * Median milliseconds of the login, the reads and the revocation by a client in this process: what this machine needs
 * for the requests, the server beside it.
 */
async function requestsAlone(names: readonly string[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: LIMITS.inFlight });
  const times: number[] = [];
  for (let count = 0; count < ROUNDS; count++) {
    const start = performance.now();
    const login = { role_id: "ci", secret_id: "sid" };
    const answer = await ask(agent, "POST", "auth/approle/login", { body: JSON.stringify(login) });
    const token = /"client_token":"([^"]+)"/.exec(answer)?.[1];
    await Promise.all(names.map(async (name) => ask(agent, "GET", `secret/data/${name}`, { token })));
    await ask(agent, "PUT", "auth/token/revoke-self", { token });
    times.push(performance.now() - start);
  }
  agent.destroy();
  return median(times);
}

/** The body of the answer. Throws for another status than that of success. */
async function ask(
  agent: Agent,
  method: string,
  path: string,
  { token, body = "" }: { readonly token?: string | undefined; readonly body?: string },
): Promise<string> {
  const authentication = token === undefined ? {} : { "x-vault-token": token };
  const headers = { ...authentication, "content-length": body.length };
  const outgoing = request(`${far.address}/v1/${path}`, { agent, method, headers });
  const answered = Promise.withResolvers<IncomingMessage>();
  outgoing.once("response", answered.resolve).once("error", answered.reject).end(body);
  const answer = await answered.promise;
  const content = await text(answer);
  if (answer.statusCode === 200 || answer.statusCode === 204) return content;
  throw new Error(`${method} ${path} ended with ${answer.statusCode}: ${content}`);
}

/**
 * A program that loads all that a render from Vault needs, opens the network, constructs the client of a store with an
 * AppRole, and asks nothing.
 */
function clientOnly(name: string, address: string): Subject {
  const path = join(directory, "client.mjs");
  const store = vaultStore({ server: address, auth: appRoleAuth("ci") });
  const program = `
    import ${imported("core.js")};
    import ${imported("render.js")};
    import { openNetwork } from ${imported("net.js")};
    import { openVaultClient } from ${imported("vault.js")};
    const store = ${JSON.stringify(store)};
    const bytes = Uint8Array.of(115, 105, 100);
    const client = await openVaultClient(store.spec.provider.vault, {
      store,
      network: openNetwork({
        trust: { network: "any", allowedHosts: [] },
        signal: new AbortController().signal,
        timeLeft: () => 60_000,
      }),
      mayUseAmbient: false,
      environment: {},
      credentials: {
        secretKey: () => ({ size: bytes.length, reveal: () => bytes }),
        caCertificates: () => undefined,
      },
      record: () => undefined,
    });
    process.exit(client.identity === undefined ? 1 : 0);
  `;
  writeFileSync(path, program);
  return { name, argv: [path], exit: 0 };
}

function imported(file: string): string {
  return JSON.stringify(pathToFileURL(join(DIST, file)).href);
}

function report(what: string, value: number, most: number): void {
  console.log(`${what}: ${value.toFixed(2)} (goal: at most ${most})`);
}

/**
 * An AppRole `ci`, and secrets of four keys. Its tokens go without the default policy, whose templates the server would
 * read anew for each request: half of what it takes of the processors that it shares with the client here.
 */
async function seed(bao: OpenBao): Promise<string[]> {
  const names = Array.from({ length: SECRETS }, (_, index) => `app-${index}`);
  for (const name of names) {
    const data = Object.fromEntries(KEYS.map((key) => [key, `${key} of ${name}`]));
    await bao.request("POST", `secret/data/${name}`, { body: { data } });
  }
  const policy = `
    path "secret/data/*" { capabilities = ["read"] }
    path "auth/token/revoke-self" { capabilities = ["update"] }
  `;
  await bao.request("POST", "sys/policies/acl/reader", { body: { policy } });
  await bao.request("POST", "sys/auth/approle", { body: { type: "approle" } });
  const role = { token_policies: "reader", token_no_default_policy: true };
  await bao.request("POST", "auth/approle/role/ci", { body: role });
  await bao.request("POST", "auth/approle/role/ci/role-id", { body: { role_id: "ci" } });
  await bao.request("POST", "auth/approle/role/ci/custom-secret-id", { body: { secret_id: "sid" } });
  return names;
}

function manyStream(address: string, names: readonly string[]): string {
  const wanted = names.map((name) =>
    externalSecret(Object.fromEntries(KEYS.map((key) => [key, { key: name, property: key }])), { name }),
  );
  return stream(
    secret("creds", { sid: "sid" }),
    vaultStore({ server: address, auth: appRoleAuth("ci") }),
    ...wanted,
  );
}

/** A find that is refused without a question: its store has a login and is opened. */
function idleStream(address: string): string {
  const store = vaultStore({ server: address, version: "v1", auth: appRoleAuth("ci") });
  const find = externalSecret({}, { dataFrom: [{ find: { tags: { team: "a" } } }] });
  return stream(secret("creds", { sid: "sid" }), store, find);
}

function renderOf(name: string, manifests: string, exit = 0): Subject {
  const path = join(directory, `${name.replaceAll(/\W/g, "-")}.yaml`);
  writeFileSync(path, manifests);
  return { name, argv: [MAIN, "render", path], exit };
}

interface Medians {
  /** Wall time in milliseconds of each subject. */
  readonly times: ReadonlyMap<Subject, number>;
  /** From the arrival of the first request at the far server to the end of the process. */
  readonly asking: number;
}

/** They take turns, so that whatever the machine does beside hits them alike. */
async function medians(subjects: readonly Subject[]): Promise<Medians> {
  const times = new Map<Subject, number[]>(subjects.map((subject) => [subject, []]));
  const asking: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const subject of subjects) {
      far.reset();
      times.get(subject)?.push(await timeOf(subject));
      if (far.firstAt !== undefined) asking.push(performance.now() - far.firstAt);
    }
  }
  return {
    times: new Map([...times].map(([subject, list]) => [subject, median(list)])),
    asking: median(asking),
  };
}

async function timeOf({ name, argv, exit }: Subject): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<number | null>((done) => {
    child.once("exit", done);
  });
  const [status, stderr] = await Promise.all([ended, text(child.stderr)]);
  const time = performance.now() - start;
  if (status !== exit) throw new Error(`${name} ended with ${String(status)}: ${stderr}`);
  return time;
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
}
