import assert from "node:assert/strict";
import { test } from "node:test";

import type { Code } from "../../src/ground/codes.ts";
import { LIMITS } from "../../src/ground/limits.ts";
import type { Fault } from "../servers/fault-proxy.ts";
import { ImpatientClock, PATIENCE } from "./fake-clock.ts";
import { faultProxy, get, problemOf, testNetwork, textOf } from "./network.ts";

interface Row {
  readonly title: string;
  readonly fault: Fault;
  readonly code: Code;
  readonly attempts: number;
  readonly says: RegExp;
  /** Whether the limits of connections pass at once. */
  readonly isSlow?: true;
}

const CANARY = "s3cr3t-canary";
const OK = "HTTP/1.1 200 OK\r\n";

const ROWS: readonly Row[] = [
  {
    title: "429 without a hint",
    fault: { kind: "answer", status: 429 },
    code: "THROTTLED",
    attempts: 6,
    says: /limits the rate of requests \(429\) \(6 attempts\)$/,
  },
  ...[500, 502, 503, 504].map((status) => ({
    title: `status ${status}`,
    fault: { kind: "answer", status, body: CANARY } as const,
    code: "SERVER_ERROR" as const,
    attempts: 6,
    says: new RegExp(`fails with status ${status} \\(6 attempts\\)$`),
  })),
  ...(["end", "reset"] as const).flatMap((ending) =>
    [
      ["no answer", ""],
      ["half a header", `${OK}content-len`],
      ["a header and no body", `${OK}content-length: 20\r\n\r\n`],
      ["part of a body", `${OK}content-length: 20\r\n\r\n{"data":`],
      ["part of a chunk", `${OK}transfer-encoding: chunked\r\n\r\n20\r\n{"data":`],
      ["a chunk without a size", `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`],
      ["chunks without a last one", `${OK}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`],
    ].map(([what = "", bytes = ""]) => ({
      title: `${what}, then ${ending}`,
      fault: { kind: "bytes", bytes, ending } as const,
      code: "INTERRUPTED" as const,
      attempts: 6,
      says: /the connection broke before the answer was complete \(6 attempts\)$/,
    })),
  ),
  {
    title: "a body that only the end of the connection ends",
    fault: { kind: "bytes", bytes: `${OK}\r\n{"data":"${CANARY}"}`, ending: "end" },
    code: "INTERRUPTED",
    attempts: 6,
    says: /the connection broke before the answer was complete \(6 attempts\)$/,
  },
  {
    title: "silence",
    fault: { kind: "silence" },
    code: "TIMEOUT",
    attempts: 6,
    isSlow: true,
    says: /the answer took more than 10 s \(6 attempts\)$/,
  },
  {
    title: "a header byte by byte",
    fault: { kind: "drip", bytes: `${OK}${"x: y\r\n".repeat(99)}`, milliseconds: 5 },
    code: "TIMEOUT",
    attempts: 6,
    isSlow: true,
    says: /the answer took more than 10 s \(6 attempts\)$/,
  },
  {
    title: "a body byte by byte",
    fault: { kind: "drip", bytes: `${OK}content-length: 500\r\n\r\n${"x".repeat(500)}`, milliseconds: 5 },
    code: "TIMEOUT",
    attempts: 6,
    isSlow: true,
    says: /the answer took more than 10 s \(6 attempts\)$/,
  },
  {
    title: "a header over 16 KiB",
    fault: { kind: "bytes", bytes: `${OK}x: ${"y".repeat(17 * 1024)}\r\n\r\n`, ending: "stay" },
    code: "PROTOCOL",
    attempts: 2,
    says: /its header is over 16 KiB \(2 attempts\)$/,
  },
  {
    title: "a body over 4 MiB by its length",
    fault: { kind: "bytes", bytes: `${OK}content-length: ${LIMITS.answer + 1}\r\n\r\n`, ending: "stay" },
    code: "PROTOCOL",
    attempts: 1,
    says: /it is over 4 MiB$/,
  },
  {
    title: "a body over 4 MiB by what comes",
    fault: {
      kind: "bytes",
      bytes: `${OK}transfer-encoding: chunked\r\n\r\n${`100000\r\n${"x".repeat(2 ** 20)}\r\n`.repeat(5)}`,
      ending: "stay",
    },
    code: "PROTOCOL",
    attempts: 1,
    says: /it is over 4 MiB$/,
  },
  {
    title: "JSON with too many levels",
    fault: { kind: "answer", status: 200, body: "[".repeat(LIMITS.answer) },
    code: "PROTOCOL",
    attempts: 1,
    says: /its JSON is nested more than 64 levels deep$/,
  },
  {
    title: "JSON with too many keys",
    fault: { kind: "answer", status: 200, body: `{${'"":1,'.repeat(LIMITS.answerKeys)}"${CANARY}":1}` },
    code: "PROTOCOL",
    attempts: 1,
    says: /its JSON has more than 20000 keys$/,
  },
  ...(
    [
      ["two lengths", `${OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
      [
        "a length and chunks",
        `${OK}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
      ],
      ["a length that is none", `${OK}content-length: 2x\r\n\r\n{}`],
      ["no HTTP", `SSH-2.0-OpenSSH_9.0\r\n${CANARY}\r\n`],
      ["a header line with a control character", `${OK}x: a\u0001b\r\ncontent-length: 2\r\n\r\n{}`],
    ] as const
  ).map(([title, bytes]) => ({
    title,
    fault: { kind: "bytes", bytes, ending: "stay" } as const,
    code: "PROTOCOL" as const,
    attempts: 2,
    says: /it is not valid HTTP \(2 attempts\)$/,
  })),
  {
    title: "another transfer coding",
    fault: { kind: "bytes", bytes: `${OK}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, ending: "stay" },
    code: "PROTOCOL",
    attempts: 2,
    says: /it is encoded in a way that was not asked for \(2 attempts\)$/,
  },
  {
    title: "a compressed body",
    fault: { kind: "answer", status: 200, headers: { "content-encoding": "gzip" }, body: "x" },
    code: "PROTOCOL",
    attempts: 2,
    says: /it is compressed though that was not asked for \(2 attempts\)$/,
  },
  {
    title: "a change of protocol",
    fault: {
      kind: "bytes",
      bytes: "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
      ending: "stay",
    },
    code: "PROTOCOL",
    attempts: 2,
    says: /it changes to another protocol \(2 attempts\)$/,
  },
  {
    title: "a redirect without a place",
    fault: { kind: "answer", status: 302 },
    code: "PROTOCOL",
    attempts: 2,
    says: /it is a redirect that leads nowhere \(2 attempts\)$/,
  },
];

for (const { title, fault, code, attempts, says, isSlow } of ROWS) {
  test(`${title}: ${code} after ${attempts} attempts`, async (t) => {
    const proxy = await faultProxy(t, { always: fault });
    const network = testNetwork(t, { clock: new ImpatientClock(isSlow === true ? PATIENCE : undefined) });
    const problem = await problemOf(get(network, `${proxy.url}/v1/x`));
    assert.equal(problem.code, code);
    assert.match(problem.message, says);
    assert.ok(problem.message.includes(`"127.0.0.1:${proxy.port}"`), problem.message);
    assert.doesNotMatch(problem.message, new RegExp(CANARY));
    assert.equal(proxy.requests.length, attempts);
  });

  if (attempts === 1) continue;
  test(`${title}, once: the next attempt succeeds`, async (t) => {
    const proxy = await faultProxy(t, { faults: [fault] });
    const network = testNetwork(t, { clock: new ImpatientClock(isSlow === true ? PATIENCE : undefined) });
    const response = await get(network, `${proxy.url}/v1/x`);
    assert.equal(textOf(response), "{}");
    assert.equal(proxy.requests.length, 2);
  });
}

for (const [wish, waits] of [
  ["3", 3150],
  ["Thu, 01 Jan 2026 00:00:20 GMT", 21_000],
] as const) {
  test(`429 with Retry-After ${wish} is tried again when told`, async (t) => {
    const fault = { kind: "answer", status: 429, headers: { "retry-after": wish } } as const;
    const proxy = await faultProxy(t, { faults: [fault] });
    const network = testNetwork(t);
    await get(network, proxy.url);
    assert.deepEqual(network.clock.waits, [waits]);
    assert.equal(proxy.requests.length, 2);
  });
}

test("429 with Retry-After beyond the deadline is given up at once", async (t) => {
  const fault = { kind: "answer", status: 429, headers: { "retry-after": "60" } } as const;
  const proxy = await faultProxy(t, { always: fault });
  const network = testNetwork(t);
  const problem = await problemOf(get(network, proxy.url));
  assert.equal(problem.code, "THROTTLED");
  assert.match(problem.message, /wants to be asked again after 60 s$/);
  assert.equal(proxy.requests.length, 1);
});

test("the deadline ends a request that waits for its answer", async (t) => {
  const proxy = await faultProxy(t, { always: { kind: "silence" } });
  const over = new AbortController();
  const network = testNetwork(t, { signal: over.signal });
  const work = problemOf(get(network, proxy.url));
  while (proxy.requests.length === 0) await new Promise(setImmediate);
  over.abort();
  const problem = await work;
  assert.equal(problem.code, "DEADLINE");
  assert.equal(problem.message, `Cannot get an answer from "127.0.0.1:${proxy.port}" within the deadline`);
});

test("nothing is asked after the deadline", async (t) => {
  const proxy = await faultProxy(t);
  const network = testNetwork(t, { signal: AbortSignal.abort() });
  const problem = await problemOf(get(network, proxy.url));
  assert.equal(problem.code, "DEADLINE");
  assert.equal(proxy.connections, 0);
});

test("all answers of a run together have a bound", async (t) => {
  const body = "x".repeat(LIMITS.answer);
  const proxy = await faultProxy(t, { always: { kind: "answer", status: 200, body } });
  const network = testNetwork(t);
  const most = LIMITS.answers / LIMITS.answer;
  for (let number = 0; number < most; number += 1) await get(network, proxy.url);
  const problem = await problemOf(get(network, proxy.url));
  assert.equal(problem.code, "LIMIT_EXCEEDED");
  assert.match(problem.message, /the stores' answers together are over 64 MiB$/);
});
