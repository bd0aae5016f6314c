import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, suite, test } from "node:test";

import type { CliResult } from "../../cli.ts";
import { cli } from "../../cli.ts";
import type { AwsProxy } from "../../servers/aws-proxy.ts";
import { startAwsProxy } from "../../servers/aws-proxy.ts";

interface Asked {
  readonly path: string;
  readonly body: string;
}

/** What Vault's aws method is sent. */
interface IamLogin {
  readonly role: string;
  readonly iam_http_request_method: string;
  readonly iam_request_url: string;
  readonly iam_request_body: string;
  readonly iam_request_headers: string;
}

const ROLE = "arn:aws:iam::111111111111:role/vault";
const KEYS = { name: "creds" };
const SECRET_REF = {
  accessKeyIDSecretRef: { ...KEYS, key: "id" },
  secretAccessKeySecretRef: { ...KEYS, key: "secret" },
};

suite("Vault's iam login", () => {
  const asked: Asked[] = [];
  const vault = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      asked.push({ path: request.url ?? "", body: Buffer.concat(chunks).toString() });
      response.setHeader("content-type", "application/json");
      const isLogin = request.url?.endsWith("/login") === true;
      response.end(
        JSON.stringify(
          isLogin ? { auth: { client_token: "t", token_type: "batch" } } : { data: { data: { k: "v" } } },
        ),
      );
    });
  });
  let sts: AwsProxy;

  before(async () => {
    vault.listen(0, "127.0.0.1");
    await once(vault, "listening");
    sts = await startAwsProxy();
  });

  beforeEach(() => {
    asked.length = 0;
    sts.restart();
  });

  after(async () => {
    vault.close();
    vault.closeAllConnections();
    await sts.stop();
  });

  const render = async (
    iam: object,
    env: Record<string, string> = {},
    ...flags: string[]
  ): Promise<CliResult> => {
    const objects = [
      { apiVersion: "v1", kind: "Secret", metadata: KEYS, stringData: { id: "AKIATEST", secret: "shh" } },
      {
        apiVersion: "external-secrets.io/v1",
        kind: "SecretStore",
        metadata: { name: "store" },
        spec: {
          provider: {
            vault: {
              server: `http://127.0.0.1:${(vault.address() as AddressInfo).port}`,
              path: "secret",
              auth: { iam: { vaultRole: "ci", ...iam } },
            },
          },
        },
      },
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: "app" },
        spec: {
          secretStoreRef: { name: "store" },
          data: [{ secretKey: "k", remoteRef: { key: "app", property: "k" } }],
        },
      },
    ];
    const stdin = objects.map((object) => `${JSON.stringify(object)}\n`).join("---\n");
    return cli(["render", "-", ...flags], { stdin, env });
  };
  const login = (): IamLogin => JSON.parse(asked[0]?.body ?? "{}") as IamLogin;

  test("is a signed GetCallerIdentity, which is not sent by us", async () => {
    const { exit, stderr } = await render({ secretRef: SECRET_REF });
    assert.equal(exit, 0, stderr);
    assert.deepEqual(
      asked.map(({ path }) => path),
      ["/v1/auth/aws/login", "/v1/secret/data/app"],
    );
    const { role, iam_http_request_method: method, ...request } = login();
    assert.deepEqual([role, method], ["ci", "POST"]);
    assert.equal(decoded(request.iam_request_url), "https://sts.amazonaws.com/");
    assert.equal(decoded(request.iam_request_body), "Action=GetCallerIdentity&Version=2011-06-15");
    assert.equal(
      signatureIn(login()),
      signatureFor(login(), "shh"),
      "the signature is the one of the secret key",
    );
    assert.deepEqual(sts.calls, []);
  });

  test("signs the server ID, for the region's endpoint", async () => {
    const iam = {
      secretRef: SECRET_REF,
      region: "eu-west-1",
      path: "aws-eu",
      vaultAwsIamServerID: "vault.example",
    };
    assert.equal((await render(iam)).exit, 0);
    assert.equal(asked[0]?.path, "/v1/auth/aws-eu/login");
    assert.equal(decoded(login().iam_request_url), "https://sts.eu-west-1.amazonaws.com/");
    const headers = headersOf(login());
    assert.equal(headers.get("x-vault-aws-iam-server-id"), "vault.example");
    assert.match(headers.get("authorization") ?? "", /SignedHeaders=[^,]*x-vault-aws-iam-server-id/);
    assert.equal(signatureIn(login()), signatureFor(login(), "shh"));
  });

  test("assumes the role first, with its external ID", async () => {
    const expiration = new Date(Date.now() + 3_600_000).toISOString();
    sts.faults = [
      {
        action: "AssumeRole",
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role secret</SecretAccessKey><SessionToken>session</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      },
    ];
    const iam = { secretRef: SECRET_REF, role: ROLE, externalID: "x1" };
    const { exit, stderr } = await render(iam, { AWS_STS_ENDPOINT: sts.url }, "--ambient");
    assert.equal(exit, 0, stderr);
    const form = new URLSearchParams(sts.calls[0]?.body);
    assert.deepEqual([form.get("RoleArn"), form.get("ExternalId")], [ROLE, "x1"]);
    assert.equal(headersOf(login()).get("x-amz-security-token"), "session");
    assert.equal(signatureIn(login()), signatureFor(login(), "role secret"));
  });

  test("without an identity is refused, and nothing is asked", async () => {
    const { exit, stderr } = await render({});
    assert.equal(exit, 77);
    assert.match(stderr, /spec\.provider\.vault\.auth\.iam: Cannot log in to AWS for SecretStore "store"/);
    assert.deepEqual(asked, []);
  });

  test("with --ambient takes the process's own identity", async () => {
    const env = { AWS_ACCESS_KEY_ID: "AKIAOWN", AWS_SECRET_ACCESS_KEY: "own" };
    assert.equal((await render({}, env, "--ambient")).exit, 0);
    assert.equal(signatureIn(login()), signatureFor(login(), "own"));
  });
});

function decoded(text: string): string {
  return Buffer.from(text, "base64").toString();
}

function headersOf({ iam_request_headers: text }: IamLogin): Map<string, string> {
  const headers = JSON.parse(decoded(text)) as Readonly<Record<string, readonly string[]>>;
  return new Map(Object.entries(headers).map(([name, [value = ""]]) => [name.toLowerCase(), value]));
}

function signatureIn(login: IamLogin): string | undefined {
  return /Signature=([0-9a-f]{64})$/.exec(headersOf(login).get("authorization") ?? "")?.[1];
}

/** Signature Version 4, written down from AWS's own description. */
function signatureFor(login: IamLogin, secretKey: string): string {
  const headers = headersOf(login);
  const [, scope = "", signed = ""] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(headers.get("authorization") ?? "") ?? [];
  const lines = signed.split(";").map((name) => `${name}:${headers.get(name) ?? ""}\n`);
  const canonical = [
    login.iam_http_request_method,
    "/",
    "",
    lines.join(""),
    signed,
    sha256(decoded(login.iam_request_body)),
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", headers.get("x-amz-date"), scope, sha256(canonical)].join("\n");
  let key: Buffer = Buffer.from(`AWS4${secretKey}`);
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update(text).digest("hex");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
