import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { LIMITS } from "../../src/ground/limits.ts";
import { Limit } from "../../src/net/limit.ts";
import { NetworkError } from "../../src/net/network-error.ts";
import { FakeClock } from "./fake-clock.ts";
import { faultProxy, get, problemOf, testNetwork } from "./network.ts";

const over = (): Error => new Error("over");

/** Requests that stay in flight until they are ended, in the order in which they started. */
class Requests {
  readonly clock = new FakeClock();
  readonly run = new AbortController();
  readonly limit = new Limit(this.clock, this.run.signal, over);
  readonly started: number[] = [];
  readonly #ends: (() => void)[] = [];

  async start(number: number): Promise<void> {
    await this.limit.run(async () => {
      this.started.push(number);
      await new Promise<void>((end) => {
        this.#ends.push(end);
      });
    });
  }

  startAll(count: number): void {
    for (let number = 0; number < count; number += 1) this.start(number).catch(() => undefined);
  }

  /** Ends the oldest ones, with a good answer each. */
  async end(count: number): Promise<void> {
    for (let number = 0; number < count; number += 1) {
      this.#ends.shift()?.();
      this.limit.answered();
      await settled();
    }
  }

  get inFlight(): number {
    return this.#ends.length;
  }
}

/** One starts in each turn of the event loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn <= LIMITS.inFlight; turn += 1) await new Promise(setImmediate);
}

suite("Limit", () => {
  test("16 are in flight, the others follow in their order", async () => {
    const requests = new Requests();
    requests.startAll(20);
    await settled();
    assert.equal(requests.inFlight, LIMITS.inFlight);
    await requests.end(2);
    assert.equal(requests.inFlight, LIMITS.inFlight);
    assert.deepEqual(requests.started, [...Array(18).keys()]);
  });

  test("one starts in a turn of the event loop, so that it is on its way before the next one is prepared", async () => {
    const requests = new Requests();
    requests.startAll(20);
    const counts: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise(setImmediate);
      counts.push(requests.inFlight);
    }
    const [first = 0] = counts;
    assert.deepEqual(
      counts,
      [0, 1, 2, 3, 4].map((later) => first + later),
    );
    assert.ok(first <= 2, `${first} in the first turn`);
  });

  test("a complaint halves it, and one more is let in after each 20 good answers", async () => {
    const requests = new Requests();
    requests.startAll(400);
    await settled();
    requests.limit.complained(0, 0);
    await requests.end(19);
    assert.equal(requests.inFlight, 8);
    await requests.end(1);
    assert.equal(requests.inFlight, 9);
    await requests.end(20 * 9);
    assert.equal(requests.inFlight, LIMITS.inFlight);
  });

  test("complaints about what was sent before the last complaint are one", async () => {
    const requests = new Requests();
    requests.startAll(100);
    await settled();
    const sentAt = requests.clock.now();
    requests.clock.pass(10);
    for (let number = 0; number < 16; number += 1) requests.limit.complained(sentAt, 0);
    await requests.end(10);
    assert.equal(requests.inFlight, 8);
  });

  test("it never shrinks to nothing", async () => {
    const requests = new Requests();
    requests.startAll(100);
    await settled();
    for (let number = 0; number < 9; number += 1) requests.limit.complained(0, 0);
    await requests.end(19);
    assert.equal(requests.inFlight, 1);
  });

  test("nobody starts while the endpoint wants nothing", async () => {
    const requests = new Requests();
    requests.startAll(30);
    await settled();
    requests.limit.complained(0, 3000);
    await requests.end(16);
    assert.equal(requests.inFlight, 0);
    requests.clock.pass(2999);
    await settled();
    assert.equal(requests.inFlight, 0);
    requests.clock.pass(1);
    await settled();
    assert.equal(requests.inFlight, 8);
  });

  test("whoever waits when the run is over ends with over()", async () => {
    const requests = new Requests();
    requests.startAll(16);
    await settled();
    const waiting = requests.start(17);
    requests.run.abort();
    await assert.rejects(waiting, { message: "over" });
    await assert.rejects(requests.start(18), { message: "over" });
    assert.equal(requests.started.length, 16);
  });

  test("nobody starts in a run that was over before", async () => {
    const limit = new Limit(new FakeClock(), AbortSignal.abort(), over);
    await assert.rejects(
      limit.run(() => assert.fail("started")),
      { message: "over" },
    );
  });

  test("a request that fails makes room", async () => {
    const requests = new Requests();
    for (let number = 0; number < 40; number += 1)
      await assert.rejects(requests.limit.run(async () => Promise.reject(new Error("no"))));
    requests.startAll(16);
    await settled();
    assert.equal(requests.inFlight, 16);
  });
});

test("Retry-After beyond the deadline ends those that wait, too", async (t) => {
  const fault = { kind: "answer", status: 429, headers: { "retry-after": "60" } } as const;
  const proxy = await faultProxy(t, { always: fault });
  const network = testNetwork(t);
  const problems = await Promise.all(
    Array.from({ length: 50 }, async () => problemOf(get(network, proxy.url))),
  );
  for (const { code, message } of problems) {
    assert.equal(code, "THROTTLED");
    assert.match(message, /wants to be asked again after 60 s$/);
  }
  assert.ok(proxy.requests.length <= LIMITS.inFlight, `${proxy.requests.length} requests`);
});

test("a storm of 429 with Retry-After multiplies the load by less than 1.2 and the start", async (t) => {
  let asked = 0;
  const always = (): boolean => (asked += 1) % 10 !== 0;
  const fault = { kind: "answer", status: 429, headers: { "retry-after": "1" } } as const;
  const pass = { kind: "pass" } as const;
  const proxy = await faultProxy(t, {
    faults: Array.from({ length: 3000 }, () => (always() ? fault : pass)),
  });
  const network = testNetwork(t);
  const wanted = 500;
  const ask = async (): Promise<string> => {
    try {
      return String((await get(network, proxy.url)).status);
    } catch (error) {
      return error instanceof NetworkError ? error.problem.code : "another error";
    }
  };
  const results = await Promise.all(Array.from({ length: wanted }, ask));
  assert.deepEqual([...new Set(results)].toSorted(), ["200", "THROTTLED"]);
  assert.ok(proxy.requests.length <= wanted * 1.2 + 80, `${proxy.requests.length} requests`);
});
