import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, beforeEach, suite, test } from "node:test";

import { cli } from "../../cli.ts";
import type { AwsFault, AwsProxy } from "../../servers/aws-proxy.ts";
import { startAwsProxy } from "../../servers/aws-proxy.ts";
import { skipWithout } from "../../servers/find.ts";
import type { Moto } from "../../servers/moto.ts";
import { iam, memberOf, startMoto } from "../../servers/moto.ts";
import { seed } from "./seed.ts";
import { dataIn, externalSecret, renderAt, storeOf } from "./stream.ts";

const README = readFileSync(resolve(import.meta.dirname, "../../../README.md"), "utf8");
const ROLE = "arn:aws:iam::123456789012:role/reader";

suite("authentication where signatures and policies are checked", { skip: skipWithout("moto") }, () => {
  let moto: Moto;
  let reader: Key;
  let walker: Key;

  before(async () => {
    moto = await startMoto();
    await seed(moto.url, [
      {
        service: "secretsmanager",
        operation: "CreateSecret",
        parameters: { Name: "app/db", SecretString: "v" },
      },
      {
        service: "ssm",
        operation: "PutParameter",
        parameters: { Name: "/app/db", Value: "p", Type: "SecureString" },
      },
    ]);
    reader = await user(moto.url, "reader", policyOf(["secretsmanager:GetSecretValue", "sts:AssumeRole"]));
    await seed(
      moto.url,
      ["prod/database", "prod/other"].map((Name) => ({
        service: "secretsmanager",
        operation: "CreateSecret",
        region: "us-west-2",
        parameters: { Name, SecretString: "v" },
      })),
    );
    walker = await user(moto.url, "walker", readmePolicy());
    await iam(moto.url, {
      Action: "CreateRole",
      RoleName: "reader",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { AWS: "arn:aws:iam::123456789012:user/reader" },
          },
        ],
      }),
    });
    await iam(moto.url, {
      Action: "PutRolePolicy",
      RoleName: "reader",
      PolicyName: "least",
      PolicyDocument: policyOf(["ssm:GetParameter", "ssm:GetParameters"]),
    });
    await moto.checkSignatures();
  });

  after(async () => {
    await moto.stop();
  });

  const keys = (): { accessKey: string; secretKey: string } => ({
    accessKey: reader.id,
    secretKey: reader.secret,
  });

  test("a right signature is accepted", async () => {
    const objects = [...storeOf(keys()), externalSecret("app", ["app/db"])];
    const { exit, stdout, stderr } = await renderAt(moto.url, objects);
    assert.equal(exit, 0, stderr);
    assert.deepEqual(dataIn(stdout), { k0: "v" });
  });

  test("a wrong secret key is exit 77, and a line feed behind it is found", async () => {
    for (const [secretKey, hint] of [
      ["wrong", /hint: Correct the Secret/],
      [`${reader.secret}\n`, /hint: The secret access key ends with white space/],
    ] as const) {
      const objects = [...storeOf({ ...keys(), secretKey }), externalSecret("app", ["app/db"])];
      const { exit, stderr } = await renderAt(moto.url, objects);
      assert.equal(exit, 77);
      assert.match(
        stderr,
        /the access key of SecretStore "store" is not accepted \(SignatureDoesNotMatch|InvalidSignature/,
      );
      assert.match(stderr, hint);
    }
  });

  test("an unknown access key is exit 77", async () => {
    const objects = [...storeOf({ accessKey: "AKIAUNKNOWN0000000000" }), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await renderAt(moto.url, objects);
    assert.equal(exit, 77);
    assert.match(stderr, /is not accepted \((?:UnrecognizedClientException|InvalidClientTokenId)\)/);
  });

  test("what the policy does not allow is exit 77 and names the action", async () => {
    const store = storeOf({ ...keys(), service: "ParameterStore" });
    const { exit, stderr } = await renderAt(moto.url, [...store, externalSecret("app", ["/app/db"])]);
    assert.equal(exit, 77);
    assert.match(
      stderr,
      /access is denied \(AccessDenied\w*\) \[ACCESS_DENIED\]\n {2}hint: Allow ssm:GetParameter on it/,
    );
  });

  test("batches are not allowed by the least policy: each secret is read by itself", async () => {
    const refs = ["app/db", { key: "arn:aws:secretsmanager:us-east-1:123456789012:secret:app/none" }];
    const objects = [...storeOf(keys()), externalSecret("app", refs, "Delete")];
    const { exit, stderr, stdout } = await renderAt(moto.url, objects);
    assert.equal(exit, 0, stderr);
    assert.deepEqual(dataIn(stdout), { k0: "v" });
    assert.match(stderr, /BATCH_DENIED/);
  });

  test("a role's session is signed with its token", async () => {
    const store = storeOf({ ...keys(), service: "ParameterStore", aws: { role: ROLE } });
    const { exit, stdout, stderr } = await renderAt(moto.url, [...store, externalSecret("app", ["/app/db"])]);
    assert.equal(exit, 0, stderr);
    assert.deepEqual(dataIn(stdout), { k0: "p" });
  });

  test("README.md's policy has the actions that its walk-through needs, and no more", async () => {
    const store = storeOf({
      accessKey: walker.id,
      secretKey: walker.secret,
      aws: { region: "us-west-2" },
    });
    const allowed = await renderAt(moto.url, [...store, externalSecret("app", ["prod/database"])]);
    assert.deepEqual([allowed.exit, allowed.stderr], [0, ""]);
    const both = externalSecret("app", ["prod/database", "prod/other"]);
    const batch = await renderAt(moto.url, [...store, both]);
    assert.deepEqual([batch.exit, batch.stderr], [0, ""], "no batch is denied");
    const tags = externalSecret("app", [{ key: "prod/database", metadataPolicy: "Fetch" }]);
    assert.equal((await renderAt(moto.url, [...store, tags])).exit, 77);
  });
});

