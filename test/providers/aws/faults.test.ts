import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";

import { cli } from "../../cli.ts";
import type { AwsFault, AwsProxy } from "../../servers/aws-proxy.ts";
import { startAwsProxy } from "../../servers/aws-proxy.ts";
import { dataIn, externalSecret, renderAt, storeOf } from "./stream.ts";

/** An error as the JSON services of AWS answer it. */
function refusal(action: string, code: string, message = "", status = 400): AwsFault {
  return { action, status, body: JSON.stringify({ __type: code, message }) };
}

function value(text: string): AwsFault {
  const body = JSON.stringify({
    ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-AbCdEf",
    Name: "app/db",
    SecretString: text,
  });
  return { action: "GetSecretValue", status: 200, body };
}

/** An answer of STS, with credentials that are good for an hour. */
function session(action: string, accessKey: string): AwsFault {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  return {
    action,
    status: 200,
    headers: { "content-type": "text/xml" },
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials><AccessKeyId>${accessKey}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></${action}Result></${action}Response>`,
  };
}

/** What a search gives: one secret, and one that fails with this code. */
function found(code: string): AwsFault {
  return {
    action: "BatchGetSecretValue",
    status: 200,
    body: JSON.stringify({
      SecretValues: [{ ARN: "arn:a", Name: "app/a", SecretString: "a" }],
      Errors: [{ SecretId: "app/b", ErrorCode: code, Message: "x" }],
    }),
  };
}

const MARKED = "You can't perform this operation on the secret because it was marked for deletion.";
const ROLE = "arn:aws:iam::111111111111:role/reader";
const FAST = { maxRetries: 3, retryInterval: "1ms" };

suite("what AWS answers in place of a value", () => {
  let server: AwsProxy;

  before(async () => {
    server = await startAwsProxy();
  });

  beforeEach(() => {
    server.restart();
  });

  after(async () => {
    await server.stop();
  });

  const actions = (): string[] => server.calls.map(({ action }) => action);

  interface Refusal {
    readonly fault: AwsFault;
    readonly exit: number;
    readonly says: RegExp;
    readonly policy?: string;
  }

  const REFUSALS: readonly Refusal[] = [
    {
      fault: refusal("GetSecretValue", "AccessDeniedException", "User: x is not authorized"),
      exit: 77,
      says: /Cannot read secret "app\/db" from SecretStore "store": access is denied \(AccessDeniedException\) \[ACCESS_DENIED\]\n {2}hint: Allow secretsmanager:GetSecretValue on it/,
    },
    {
      fault: refusal("GetSecretValue", "AccessDeniedException"),
      policy: "Delete",
      exit: 77,
      says: /\[ACCESS_DENIED\]/,
    },
    {
      fault: refusal("GetSecretValue", "ResourceNotFoundException"),
      exit: 66,
      says: /Cannot read secret "app\/db" from SecretStore "store": it does not exist \[SECRET_NOT_FOUND\]/,
    },
    {
      fault: refusal("GetSecretValue", "InvalidRequestException", MARKED),
      exit: 66,
      says: /it is scheduled for deletion \[SECRET_DELETED\]\n {2}hint: Restore it/,
    },
    {
      fault: refusal("GetSecretValue", "InvalidRequestException", MARKED),
      policy: "Delete",
      exit: 66,
      says: /\[SECRET_DELETED\]/,
    },
    {
      fault: refusal("GetSecretValue", "DecryptionFailure"),
      exit: 77,
      says: /its KMS key cannot be used to decrypt it \(DecryptionFailure\) \[ACCESS_DENIED\]/,
    },
    {
      fault: refusal("GetSecretValue", "ValidationException", "Invalid name"),
      exit: 65,
      says: /AWS refuses the request as it is \(ValidationException\) \[REQUEST_REFUSED\]/,
    },
    {
      fault: refusal("GetSecretValue", "UnrecognizedClientException"),
      exit: 77,
      says: /SecretStore store: spec\.provider\.aws\.auth\.secretRef: Cannot log in to AWS Secrets Manager in us-east-1: the access key of SecretStore "store" is not accepted \(UnrecognizedClientException\) \(needed by ExternalSecret default\/app\) \[AUTH_FAILED\]/,
    },
    {
      fault: refusal("GetSecretValue", "ExpiredTokenException"),
      exit: 77,
      says: /the access key of SecretStore "store" has expired \(ExpiredTokenException\)/,
    },
    {
      fault: {
        action: "GetSecretValue",
        status: 403,
        headers: { "content-type": "text/xml" },
        body: "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error></ErrorResponse>",
      },
      exit: 77,
      says: /is not accepted \(SignatureDoesNotMatch\).*\[AUTH_FAILED\]/,
    },
    {
      fault: {
        action: "GetSecretValue",
        status: 200,
        body: '{"Name":"app/other","ARN":"arn:o","SecretString":"x"}',
      },
      exit: 76,
      says: /the answer is about another secret, "app\/other" \[PROTOCOL\]/,
    },
    {
      fault: { action: "GetSecretValue", status: 200, body: `{"__type":"Deep","x":${"[".repeat(1000)}` },
      exit: 76,
      says: /: its JSON is nested more than 64 levels deep .*\[PROTOCOL\]/,
    },
  ];

  for (const { fault, exit, says, policy = "Retain" } of REFUSALS) {
    const code = /"__type":"(\w+)"|<Code>(\w+)|(other)/.exec(fault.body)?.slice(1).find(Boolean);
    test(`${code} with deletionPolicy ${policy} is exit ${exit}`, async () => {
      server.faults = [fault];
      const result = await renderAt(server.url, [...storeOf(), externalSecret("app", ["app/db"], policy)]);
      assert.match(result.stderr, says);
      assert.equal(result.exit, exit);
      assert.equal(result.stdout, "");
      assert.deepEqual(actions(), ["GetSecretValue"]);
    });
  }

  test("ResourceNotFoundException with deletionPolicy Delete: no Secret, and an info line", async () => {
    server.faults = [refusal("GetSecretValue", "ResourceNotFoundException")];
    const objects = [...storeOf(), externalSecret("app", ["app/db"], "Delete")];
    const { exit, stdout, stderr } = await renderAt(server.url, objects);
    assert.equal(exit, 0);
    assert.doesNotMatch(stdout, /name: "app"/);
    assert.match(stderr, /info: Left out, as deletionPolicy says: .*it does not exist \[ENTRY_SKIPPED\]/);
  });

  test("ResourceNotFoundException with deletionPolicy Merge: a Secret without the key", async () => {
    server.faults = [refusal("GetSecretValue", "ResourceNotFoundException")];
    const objects = [...storeOf(), externalSecret("app", ["app/db"], "Merge")];
    const { exit, stdout } = await renderAt(server.url, objects);
    assert.equal(exit, 0);
    assert.match(stdout, /name: "app"\ntype: "Opaque"\ndata: \{\}/);
  });

  test("throttling is waited for", async () => {
    server.faults = [{ ...refusal("GetSecretValue", "ThrottlingException"), times: 2 }, value("v")];
    const objects = [...storeOf({ retrySettings: FAST }), externalSecret("app", ["app/db"])];
    const { exit, stdout } = await renderAt(server.url, objects);
    assert.equal(exit, 0);
    assert.deepEqual(dataIn(stdout), { k0: "v" });
    assert.equal(actions().length, 3);
  });

  test("throttling without an end is exit 75 and names the service", async () => {
    server.faults = [refusal("GetSecretValue", "ThrottlingException")];
    const objects = [...storeOf({ retrySettings: FAST }), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await renderAt(server.url, objects);
    assert.equal(exit, 75);
    assert.match(
      stderr,
      /Cannot get an answer from AWS Secrets Manager in us-east-1: it limits the rate of requests \(ThrottlingException\) \(3 attempts\)/,
    );
    assert.equal(actions().length, 3);
  });

  test("InternalServiceError is tried again, and is exit 75", async () => {
    server.faults = [refusal("GetSecretValue", "InternalServiceError", "", 500)];
    const objects = [...storeOf({ retrySettings: FAST }), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await renderAt(server.url, objects);
    assert.equal(exit, 75);
    assert.match(stderr, /it fails with status 500 \(InternalServiceError\)/);
  });

  test("a batch that is throttled without an end is read one by one", async () => {
    server.faults = [refusal("BatchGetSecretValue", "ThrottlingException"), value("v")];
    const refs = ["app/db", "arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-AbCdEf"];
    const objects = [...storeOf({ retrySettings: FAST }), externalSecret("app", refs)];
    assert.equal((await renderAt(server.url, objects)).exit, 0);
  });

  test("a token that expires in mid-run is acquired again, once", async () => {
    server.faults = [
      { ...session("AssumeRole", "ASIAOLD"), times: 1 },
      session("AssumeRole", "ASIANEW"),
      { ...refusal("GetSecretValue", "ExpiredTokenException"), key: "ASIAOLD" },
      { ...value("v"), key: "ASIANEW" },
    ];
    const objects = [...storeOf({ aws: { role: ROLE } }), externalSecret("app", ["app/db"])];
    const { exit, stdout } = await renderAt(server.url, objects);
    assert.equal(exit, 0);
    assert.deepEqual(dataIn(stdout), { k0: "v" });
    assert.deepEqual(actions(), ["AssumeRole", "GetSecretValue", "AssumeRole", "GetSecretValue"]);
  });

  test("a token that is expired again is exit 77", async () => {
    server.faults = [session("AssumeRole", "ASIAOLD"), refusal("GetSecretValue", "ExpiredTokenException")];
    const objects = [...storeOf({ aws: { role: ROLE } }), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await renderAt(server.url, objects);
    assert.equal(exit, 77);
    assert.match(
      stderr,
      /role "arn:aws:iam::111111111111:role\/reader" has expired \(ExpiredTokenException\)/,
    );
    assert.equal(actions().length, 4);
  });

  test("a role that may not be assumed is exit 77 and says what the trust policy needs", async () => {
    server.faults = [
      {
        action: "AssumeRole",
        status: 403,
        body: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>secret text</Message></Error></ErrorResponse>",
        headers: { "content-type": "text/xml" },
      },
    ];
    const objects = [...storeOf({ aws: { role: ROLE } }), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await renderAt(server.url, objects);
    assert.equal(exit, 77);
    assert.match(
      stderr,
      /spec\.provider\.aws\.role: Cannot assume role "arn:aws:iam::111111111111:role\/reader" as the access key of SecretStore "store": AWS STS refuses it \(AccessDenied\)/,
    );
    assert.match(stderr, /hint: The role's trust policy must allow the caller/);
    assert.doesNotMatch(stderr, /secret text/);
  });

  const skewed = (minutes: number, times?: number): AwsFault => ({
    ...refusal("GetSecretValue", "InvalidSignatureException", "Signature expired"),
    headers: { date: new Date(Date.now() + minutes * 60_000).toUTCString() },
    ...(times === undefined ? {} : { times }),
  });

  test("a clock that is ten minutes wrong is corrected once, by the server's Date", async () => {
    server.faults = [skewed(10, 1), value("v")];
    const { exit } = await renderAt(server.url, [...storeOf(), externalSecret("app", ["app/db"])]);
    assert.equal(exit, 0);
    const [first, second] = server.calls.map(({ headers }) => amzDate(headers["x-amz-date"]));
    const difference = ((second ?? 0) - (first ?? 0)) / 60_000;
    assert.ok(difference > 9 && difference < 11, `signed ${difference} minutes later`);
  });

  test("a clock that stays wrong is exit 69", async () => {
    server.faults = [skewed(10)];
    const { exit, stderr } = await renderAt(server.url, [...storeOf(), externalSecret("app", ["app/db"])]);
    assert.match(stderr, /the clock of this machine is wrong by more than AWS tolerates.*\[CLOCK_SKEWED\]/);
    assert.equal(exit, 69);
    assert.equal(actions().length, 2);
  });

  test("a clock that is an hour wrong is not corrected", async () => {
    server.faults = [skewed(60)];
    const { exit } = await renderAt(server.url, [...storeOf(), externalSecret("app", ["app/db"])]);
    assert.equal(exit, 69);
    assert.equal(actions().length, 1);
  });

  for (const [what, body, headers] of [
    ["HTML", "<html><body>log in</body></html>", { "content-type": "text/html" }],
    ["nothing", "", {}],
  ] as const) {
    test(`${what} in place of an answer is exit 76`, async () => {
      server.faults = [{ action: "GetSecretValue", status: 200, body, headers }];
      const objects = [...storeOf({ retrySettings: FAST }), externalSecret("app", ["app/db"], "Delete")];
      const { exit, stderr } = await renderAt(server.url, objects);
      assert.equal(exit, 76, stderr);
      assert.match(stderr, /\[PROTOCOL\]/);
    });
  }

  test("a secret without a value is SECRET_EMPTY", async () => {
    const body = JSON.stringify({ ARN: "arn:a", Name: "app/db" });
    server.faults = [{ action: "GetSecretValue", status: 200, body }];
    const { exit, stderr } = await renderAt(server.url, [...storeOf(), externalSecret("db", ["app/db"])]);
    assert.notEqual(exit, 0);
    assert.match(stderr, /it has no value, neither text nor binary \[SECRET_EMPTY\]/);
  });

  test("a find leaves out what is denied with a warning, and fails for anything else", async () => {
    const find = {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "app" },
      spec: { secretStoreRef: { name: "store" }, dataFrom: [{ find: { tags: { team: "a" } } }] },
    };
    server.faults = [found("AccessDeniedException")];
    const denied = await renderAt(server.url, [...storeOf(), find]);
    assert.equal(denied.exit, 0);
    assert.deepEqual(dataIn(denied.stdout), { app_a: "a" });
    assert.match(
      denied.stderr,
      /warning: A find leaves out secret "app\/b", to which access is denied, as External Secrets does \[FIND_INCOMPLETE\]/,
    );
    server.faults = [found("DecryptionFailure")];
    const failed = await renderAt(server.url, [...storeOf(), find]);
    assert.equal(failed.exit, 65);
    assert.match(failed.stderr, /secret "app\/b" is found and cannot be read \(DecryptionFailure\)/);
  });
});

test("a service that cannot be reached is exit 69, and its region and endpoint are to be looked at", async () => {
  const { exit, stderr } = await renderAt("http://127.0.0.1:1", [...storeOf(), externalSecret("app", ["a"])]);
  assert.equal(exit, 69);
  assert.match(
    stderr,
    /Cannot reach "127\.0\.0\.1:1": .*\[UNREACHABLE\]\n.*hint: Look at the store's region .*AWS_ENDPOINT_URL/,
  );
});

test("where a proxy cannot be reached, the proxy is to be looked at", async () => {
  const objects = [...storeOf(), externalSecret("app", ["a"])];
  const stdin = objects.map((object) => JSON.stringify(object)).join("\n---\n");
  const env = { HTTPS_PROXY: "http://127.0.0.1:1" };
  const { exit, stderr } = await cli(["render", "-", "--ambient"], { stdin, env });
  assert.equal(exit, 69);
  assert.match(
    stderr,
    /the proxy "127\.0\.0\.1:1" cannot be used.*\[UNREACHABLE\]\n.*hint: Correct HTTPS_PROXY/,
  );
});

/** `20261125T101500Z` in milliseconds. */
function amzDate(text: string | string[] | undefined): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(text)) ?? [];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
