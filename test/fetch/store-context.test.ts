import assert from "node:assert/strict";
import { test } from "node:test";

import type { Trust } from "../../src/eso/trust.ts";
import { CALLER_TRUST } from "../../src/eso/trust.ts";
import type { StoreAccess, CredentialFiles } from "../../src/fetch/store-access.ts";
import { storeContext } from "../../src/fetch/store-context.ts";
import { ProblemError } from "../../src/ground/problem-error.ts";
import type { PlannedStore } from "../../src/plan/render-plan.ts";

const HOST: Trust = { ...CALLER_TRUST, streamStores: "secret-stores", lookUps: "apart", namespaces: "own" };
const MOUNTED: CredentialFiles = {
  directory: "/creds",
  read: (path) => (path.join("/") === "secrets/team-a/login/token" ? new Uint8Array([116]) : undefined),
  list: () => [],
};

function hasMountedToken(origin: PlannedStore["origin"], trust: Trust): boolean {
  const store = {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "vault" },
    spec: { provider: {} },
  } as const;
  const access = { trust, environment: { TOKEN: "t" }, credentialFiles: MOUNTED } as unknown as StoreAccess;
  const context = storeContext({ store, namespace: "team-a", origin, located: undefined }, access, {
    find: () => undefined,
  });
  try {
    return context.credentials.secretKey({ name: "login", key: "token" }, []).size === 1;
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    return false;
  }
}

const CASES: readonly (readonly [string, PlannedStore["origin"], Trust, boolean])[] = [
  ["a caller's own store", "stream", CALLER_TRUST, true],
  ["a tenant's store of the application's namespace", "stream", HOST, true],
  ["a tenant's store where it may name any namespace", "stream", { ...HOST, namespaces: "all" }, false],
  ["an administrator's store", "administrator", { ...HOST, namespaces: "all" }, true],
];

for (const [who, origin, trust, expected] of CASES) {
  test(`storeContext() ${expected ? "gives" : "keeps"} mounted credentials ${expected ? "to" : "from"} ${who}`, () => {
    assert.equal(hasMountedToken(origin, trust), expected);
  });
}