/** The ServiceAccount's role, as EKS has it. */
const IRSA = { "eks.amazonaws.com/role-arn": ROLE };

function jwtStore(): object[] {
  return storeOf({ aws: { auth: { jwt: { serviceAccountRef: { name: "app" } } } } }).slice(1);
}

function serviceAccount(annotations: object): object {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "app", annotations } };
}

/** A store without auth, and what reads from it. */
function keyless(): object[] {
  return [...storeOf({ aws: { auth: {} } }).slice(1), externalSecret("app", ["app/db"])];
}

suite("identities that are no keys", () => {
  let server: AwsProxy;
  let directory: string;

  before(async () => {
    server = await startAwsProxy();
    directory = mkdtempSync(join(tmpdir(), "presecret-aws-"));
    mkdirSync(join(directory, "tokens/default/app"), { recursive: true });
    writeFileSync(join(directory, "tokens/default/app/token"), `${tokenFor("sts.amazonaws.com")}\n`);
  });

  beforeEach(() => {
    server.restart();
    server.faults = [webIdentity("ASIAWEB"), value("ASIAWEB", "of the role")];
  });

  after(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const render = async (objects: readonly object[], env: Record<string, string>, ...flags: string[]) =>
    cli(["render", "-", ...flags], {
      stdin: objects.map((object) => `${JSON.stringify(object)}\n`).join("---\n"),
      env: { AWS_ENDPOINT_URL: server.url, ...env },
    });

  test("a projected token is exchanged for the role of its ServiceAccount (IRSA)", async () => {
    const objects = [...jwtStore(), serviceAccount(IRSA), externalSecret("app", ["app/db"])];
    const { exit, stdout, stderr } = await render(objects, {}, "--credentials", directory, "--ambient");
    assert.equal(exit, 0, stderr);
    assert.deepEqual(dataIn(stdout), { k0: "of the role" });
    const form = new URLSearchParams(server.calls[0]?.body);
    assert.equal(form.get("RoleArn"), ROLE);
    assert.equal(form.get("RoleSessionName"), "external-secrets-provider-aws");
    assert.equal(form.get("WebIdentityToken"), tokenFor("sts.amazonaws.com"));
    assert.equal(server.calls[0]?.headers.authorization, undefined, "the token stands for a signature");
  });

  test("a token for another audience is not sent", async () => {
    const other = { ...IRSA, "eks.amazonaws.com/audience": "other" };
    const objects = [...jwtStore(), serviceAccount(other), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await render(objects, {}, "--credentials", directory);
    assert.equal(exit, 77);
    assert.match(stderr, /Cannot find a token for audience "other" of ServiceAccount "app"/);
    assert.deepEqual(server.calls, []);
  });

  test("a ServiceAccount without a role is exit 77 and says where the role stands", async () => {
    const objects = [...jwtStore(), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await render(objects, {}, "--credentials", directory);
    assert.equal(exit, 77);
    assert.match(
      stderr,
      /spec\.provider\.aws\.auth\.jwt\.serviceAccountRef: Cannot log in to AWS as ServiceAccount "app" of namespace "default": no IAM role is known for it/,
    );
  });

  test("a ServiceAccount that cannot serve is told, where the caller has no identity either", async () => {
    const objects = [...jwtStore(), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await render(objects, {}, "--ambient");
    assert.equal(exit, 77);
    assert.match(
      stderr,
      /Cannot find an AWS identity of this process: .*\n.*hint: Cannot log in to AWS as ServiceAccount "app" of namespace "default": no IAM role is known for it\. Log in/,
    );
  });

  test("a refused token is exit 77, without a word of AWS's own", async () => {
    server.faults = [
      {
        action: "AssumeRoleWithWebIdentity",
        status: 400,
        headers: { "content-type": "text/xml" },
        body: "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>secret text</Message></Error></ErrorResponse>",
      },
    ];
    const objects = [...jwtStore(), serviceAccount(IRSA), externalSecret("app", ["app/db"])];
    const { exit, stderr } = await render(objects, {}, "--credentials", directory, "--ambient");
    assert.equal(exit, 77);
    assert.match(stderr, /AWS STS refuses it \(InvalidIdentityToken/);
    assert.doesNotMatch(stderr, /secret text|c2ln/);
  });

  test("the process's keys are used with --ambient, and only then", async () => {
    server.faults = [value("AKIAOWN", "own")];
    const env = { AWS_ACCESS_KEY_ID: "AKIAOWN", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };
    const used = await render(keyless(), env, "--ambient");
    assert.deepEqual(dataIn(used.stdout), { k0: "own" });
    assert.equal(server.calls[0]?.headers["x-amz-security-token"], "t");
    const refused = await render(keyless(), env);
    assert.equal(refused.exit, 77);
    assert.match(refused.stderr, /it has no auth, and may not use the identity of this process \(needed by/);
    assert.match(refused.stderr, /pass --ambient/);
  });

  test("nobody's keys go to a store that may not use the process: endpoints of the environment do not count", async () => {
    const objects = [...storeOf({ aws: { region: "eu-north-7" } }), externalSecret("app", ["app/db"])];
    const { exit } = await render(objects, {}, "--allow-host", "127.0.0.1");
    assert.equal(exit, 77);
    assert.deepEqual(server.calls, []);
  });

  test("a token file of the environment is exchanged (IRSA of this process)", async () => {
    const env = {
      AWS_WEB_IDENTITY_TOKEN_FILE: join(directory, "tokens/default/app/token"),
      AWS_ROLE_ARN: ROLE,
    };
    const { exit, stdout, stderr } = await render(keyless(), env, "--ambient");
    assert.equal(exit, 0, stderr);
    assert.deepEqual(dataIn(stdout), { k0: "of the role" });
  });

  test("the container's own identity is asked for with its token (Pod Identity)", async () => {
    const asked: (string | undefined)[] = [];
    const agent = createServer((request, response) => {
      asked.push(request.url, request.headers.authorization);
      const expiration = new Date(Date.now() + 3_600_000).toISOString();
      response.end(
        JSON.stringify({ AccessKeyId: "ASIAPOD", SecretAccessKey: "s", Token: "t", Expiration: expiration }),
      );
    });
    agent.listen(0, "127.0.0.1");
    await once(agent, "listening");
    server.faults = [value("ASIAPOD", "of the pod")];
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://localhost:${(agent.address() as AddressInfo).port}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(directory, "tokens/default/app/token"),
    };
    const { exit, stdout, stderr } = await render(keyless(), env, "--ambient");
    agent.close();
    agent.closeAllConnections();
    assert.equal(exit, 0, stderr);
    assert.deepEqual(dataIn(stdout), { k0: "of the pod" });
    assert.deepEqual(asked, ["/v1/credentials", tokenFor("sts.amazonaws.com")]);
  });

  test("without any identity the SDK's own chain has the last word", async () => {
    const { exit, stderr } = await render(keyless(), {}, "--ambient");
    assert.equal(exit, 77);
    assert.match(stderr, /Cannot find an AWS identity of this process/);
  });

  test("roles are assumed once for all reads of a run", async () => {
    server.faults = [
      { ...webIdentity("ASIAROLE", "AssumeRole") },
      value("ASIAROLE", "v"),
      { action: "BatchGetSecretValue", status: 400, body: '{"__type":"AccessDeniedException"}' },
    ];
    const refs = ["app/db", "arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-AbCdEf"];
    const objects = [
      ...storeOf({ aws: { role: ROLE } }),
      externalSecret("a", refs),
      externalSecret("b", refs),
    ];
    assert.equal((await render(objects, {}, "--ambient")).exit, 0);
    assert.equal(server.calls.filter(({ action }) => action === "AssumeRole").length, 1);
  });

  for (const [what, options, says] of [
    ["an empty secret key", { secretKey: "" }, /secretAccessKeySecretRef refers to: it is empty/],
    [
      "a line feed in the access key",
      { accessKey: "AKIA\n" },
      /accessKeyIDSecretRef refers to: it has a line feed/,
    ],
    [
      "a region that is none",
      { aws: { region: "evil.example#" } },
      /"evil\.example#" as an AWS region|endpoint from this region/,
    ],
    [
      "a bad interval",
      { retrySettings: { retryInterval: "soon" } },
      /retrySettings\.retryInterval: Cannot use "soon"/,
    ],
  ] as const) {
    test(`${what} is refused before anything is asked`, async () => {
      const { exit, stderr } = await render(
        [...storeOf(options), externalSecret("app", ["app/db"])],
        {},
        "--ambient",
      );
      assert.notEqual(exit, 0);
      assert.match(stderr, says);
      assert.deepEqual(server.calls, []);
    });
  }
});

function value(key: string, text: string): AwsFault {
  const body = JSON.stringify({
    ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-AbCdEf",
    Name: "app/db",
    SecretString: text,
  });
  return { action: "GetSecretValue", key, status: 200, body };
}

function webIdentity(accessKey: string, action = "AssumeRoleWithWebIdentity"): AwsFault {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  return {
    action,
    status: 200,
    headers: { "content-type": "text/xml" },
    body: `<${action}Response><${action}Result><Credentials><AccessKeyId>${accessKey}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></${action}Result></${action}Response>`,
  };
}

function tokenFor(audience: string): string {
  const payload = Buffer.from(JSON.stringify({ aud: [audience] })).toString("base64url");
  return `e30.${payload}.c2ln`;
}

/** The policy of the walk-through; moto looks at actions only, and takes a resource for another one. */
function readmePolicy(): string {
  const [policy = ""] = /^\{\n {2}"Version": "2012-10-17"[^]*?^\}/m.exec(README) ?? [];
  assert.notEqual(policy, "");
  return policy.replaceAll(/"arn:[^"]*"/g, '"*"');
}

interface Key {
  readonly id: string;
  readonly secret: string;
}

/** A user with a policy, and its access key. */
async function user(url: string, name: string, policy: string): Promise<Key> {
  await iam(url, { Action: "CreateUser", UserName: name });
  await iam(url, { Action: "PutUserPolicy", UserName: name, PolicyName: "least", PolicyDocument: policy });
  const created = await iam(url, { Action: "CreateAccessKey", UserName: name });
  return { id: memberOf(created, "AccessKeyId"), secret: memberOf(created, "SecretAccessKey") };
}

function policyOf(actions: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  });
}
