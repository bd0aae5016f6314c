import assert from "node:assert/strict";
import { suite, test } from "node:test";

import type { RemoteRef } from "../../../src/eso/external-secret.ts";
import type { AwsProvider } from "../../../src/eso/stores/aws.ts";
import type { GenericStore } from "../../../src/eso/stores/store.ts";
import { addressAws } from "../../../src/providers/aws/address.ts";
import { AwsFailure, serviceErrorOf } from "../../../src/providers/aws/aws-error.ts";
import { chunksOf } from "../../../src/providers/aws/batch.ts";
import type { CredentialSource } from "../../../src/providers/aws/cached-credentials.ts";
import { CachedCredentials } from "../../../src/providers/aws/cached-credentials.ts";
import { endpointOf } from "../../../src/providers/aws/endpoint.ts";
import { regionOf } from "../../../src/providers/aws/region.ts";
import { retryOverride } from "../../../src/providers/aws/retry-settings.ts";
import { sessionTagsOf } from "../../../src/providers/aws/session-tags.ts";

const PROVIDER: AwsProvider = { service: "SecretsManager", region: "eu-west-1" };
const ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf";

suite("addressAws()", () => {
  const CASES: readonly (readonly [Partial<AwsProvider>, RemoteRef, readonly unknown[]])[] = [
    [{}, { key: "prod/db" }, ["aws:sm:self:eu-west-1:prod/db", "", "value", "prod/db"]],
    [
      {},
      { key: "prod/db", version: "AWSCURRENT" },
      ["aws:sm:self:eu-west-1:prod/db", "", "value", "prod/db"],
    ],
    [
      {},
      { key: "prod/db", version: "uuid/1" },
      ["aws:sm:self:eu-west-1:prod/db", "uuid/1", "value", "prod/db"],
    ],
    [
      {},
      { key: "prod/db", version: "x", metadataPolicy: "Fetch" },
      ["aws:sm:self:eu-west-1:prod/db", "", "metadata", "prod/db"],
    ],
    [{ prefix: "team-" }, { key: "db" }, ["aws:sm:self:eu-west-1:team-db", "", "value", "team-db"]],
    [{}, { key: ARN }, ["aws:sm:111122223333:us-east-1:prod/db-AbCdEf", "", "value", ARN]],
    [{ prefix: "p" }, { key: ARN }, [`aws:sm:self:eu-west-1:p${ARN}`, "", "value", `p${ARN}`]],
    [{ region: "" }, { key: "db" }, ["aws:sm:self:-:db", "", "value", "db"]],
    [
      { service: "ParameterStore" },
      { key: "/a/b", version: "3" },
      ["aws:ps:eu-west-1:/a/b", "3", "value", "/a/b"],
    ],
    [
      { service: "ParameterStore", prefix: "/x" },
      { key: "/b", version: "3", metadataPolicy: "Fetch" },
      ["aws:ps:eu-west-1:/x/b", "3", "metadata", "/x/b"],
    ],
  ];

  for (const [provider, remoteRef, [resourceId, version, what, key]] of CASES) {
    test(`${JSON.stringify(provider)} ${JSON.stringify(remoteRef)}`, () => {
      assert.deepEqual(addressAws(remoteRef, { ...PROVIDER, ...provider }), {
        request: { resourceId, version, what, key },
      });
    });
  }

  test("a remoteRef without a name leads nowhere", () => {
    assert.ok("problem" in addressAws({ key: "" }, PROVIDER));
  });
});

test("regionOf() takes what is spelt like a region, the store's before the environment's", () => {
  const environment = { AWS_REGION: "us-east-2", AWS_DEFAULT_REGION: "us-west-1" };
  assert.deepEqual(regionOf("eu-west-1", environment), { region: "eu-west-1" });
  assert.deepEqual(regionOf("", environment), { region: "us-east-2" });
  assert.deepEqual(regionOf("", { AWS_DEFAULT_REGION: "us-gov-west-1" }), { region: "us-gov-west-1" });
  for (const region of ["eusc-de-east-1", "us-isob-east-1", "ap-southeast-7"])
    assert.deepEqual(regionOf(region, {}), { region });
  for (const bad of [
    "",
    "evil",
    "evil.com#",
    "us_east_1",
    "eu-west-1.evil.com",
    "EU-WEST-1",
    "eu-west-1\n",
    "a@eu-west-1",
  ]) {
    const region = regionOf(bad, {});
    assert.equal("problem" in region && region.problem.code, "REGION_INVALID", bad);
  }
});

test("endpointOf() knows the operator's variables and those of the SDKs", () => {
  const all = {
    AWS_SECRETSMANAGER_ENDPOINT: "https://operator",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: "https://sdk",
    AWS_ENDPOINT_URL: "https://all",
  };
  assert.equal(endpointOf("secretsManager", all), "https://operator");
  assert.equal(endpointOf("secretsManager", { ...all, AWS_SECRETSMANAGER_ENDPOINT: "" }), "https://sdk");
  assert.equal(endpointOf("ssm", all), "https://all");
  assert.equal(endpointOf("sts", { ...all, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }), undefined);
  assert.equal(endpointOf("sts", {}), undefined);
});

