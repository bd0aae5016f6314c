import assert from "node:assert/strict";
import { test } from "node:test";

import { statusError } from "../../src/net/status-error.ts";

const url = new URL("https://vault.example.com/v1/secret");

function errorOf(status: number, retryAfter?: number): ReturnType<typeof statusError> {
  return statusError({ status, headers: new Map(), body: new Uint8Array(), retryAfter }, url);
}

for (const status of [200, 204, 304, 400, 401, 403, 404, 412, 501])
  test(`statusError leaves ${status} to the provider`, () => {
    assert.equal(errorOf(status), undefined);
  });

for (const status of [500, 502, 503, 504, 599])
  test(`statusError calls ${status} SERVER_ERROR, to be tried 6 times`, () => {
    const { problem, retry } = errorOf(status) ?? {};
    assert.equal(problem?.code, "SERVER_ERROR");
    assert.equal(
      problem.message,
      `Cannot get an answer from "vault.example.com:443": it fails with status ${status}`,
    );
    assert.equal(retry?.attempts, 6);
  });

test("statusError calls 429 THROTTLED and passes Retry-After on", () => {
  const { problem, retry } = errorOf(429, 1500) ?? {};
  assert.equal(problem?.code, "THROTTLED");
  assert.match(problem.message, /limits the rate of requests \(429\) and wants to be asked again after 2 s$/);
  assert.deepEqual(retry, { attempts: 6, base: 500, after: 1500 });
});
