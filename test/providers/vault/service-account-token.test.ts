import assert from "node:assert/strict";
import { test } from "node:test";

import type { StoreCredentials } from "../../../src/eso/store-credentials.ts";
import { ProblemError } from "../../../src/ground/problem-error.ts";
import { Sensitive } from "../../../src/ground/sensitive.ts";
import { serviceAccountToken } from "../../../src/providers/vault/service-account-token.ts";

const NOT_FOUND = new ProblemError({ code: "CREDENTIAL_NOT_FOUND", message: "Cannot find a token" }, []);

/** A ServiceAccount to which one Secret is bound, and whose projected token cannot be had for a reason. */
function credentials(reason: Error): StoreCredentials {
  return {
    serviceAccountToken: () => {
      throw reason;
    },
    serviceAccount: () => ({ name: "web", namespace: "shop", annotations: new Map(), secrets: ["bound"] }),
    secretKey: () => new Sensitive(new TextEncoder().encode("t")),
    caCertificates: () => assert.fail("no CA is asked for"),
  };
}

test("serviceAccountToken() takes a bound Secret where no token was projected", () => {
  assert.equal(serviceAccountToken({ name: "web" }, [], credentials(NOT_FOUND)).size, 1);
});

test("serviceAccountToken() lets an error through that is no problem of the user's", () => {
  const bug = new TypeError("undefined is not a function");
  assert.throws(() => serviceAccountToken({ name: "web" }, [], credentials(bug)), bug);
});