test("sessionTagsOf() follows the policy", () => {
  const store: GenericStore = {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "aws" },
    spec: { provider: {} },
  };
  const tags = { ...PROVIDER, sessionTags: [{ key: "team", value: "a" }] };
  const who = [
    { key: "esoNamespace", value: "shop" },
    { key: "esoStoreName", value: "aws" },
    { key: "esoStoreKind", value: "SecretStore" },
  ];
  assert.deepEqual(sessionTagsOf(tags, store, "shop"), tags.sessionTags);
  assert.deepEqual(sessionTagsOf({ ...tags, sessionTagsPolicy: "Simple" }, store, "shop"), who);
  const customSessionTags = { cost: "1", empty: "", esoNamespace: "forged" };
  assert.deepEqual(
    sessionTagsOf({ ...tags, sessionTagsPolicy: "Custom", customSessionTags }, store, "shop"),
    [...who, { key: "cost", value: "1" }],
  );
});

test("retryOverride() counts attempts as the operator's AWS provider does", () => {
  assert.equal(retryOverride(undefined), undefined);
  assert.deepEqual(retryOverride({}), { attempts: 3, wait: {} });
  assert.deepEqual(retryOverride({ maxRetries: 5, retryInterval: "1.5s" }), {
    attempts: 5,
    wait: { after: 1500 },
  });
  assert.deepEqual(retryOverride({ maxRetries: 0 }), { attempts: Infinity, wait: {} });
  assert.deepEqual(retryOverride({ maxRetries: -1, retryInterval: "-1s" }), { attempts: Infinity, wait: {} });
  assert.throws(() => retryOverride({ retryInterval: "soon" }), /it is not a duration/);
});

suite("AwsFailure", () => {
  const CASES: readonly (readonly [name: string, status: number, kind: string])[] = [
    ["ThrottlingException", 400, "throttled"],
    ["Throttling", 400, "throttled"],
    ["Unknown", 429, "throttled"],
    ["InternalServiceError", 500, "server"],
    ["Unknown", 502, "server"],
    ["ExpiredTokenException", 400, "expired"],
    ["ExpiredToken", 403, "expired"],
    ["RequestTimeTooSkewed", 403, "clock"],
    ["SignatureDoesNotMatch", 403, "credentials"],
    ["UnrecognizedClientException", 400, "credentials"],
    ["AccessDeniedException", 400, "denied"],
    ["Unknown", 403, "denied"],
    ["ResourceNotFoundException", 400, "request"],
  ];

  for (const [name, status, kind] of CASES) {
    test(`${name} with status ${status} is ${kind}`, () => {
      const error = serviceErrorOf({ name, message: "", $metadata: { httpStatusCode: status } }, 0);
      assert.ok(error !== undefined);
      assert.equal(new AwsFailure(error).kind, kind);
    });
  }

  test("a signature that a corrected clock may mend is a matter of the clock", () => {
    const $metadata = { httpStatusCode: 403, clockSkewCorrected: true };
    const error = serviceErrorOf({ name: "SignatureDoesNotMatch", $metadata }, 0);
    assert.ok(error !== undefined);
    assert.equal(new AwsFailure(error).kind, "clock");
  });

  test("what is no answer of a service is no error of one", () => {
    assert.equal(serviceErrorOf(new TypeError("x"), 0), undefined);
    assert.equal(serviceErrorOf(undefined, 0), undefined);
    assert.equal(serviceErrorOf({ name: "SyntaxError", $response: { statusCode: 200 } }, 0), undefined);
  });
});

test("chunksOf() splits a list into parts of at most so many", () => {
  assert.deepEqual(chunksOf([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(chunksOf([], 2), []);
});

/** A source that numbers what it gives, with an expiration for each. */
function source(expirations: readonly number[], isRenewable = true): CredentialSource {
  let acquired = 0;
  return {
    name: "n",
    description: "d",
    hint: "h",
    field: [],
    parts: [],
    isRenewable,
    acquire: async () => {
      acquired += 1;
      const at = expirations[acquired - 1];
      const expiration = at === undefined ? {} : { expiration: new Date(at) };
      return Promise.resolve({ accessKeyId: String(acquired), secretAccessKey: "s", ...expiration });
    },
  };
}

suite("CachedCredentials", () => {
  const HOUR = 3_600_000;
  test("are acquired once for requests that start together", async () => {
    const credentials = new CachedCredentials(source([HOUR]), () => 0);
    const identities = await Promise.all([credentials.get(), credentials.get()]);
    assert.deepEqual(
      identities.map(({ accessKeyId }) => accessKeyId),
      ["1", "1"],
    );
  });

  test("are acquired again where they end within a minute", async () => {
    const credentials = new CachedCredentials(source([59_000, HOUR]), () => 0);
    assert.equal((await credentials.get()).accessKeyId, "2");
    assert.equal((await credentials.get()).accessKeyId, "2");
  });

  test("are renewed once, however many requests fail with them", async () => {
    const credentials = new CachedCredentials(source([HOUR, HOUR, HOUR]), () => 0);
    await credentials.get();
    assert.deepEqual([credentials.renew(), credentials.renew()], [true, true]);
    assert.equal((await credentials.get()).accessKeyId, "2");
    credentials.renew();
    assert.equal((await credentials.get()).accessKeyId, "2");
  });

  test("that are keys cannot be renewed", () => {
    assert.equal(new CachedCredentials(source([], false), () => 0).renew(), false);
  });
});
