import assert from "node:assert/strict";
import { test } from "node:test";

import type { CredentialFiles } from "../../src/fetch/store-access.ts";
import { Credentials } from "../../src/fetch/credentials.ts";
import { ProblemError } from "../../src/ground/problem-error.ts";
import type { Sensitive } from "../../src/ground/sensitive.ts";
import type { JsonObject } from "../../src/ground/json-value.ts";
import type { PlannedStore } from "../../src/plan/render-plan.ts";

const FIELD = ["spec", "provider", "vault", "auth", "tokenSecretRef"];

function storeOf(kind: "SecretStore" | "ClusterSecretStore"): PlannedStore {
  const store = {
    apiVersion: "external-secrets.io/v1",
    kind,
    metadata: { name: "vault" },
    spec: { provider: {} },
  };
  return { store, namespace: "team-a", origin: "stream", located: undefined };
}

/** Objects and files by path: `Secret/team-a/token` and `secrets/team-a/token/value`. */
function credentials(
  kind: "SecretStore" | "ClusterSecretStore",
  objects: Readonly<Record<string, JsonObject>>,
  files: Readonly<Record<string, string>> = {},
): Credentials {
  const mounted: CredentialFiles = {
    directory: "/creds",
    read: (path) => {
      const text = files[path.join("/")];
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    list: (path) => {
      const folder = `${path.join("/")}/`;
      return Object.keys(files)
        .filter((name) => name.startsWith(folder))
        .map((name) => name.slice(folder.length));
    },
  };
  return new Credentials(storeOf(kind), {
    find: (objectKind, namespace, name) => objects[`${objectKind}/${namespace}/${name}`],
    files: mounted,
  });
}

function textOf(value: Sensitive): string {
  return new TextDecoder().decode(value.reveal());
}

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    return `${error.problem.message} [${error.problem.code}]`;
  }
  return "no problem";
}

test("secretKey() takes stringData before data, byte for byte", () => {
  const secret = { data: { token: "b2xk", other: "b3RoZXIK" }, stringData: { token: "new " } };
  const found = credentials("SecretStore", { "Secret/team-a/creds": secret });
  assert.equal(textOf(found.secretKey({ name: "creds", key: "token" }, FIELD)), "new ");
  assert.equal(textOf(found.secretKey({ name: "creds", key: "other" }, FIELD)), "other\n");
  assert.equal(textOf(found.secretKey({ name: "creds" }, FIELD, "token")), "new ");
});

test("secretKey() goes on to mounted files where a Secret's value is no base64", () => {
  const secret = { data: { token: "%", other: 1 } };
  const found = credentials(
    "SecretStore",
    { "Secret/team-a/creds": secret },
    { "secrets/team-a/creds/token": "m" },
  );
  assert.equal(textOf(found.secretKey({ name: "creds", key: "token" }, FIELD)), "m");
  assert.match(
    messageOf(() => found.secretKey({ name: "creds", key: "other" }, FIELD)),
    /CREDENTIAL_NOT_FOUND/,
  );
});

test("secretKey() follows a selector's namespace for a ClusterSecretStore only", () => {
  const objects = {
    "Secret/team-a/creds": { stringData: { token: "a" } },
    "Secret/ops/creds": { stringData: { token: "ops" } },
  };
  const ref = { name: "creds", namespace: "ops", key: "token" };
  assert.equal(textOf(credentials("SecretStore", objects).secretKey(ref, FIELD)), "a");
  assert.equal(textOf(credentials("ClusterSecretStore", objects).secretKey(ref, FIELD)), "ops");
});

test("secretKey() reads mounted files after objects, and no path out of their folder", () => {
  const files = { "secrets/team-a/creds/token": "mounted", "secrets/team-a/key": "outside" };
  const found = credentials("SecretStore", {}, files);
  assert.equal(textOf(found.secretKey({ name: "creds", key: "token" }, FIELD)), "mounted");
  assert.match(
    messageOf(() => found.secretKey({ name: "..", key: "team-a/key" }, FIELD)),
    /CREDENTIAL_NOT_FOUND/,
  );
});

test("secretKey() says which Secret, namespace and key, and where it looked", () => {
  const found = credentials("SecretStore", { "Secret/team-a/creds": { data: {} } });
  assert.equal(
    messageOf(() => found.secretKey({ name: "creds", key: "token" }, FIELD)),
    'Cannot find key "token" of Secret "creds" in namespace "team-a", which SecretStore "vault" refers to: looked in the input, --stores and /creds/secrets/team-a/creds/token [CREDENTIAL_NOT_FOUND]',
  );
  assert.match(
    messageOf(() => found.secretKey({ name: "absent", key: "token" }, FIELD)),
    /^Cannot find Secret "absent" in namespace "team-a"/,
  );
});

