import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { after, before, suite, test } from "node:test";

import type { CliResult } from "../../cli.ts";
import { cli } from "../../cli.ts";
import { skipWithout } from "../../servers/find.ts";
import type { OpenBao } from "../../servers/openbao.ts";
import { startOpenBao } from "../../servers/openbao.ts";
import { newTestCa } from "../../servers/test-ca.ts";
import { externalSecret, secret, stream, vaultStore } from "./manifests.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const SUBJECT = "system:serviceaccount:shop:web";

/** A token as Kubernetes projects it. */
function projectedToken(audiences: readonly string[]): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "https://kubernetes.test",
    sub: SUBJECT,
    aud: audiences,
    iat: now,
    nbf: now,
    exp: now + 600,
    "kubernetes.io": { namespace: "shop", serviceaccount: { name: "web", uid: "uid-of-web" } },
  };
  const parts = [{ alg: "ES256", typ: "JWT" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const text = parts.join(".");
  const signature = sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

function kubernetes(audiences?: readonly string[]): object {
  const serviceAccountRef = { name: "web", audiences };
  return { kubernetes: { mountPath: "kubernetes", role: "web", serviceAccountRef } };
}

function jwt(audiences?: readonly string[]): object {
  const kubernetesServiceAccountToken = { serviceAccountRef: { name: "web" }, audiences };
  return { jwt: { path: "jwt", role: "web", kubernetesServiceAccountToken } };
}

suite("a Vault store that logs in with a ServiceAccount", { skip: skipWithout("openbao") }, () => {
  let server: OpenBao;
  const credentials = mkdtempSync(join(tmpdir(), "presecret-credentials-"));
  const reviewed: string[] = [];
  /** The one resource of the API server that Vault's kubernetes method asks for. */
  const apiServer = createServer((request, response) => {
    void review(request).then((body) => {
      response.setHeader("content-type", "application/json");
      return response.end(body);
    });
  });

  async function review(request: IncomingMessage): Promise<string> {
    const { spec } = (await json(request)) as { spec: { token: string } };
    reviewed.push(spec.token);
    const user = { username: SUBJECT, uid: "uid-of-web", groups: ["system:serviceaccounts"] };
    const status = { authenticated: true, audiences: ["vault"], user };
    return JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec, status });
  }

  before(async () => {
    server = await startOpenBao();
    await server.request("POST", "secret/data/app", { body: { data: { user: "alice" } } });
    const policy = 'path "secret/data/*" { capabilities = ["read"] }';
    await server.request("POST", "sys/policies/acl/reader", { body: { policy } });
    await new Promise<void>((listening) => {
      apiServer.listen(0, "127.0.0.1", listening);
    });
    await server.request("POST", "sys/auth/kubernetes", { body: { type: "kubernetes" } });
    await server.request("POST", "auth/kubernetes/config", {
      body: {
        kubernetes_host: `http://127.0.0.1:${(apiServer.address() as AddressInfo).port}`,
        disable_local_ca_jwt: true,
        kubernetes_ca_cert: newTestCa().certificate,
        token_reviewer_jwt: "reviewer",
      },
    });
    await server.request("POST", "auth/kubernetes/role/web", {
      body: {
        bound_service_account_names: "web",
        bound_service_account_namespaces: "shop",
        token_policies: "reader",
      },
    });
    await server.request("POST", "sys/auth/jwt", { body: { type: "jwt" } });
    const key = publicKey.export({ type: "spki", format: "pem" });
    await server.request("POST", "auth/jwt/config", { body: { jwt_validation_pubkeys: [key] } });
    await server.request("POST", "auth/jwt/role/web", {
      body: { role_type: "jwt", user_claim: "sub", bound_audiences: ["vault"], token_policies: ["reader"] },
    });
    const folder = join(credentials, "tokens/shop/web");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "api"), `${projectedToken(["https://kubernetes.default.svc"])}\n`);
    writeFileSync(join(folder, "vault"), `${projectedToken(["vault"])}\n`);
  });
  after(async () => {
    rmSync(credentials, { recursive: true, force: true });
    apiServer.close();
    await server.stop();
  });

  async function render(
    auth: object,
    flags: readonly string[] = [],
    objects: readonly object[] = [],
  ): Promise<CliResult> {
    const store = vaultStore({ server: server.address, auth }, { namespace: "shop" });
    const wanted = externalSecret({ user: { key: "app", property: "user" } }, { namespace: "shop" });
    return cli(["render", "-", ...flags], { stdin: stream(store, wanted, ...objects) });
  }

  test("by the kubernetes method, with the token for its audience", async () => {
    const result = await render(kubernetes(["vault"]), ["--credentials", credentials]);
    assert.equal(result.exit, 0, result.stderr);
    assert.match(result.stdout, /user: "YWxpY2U="/);
    assert.equal(reviewed.length, 1);
  });

  test("by a JWT, whose audience is vault where the store names none", async () => {
    for (const audiences of [undefined, ["vault"]]) {
      const result = await render(jwt(audiences), ["--credentials", credentials]);
      assert.equal(result.exit, 0, result.stderr);
    }
  });

  test("by the kubernetes method, with the token of a Secret bound to the ServiceAccount", async () => {
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "web", namespace: "shop" },
      secrets: [{ name: "absent" }, { name: "pull" }, { name: "web-token" }],
    };
    const objects = [
      account,
      secret("pull", { ".dockerconfigjson": "{}" }, "shop"),
      secret("web-token", { token: projectedToken(["vault"]) }, "shop"),
    ];
    reviewed.length = 0;
    const result = await render(kubernetes(["vault"]), [], objects);
    assert.equal(result.exit, 0, result.stderr);
    assert.match(result.stdout, /user: "YWxpY2U="/);
    const stranger = await render(jwt(["vault"]), [], objects);
    assert.equal(stranger.exit, 77, "only the kubernetes method takes it");
    assert.equal(reviewed.length, 1);
  });

  test("is told which token to mount", async () => {
    const without = await render(kubernetes(["vault"]));
    assert.equal(without.exit, 77);
    assert.match(
      without.stderr,
      /auth\.kubernetes\.serviceAccountRef: Cannot find a token for audience "vault"/,
    );
    const other = await render(jwt(["elsewhere"]), ["--credentials", credentials]);
    assert.equal(other.exit, 77);
    assert.match(other.stderr, /2 are there, of which none is for it/);
    assert.match(other.stderr, /tokens\/shop\/web\//);
  });

  test("has to say which of several tokens it means", async () => {
    const result = await render(kubernetes(), ["--credentials", credentials]);
    assert.equal(result.exit, 77);
    assert.match(result.stderr, /one has to be chosen by audiences/);
  });

  test("never gets the token of the pod that renders it, as a store of the input", async () => {
    const result = await render({ kubernetes: { mountPath: "kubernetes", role: "web" } });
    assert.equal(result.exit, 77);
    assert.match(result.stderr, /a store of the input does not get it .*\[CREDENTIALS_MISSING\]/);
  });
});
