import assert from "node:assert/strict";
import { test } from "node:test";

import type { RetryRule } from "../../src/net/network-error.ts";
import { NetworkError, RETRY } from "../../src/net/network-error.ts";
import type { RetryContext } from "../../src/net/retry.ts";
import { RetryBudget, withRetry } from "../../src/net/retry.ts";
import { HastyClock } from "./fake-clock.ts";

const DEADLINE = 45_000;

function context(deadline = DEADLINE): RetryContext & { readonly clock: HastyClock } {
  const clock = new HastyClock();
  return {
    clock,
    signal: new AbortController().signal,
    timeLeft: () => deadline - clock.now(),
    budget: new RetryBudget(),
  };
}

function failing(rule: RetryRule, times: number): { attempts: number; attempt: () => Promise<string> } {
  const state = {
    attempts: 0,
    attempt: async (): Promise<string> => {
      state.attempts += 1;
      if (state.attempts <= times)
        throw new NetworkError({ code: "SERVER_ERROR", message: "Cannot ask", hint: "Look" }, rule);
      return Promise.resolve("done");
    },
  };
  return state;
}

for (const [kind, rule] of Object.entries(RETRY)) {
  test(`withRetry gives ${kind} up after ${rule.attempts} attempts and says so`, async () => {
    const state = failing(rule, 99);
    await assert.rejects(withRetry(context(), state.attempt), {
      message: rule.attempts === 1 ? "Cannot ask" : `Cannot ask (${rule.attempts} attempts)`,
    });
    assert.equal(state.attempts, rule.attempts);
  });
}

test("withRetry gives the result of the first attempt that has one", async () => {
  const state = failing(RETRY.transient, 5);
  assert.equal(await withRetry(context(), state.attempt), "done");
  assert.equal(state.attempts, 6);
});

test("withRetry waits twice as long each time, at most 5 s, times chance", async () => {
  const retrying = context();
  await withRetry(retrying, failing({ attempts: 9, base: 500 }, 7).attempt);
  assert.deepEqual(retrying.clock.waits, [250, 500, 1000, 2000, 2500, 2500, 2500]);
});

test("withRetry waits as long as the server says, and up to a tenth longer", async () => {
  const retrying = context();
  await withRetry(retrying, failing({ ...RETRY.throttled, after: 2000 }, 1).attempt);
  assert.deepEqual(retrying.clock.waits, [2100]);
});

test("withRetry does not wait where the server's time is after the deadline", async () => {
  const retrying = context();
  await assert.rejects(withRetry(retrying, failing({ ...RETRY.throttled, after: 60_000 }, 1).attempt), {
    problem: {
      code: "SERVER_ERROR",
      message: "Cannot ask",
      hint: "It wants to be asked again after 60 s, when the deadline is over: pass a longer --timeout",
    },
  });
  assert.deepEqual(retrying.clock.waits, []);
});

test("withRetry never waits beyond the deadline", async () => {
  const state = failing({ attempts: 99, base: 100_000 }, 99);
  await assert.rejects(withRetry(context(10_000), state.attempt));
  assert.equal(state.attempts, 4);
});

test("withRetry ends a wait when the run is over", async () => {
  const over = new AbortController();
  const retrying = {
    ...context(),
    signal: over.signal,
    clock: { ...new HastyClock(), after: () => () => undefined, random: () => 0 },
  };
  const result = withRetry(retrying as unknown as RetryContext, failing(RETRY.transient, 1).attempt);
  over.abort();
  await assert.rejects(result, { message: "Cannot ask" });
});

test("withRetry tries nothing again that is no NetworkError", async () => {
  let attempts = 0;
  const attempt = async (): Promise<never> => {
    attempts += 1;
    return Promise.reject(new TypeError("a bug"));
  };
  await assert.rejects(withRetry(context(), attempt), TypeError);
  assert.equal(attempts, 1);
});

test("retries of a run are a fifth of its requests beside a start of 80", async () => {
  const retrying = context(Infinity);
  let attempts = 0;
  const requests = 10_000;
  for (let request = 0; request < requests; request += 1) {
    const attempt = async (): Promise<never> => {
      attempts += 1;
      return Promise.reject(new NetworkError({ code: "THROTTLED", message: "Cannot ask" }, RETRY.throttled));
    };
    await assert.rejects(withRetry(retrying, attempt));
  }
  assert.equal(attempts, requests * 1.2 + 80);
});