test("secretKey() asks for the name or key that a reference does not have", () => {
  const found = credentials("SecretStore", { "Secret/team-a/creds": { stringData: { token: "t" } } });
  assert.equal(
    messageOf(() => found.secretKey({ name: "creds" }, FIELD)),
    'Cannot tell which key of Secret "creds" SecretStore "vault" refers to: the reference has no key [CREDENTIAL_NOT_FOUND]',
  );
  assert.match(
    messageOf(() => found.secretKey({ key: "token" }, FIELD)),
    /^Cannot tell which Secret SecretStore "vault" refers to: the reference has no name/,
  );
});

test("serviceAccount() tells annotations and bound Secrets of the object, and nothing of an unknown one", () => {
  const object = {
    metadata: { annotations: { role: "r", number: 1 } },
    secrets: [{ name: "old" }, { namespace: "x" }, "text", { name: "new" }],
  };
  const found = credentials("SecretStore", { "ServiceAccount/team-a/app": object });
  const { annotations, secrets } = found.serviceAccount({ name: "app" }, FIELD);
  assert.deepEqual([...annotations], [["role", "r"]]);
  assert.deepEqual(secrets, ["old", "new"]);
  assert.deepEqual(found.serviceAccount({ name: "other" }, FIELD).secrets, []);
});

function tokenFor(aud: unknown): string {
  return `e30.${Buffer.from(JSON.stringify({ aud })).toString("base64url")}.sig`;
}

test("serviceAccountToken() chooses the file by audience", () => {
  const folder = "tokens/team-a/app";
  const files = {
    [`${folder}/api`]: tokenFor(["https://kubernetes.default.svc"]),
    [`${folder}/aws`]: `${tokenFor("sts.amazonaws.com")}\n`,
    [`${folder}/both`]: tokenFor(["vault", "extra"]),
  };
  const found = credentials("SecretStore", {}, files);
  const choose = (audiences: readonly string[]): Sensitive =>
    found.serviceAccountToken({ name: "app" }, audiences, FIELD);
  assert.equal(textOf(choose(["sts.amazonaws.com"])), tokenFor("sts.amazonaws.com"));
  assert.equal(textOf(choose(["vault", "extra"])), tokenFor(["vault", "extra"]));
  assert.match(
    messageOf(() => choose(["vault", "aws"])),
    /3 are there, of which none is for it/,
  );
  assert.match(
    messageOf(() => choose([])),
    /one has to be chosen by audiences/,
  );
});

test("caCertificates() refuses a caProvider that leaves the namespace of its SecretStore", () => {
  const caProvider = { type: "ConfigMap", name: "ca", key: "ca.crt", namespace: "ops" } as const;
  const objects = { "ConfigMap/ops/ca": { data: { "ca.crt": "PEM" } } };
  assert.match(
    messageOf(() => credentials("SecretStore", objects).caCertificates({ caProvider }, FIELD)),
    /from another namespace than its own, "team-a"/,
  );
  assert.equal(credentials("ClusterSecretStore", objects).caCertificates({ caProvider }, FIELD), "PEM");
  assert.match(
    messageOf(() => credentials("SecretStore", objects).caCertificates({ caBundle: "bm90IFBFTQ==" }, FIELD)),
    /CREDENTIAL_INVALID/,
  );
});

test("caCertificates() looks for a ConfigMap among the objects only, in its data only", () => {
  const objects = { "ConfigMap/team-a/ca": { data: {}, binaryData: { "ca.crt": "UEVN" } } };
  const found = credentials("SecretStore", objects, { "secrets/team-a/gone/ca.crt": "PEM" });
  const read = (name: string, key?: string): string =>
    messageOf(() =>
      found.caCertificates(
        { caProvider: { type: "ConfigMap", name, ...(key === undefined ? {} : { key }) } },
        FIELD,
      ),
    );
  assert.equal(
    read("ca", "ca.crt"),
    'Cannot find key "ca.crt" of ConfigMap "ca" in namespace "team-a", which SecretStore "vault" refers to: looked in the input and --stores [CREDENTIAL_NOT_FOUND]',
  );
  assert.match(read("gone", "ca.crt"), /^Cannot find ConfigMap "gone" in namespace "team-a"/);
  assert.match(read("ca"), /^Cannot tell which key of ConfigMap "ca" SecretStore "vault" refers to/);
});
