import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, afterEach, before, beforeEach, suite, test } from "node:test";

import { newClientCertificate } from "../../servers/azure/certificates.ts";
import { IDENTITY_HEADER } from "../../servers/azure/managed-identity.ts";
import { routeToAzure } from "../../servers/azure/route.ts";
import * as samples from "../../servers/azure/samples.ts";
import type { Azure } from "../../servers/azure/server.ts";
import { startAzure } from "../../servers/azure/server.ts";
import type { Rendered, Settings } from "./rig.ts";
import { login, reading, render, runProgram, store } from "./rig.ts";

const SECRET = reading({ key: "database-password" });
const FOUND = { v0: "s3cr3t-canary" };
const [CLIENT_ID, TENANT_ID] = ["azure.workload.identity/client-id", "azure.workload.identity/tenant-id"];
const SECOND_VAULT = "kv-second.vault.azure.net";

const id = { name: "login", key: "id" };
const REFERRED = { clientId: id, clientSecret: { name: "login", key: "secret" } };
const BY_CERTIFICATE = { clientId: id, clientCertificate: { name: "login", key: "certificate" } };
/** A certificate that nobody has registered. */
const STRANGE = newClientCertificate();
const WORKLOAD = {
  authType: "WorkloadIdentity",
  authSecretRef: undefined,
  serviceAccountRef: { name: "reader" },
};

suite("how a store logs in", () => {
  let azure: Azure;
  let given: samples.Samples;
  let directory: string;
  before(async () => {
    given = samples.newSamples();
    const second = {
      host: SECOND_VAULT,
      tenant: samples.TENANT,
      access: { [samples.READER]: ["secrets/get"] as const },
    };
    const secrets = { "database-password": [{ content: "second" }] };
    azure = await startAzure({ ...given.seed, vaults: [...given.seed.vaults, { ...second, secrets }] });
    routeToAzure(azure);
    directory = mkdtempSync(join(tmpdir(), "presecret-azure-"));
    write("credentials/tokens/shop/reader/azure", `${tokenOf()}\n`);
    write("credentials/tokens/shop/reader/other", tokenOf({ aud: ["https://other.example"] }));
    write("credentials/tokens/shop/stranger/azure", tokenOf({ sub: "system:serviceaccount:shop:stranger" }));
  });
  after(async () => {
    await azure.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    azure.entra.given.length = 0;
    azure.managedIdentity.given.length = 0;
    azure.keyVault.challenges = 0;
  });
  afterEach(() => {
    assert.deepEqual(azure.violations, []);
  });

  function write(path: string, content: string): string {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** A token of the cluster, as a projected volume holds it. */
  function tokenOf(claims: Settings = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      iss: samples.CLUSTER_ISSUER,
      sub: samples.CLUSTER_SUBJECT,
      aud: ["api://AzureADTokenExchange"],
      nbf: now - 10,
      exp: now + 3600,
      ...claims,
    };
    const signed = [{ alg: "RS256", typ: "JWT" }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${signed}.${sign("sha256", Buffer.from(signed), given.clusterKey).toString("base64url")}`;
  }

  function ways(): readonly string[] {
    return azure.entra.given.map(({ by }) => by);
  }

  const credentials = (): readonly string[] => ["--credentials", join(directory, "credentials")];

  for (const useAzureSDK of [false, true]) {
    const client = useAzureSDK ? "the new client" : "the legacy client";

    test(`ServicePrincipal by a certificate, ${client}: PKCS#8, PKCS#1, among others`, async () => {
      const { certificate, key, pkcs1 } = given.clientCertificate;
      const other = STRANGE.certificate;
      for (const pem of [
        certificate + key,
        pkcs1 + certificate,
        `Bag Attributes\n${other}${certificate}${key}`,
      ]) {
        const { stderr, values } = await renderWith({ authSecretRef: BY_CERTIFICATE, useAzureSDK }, [
          login({ certificate: pem }),
        ]);
        assert.deepEqual([stderr, values], ["", FOUND]);
      }
      assert.deepEqual(ways(), ["certificate", "certificate", "certificate"]);
    });

    test(`WorkloadIdentity by the token of a ServiceAccount, ${client}`, async () => {
      const objects = [serviceAccount({ [CLIENT_ID]: samples.READER })];
      const { stderr, values } = await renderWith({ ...WORKLOAD, useAzureSDK }, objects, credentials());
      assert.deepEqual([stderr, values, ways()], ["", FOUND, ["federated"]]);
    });
  }

  test("ServicePrincipal by a PKCS#12 archive, with the new client as with ESO", async () => {
    const archive = Buffer.from(given.clientCertificate.pkcs12()).toString("base64");
    const secret = { ...login(), data: { certificate: archive } };
    const settings = { authSecretRef: BY_CERTIFICATE };
    const modern = await renderWith({ ...settings, useAzureSDK: true }, [secret]);
    assert.deepEqual([modern.stderr, modern.values, ways()], ["", FOUND, ["certificate"]]);
    const legacy = await renderWith(settings, [secret]);
    assert.match(legacy.stderr, /it holds no certificate in PEM.*\[CREDENTIAL_INVALID\]/);
    assert.match(legacy.stderr, /a PKCS#12 archive without a password serves with useAzureSDK: true/);
    const broken = { ...login(), data: { certificate: archive.slice(0, 400) } };
    const cut = await renderWith({ ...settings, useAzureSDK: true }, [broken]);
    assert.match(cut.stderr, /it holds no certificate in PEM.*\[CREDENTIAL_INVALID\]/);
  });

  test("a certificate that is not registered is not accepted", async () => {
    const { certificate, key } = STRANGE;
    const result = await renderWith({ authSecretRef: BY_CERTIFICATE }, [
      login({ certificate: certificate + key }),
    ]);
    assert.match(
      result.stderr,
      /the client certificate is not one that the client has registered.*\(AADSTS700027\).*\[AUTH_FAILED\]/,
    );
    assert.equal(result.exit, 77);
  });

  test("a certificate that cannot be used is refused with the reason, and asks nobody", async () => {
    const { certificate, key } = given.clientCertificate;
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    });
    const encrypted = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "x",
    });
    const cases = [
      [key, "it holds no certificate in PEM"],
      [certificate, "it holds no private key in PEM"],
      [certificate + String(ec), "its private key is not an RSA key in PKCS#1 or PKCS#8, or is encrypted"],
      [
        certificate + String(encrypted),
        "its private key is not an RSA key in PKCS#1 or PKCS#8, or is encrypted",
      ],
      [STRANGE.certificate + key, "none of its certificates belongs to its private key"],
      ["s3cr3t-canary", "it holds no certificate in PEM"],
    ] as const;
    for (const [pem, reason] of cases) {
      const result = await renderWith({ authSecretRef: BY_CERTIFICATE }, [login({ certificate: pem })]);
      assert.ok(
        result.stderr.includes(`Cannot use the client certificate of SecretStore "vault": ${reason}`),
        result.stderr,
      );
      assert.match(
        result.stderr,
        /spec\.provider\.azurekv\.authSecretRef\.clientCertificate: .*\[CREDENTIAL_INVALID\]/,
      );
      assert.equal(result.exit, 77);
      assert.ok(!result.stderr.includes("s3cr3t-canary"));
    }
    assert.deepEqual([ways(), azure.keyVault.challenges], [[], 0]);
  });

  const incomplete: readonly (readonly [string, Settings, string])[] = [
    ["no tenant", { tenantId: undefined }, "azurekv.tenantId: Cannot log in: its tenantId is missing"],
    [
      "no authSecretRef",
      { authSecretRef: undefined },
      "azurekv.authSecretRef: Cannot log in: its authSecretRef is missing",
    ],
    [
      "no client",
      { authSecretRef: { clientSecret: REFERRED.clientSecret } },
      "authSecretRef needs clientId, and clientSecret or clientCertificate",
    ],
    [
      "no credential",
      { authSecretRef: { clientId: id } },
      "authSecretRef needs clientId, and clientSecret or clientCertificate",
    ],
    [
      "two credentials",
      { authSecretRef: { ...REFERRED, ...BY_CERTIFICATE } },
      "clientSecret and clientCertificate are both set",
    ],
    ["a tenant that is a path", { tenantId: "../common" }, "its tenant is neither an ID nor a domain"],
  ];
  for (const [what, settings, message] of incomplete) {
    test(`ServicePrincipal with ${what} is refused before anybody is asked`, async () => {
      const result = await renderWith(settings, [login()]);
      assert.ok(result.stderr.includes(message), result.stderr);
      assert.ok([65, 77].includes(result.exit));
      assert.equal(azure.keyVault.challenges, 0);
    });
  }

  test("a Secret that is not there is named with where it was looked for", async () => {
    const result = await renderWith({}, []);
    assert.match(
      result.stderr,
      /authSecretRef\.clientId: Cannot find Secret "login" in namespace "shop".*\[CREDENTIAL_NOT_FOUND\]/,
    );
    assert.equal(result.exit, 77);
  });

  const annotated = { [CLIENT_ID]: samples.READER, [TENANT_ID]: samples.TENANT };
  const conflicts: readonly (readonly [string, Settings, Readonly<Record<string, string>>, string])[] = [
    ["client and tenant of the annotations", { tenantId: undefined }, annotated, ""],
    ["client of authSecretRef", { authSecretRef: { clientId: id } }, {}, ""],
    [
      "tenant of authSecretRef",
      { tenantId: undefined, authSecretRef: { clientId: id, tenantId: { name: "login", key: "tenant" } } },
      {},
      "",
    ],
    [
      "a client given twice",
      { authSecretRef: { clientId: id } },
      { [CLIENT_ID]: samples.READER },
      "the client ID is given twice",
    ],
    ["a tenant given twice", {}, annotated, "the tenant is given twice"],
    [
      "authSecretRef without a client",
      { authSecretRef: { tenantId: { name: "login", key: "tenant" } } },
      { [CLIENT_ID]: samples.READER },
      "authSecretRef has no clientId",
    ],
    ["no client", {}, {}, `ServiceAccount "reader" has no annotation ${CLIENT_ID}`],
    ["no tenant", { tenantId: undefined }, { [CLIENT_ID]: samples.READER }, "its tenantId is missing"],
    [
      "useAzureSDK: authSecretRef does not count",
      { useAzureSDK: true, authSecretRef: { clientId: id } },
      {},
      `ServiceAccount "reader" has no annotation ${CLIENT_ID}`,
    ],
    [
      "useAzureSDK: the store's tenant goes before the annotation",
      { useAzureSDK: true },
      { ...annotated, [TENANT_ID]: samples.OTHER_TENANT },
      "",
    ],
    ["useAzureSDK: the annotation's tenant", { useAzureSDK: true, tenantId: undefined }, annotated, ""],
  ];
  for (const [what, settings, annotations, message] of conflicts) {
    test(`WorkloadIdentity: ${what}`, async () => {
      const objects = [serviceAccount(annotations), login({ tenant: samples.TENANT })];
      const env = { AZURE_CLIENT_ID: samples.READER, AZURE_TENANT_ID: samples.TENANT };
      const result = await renderWith({ ...WORKLOAD, ...settings }, objects, credentials(), env);
      assert.ok(message === "" ? result.stderr === "" : result.stderr.includes(message), result.stderr);
      assert.deepEqual([result.values, ways()], message === "" ? [FOUND, ["federated"]] : [{}, []]);
    });
  }

  test("WorkloadIdentity: names that the store lacks are told before its token is looked for", async () => {
    const result = await renderWith(WORKLOAD, [serviceAccount({})], []);
    assert.match(result.stderr, /ServiceAccount "reader" has no annotation .*\[ADMISSION_REFUSED\]/);
    assert.equal(result.exit, 65);
  });

  test("WorkloadIdentity: a ServiceAccount that no federated credential is for", async () => {
    const account = serviceAccount({ [CLIENT_ID]: samples.READER }, "stranger");
    const settings = { ...WORKLOAD, serviceAccountRef: { name: "stranger" } };
    const result = await renderWith(settings, [account], credentials());
    assert.match(
      result.stderr,
      /no federated credential of the client fits the token \(AADSTS70021\).*\[AUTH_FAILED\]/,
    );
    assert.equal(result.exit, 77);
  });

  test("WorkloadIdentity: no token for the audience", async () => {
    const settings = { ...WORKLOAD, serviceAccountRef: { name: "reader", audiences: ["extra"] } };
    const result = await renderWith(
      settings,
      [serviceAccount({ [CLIENT_ID]: samples.READER })],
      credentials(),
    );
    assert.match(
      result.stderr,
      /Cannot find a token for audience "api:\/\/AzureADTokenExchange", "extra".*\[CREDENTIAL_NOT_FOUND\]/,
    );
    assert.equal(result.exit, 77);
  });

  test("two vaults share the token of one client, two stores of a vault share everything", async () => {
    const stores = ["vault", "again", "second"].map((name) => {
      const settings = name === "second" ? { vaultUrl: `https://${SECOND_VAULT}/` } : {};
      return { ...store(settings), metadata: { name, namespace: "shop" } };
    });
    const secrets = stores.map(({ metadata: { name } }) => ({
      ...reading({ key: "database-password" }),
      metadata: { name, namespace: "shop" },
      spec: {
        secretStoreRef: { name },
        data: [{ secretKey: "value", remoteRef: { key: "database-password" } }],
      },
    }));
    const { exit } = await render([...stores, login(), ...secrets]);
    assert.deepEqual([exit, ways(), azure.keyVault.challenges], [0, ["secret"], 2]);
  });

  suite("as the process itself, only where that is allowed", () => {
    const MANAGED = { authType: "ManagedIdentity", authSecretRef: undefined };
    const POD = { authType: "WorkloadIdentity", authSecretRef: undefined };
    const ambient = ["--ambient"];
    let tokenFile: string;
    before(() => {
      tokenFile = write("token", `${tokenOf()}\n`);
    });

    const denied: readonly (readonly [string, Settings, string])[] = [
      ["ManagedIdentity", MANAGED, "the managed identity of this machine"],
      ["WorkloadIdentity of the pod", POD, "the workload identity of this pod"],
    ];
    for (const [what, settings, message] of denied) {
      test(`${what} is refused to a store of the stream, whatever AZURE_* says`, async () => {
        const env = {
          AZURE_CLIENT_ID: samples.READER,
          AZURE_TENANT_ID: samples.TENANT,
          AZURE_FEDERATED_TOKEN_FILE: tokenFile,
          IDENTITY_ENDPOINT: `http://127.0.0.1:${azure.identityPort}/msi/token`,
          IDENTITY_HEADER,
        };
        const result = await renderWith(settings, [], [], env);
        assert.ok(
          result.stderr.includes(`Cannot log in for SecretStore "vault": it asks for ${message}`),
          result.stderr,
        );
        assert.deepEqual([result.exit, azure.keyVault.challenges, azure.managedIdentity.given], [77, 0, []]);
      });
    }

    test("ManagedIdentity of the machine, and a user-assigned one", async () => {
      const own = await renderWith(MANAGED, [], ambient);
      assert.deepEqual([own.stderr, own.values], ["", FOUND]);
      const named = await renderWith(
        { ...MANAGED, identityId: samples.USER_ASSIGNED, useAzureSDK: true },
        [],
        ambient,
      );
      assert.deepEqual([named.stderr, named.values], ["", FOUND]);
      assert.deepEqual(
        azure.managedIdentity.given.map(({ clientId }) => clientId),
        [samples.SYSTEM_ASSIGNED, samples.USER_ASSIGNED],
      );
    });

    test("ManagedIdentity that the machine does not have", async () => {
      const result = await renderWith({ ...MANAGED, identityId: samples.READER }, [], ambient);
      assert.match(
        result.stderr,
        /azurekv\.identityId: Cannot get a token of managed identity of client "fad7d5b3.*": the platform has no such identity \(status 400\).*\[AUTH_FAILED\]/,
      );
      assert.equal(result.exit, 77);
    });

    test("ManagedIdentity of App Service", async () => {
      const env = { IDENTITY_ENDPOINT: `http://127.0.0.1:${azure.identityPort}/msi/token`, IDENTITY_HEADER };
      const result = await renderWith(MANAGED, [], ambient, env);
      assert.deepEqual([result.stderr, result.values], ["", FOUND]);
    });

    test("stores of --stores may use the identity of the machine", async () => {
      write("stores/vault.yaml", JSON.stringify(store(MANAGED)));
      const { stderr, values } = await render([SECRET], ["--stores", "stores"], { cwd: directory });
      assert.deepEqual([stderr, values], ["", FOUND]);
    });

    test("WorkloadIdentity of the pod, by what Azure's webhook sets", async () => {
      const env = {
        AZURE_CLIENT_ID: samples.READER,
        AZURE_TENANT_ID: samples.TENANT,
        AZURE_FEDERATED_TOKEN_FILE: tokenFile,
      };
      const result = await renderWith(POD, [], ambient, env);
      assert.deepEqual([result.stderr, result.values, ways()], ["", FOUND, ["federated"]]);
      const unreadable = await renderWith(POD, [], ambient, {
        ...env,
        AZURE_FEDERATED_TOKEN_FILE: "/nowhere/token",
      });
      assert.match(
        unreadable.stderr,
        /Cannot read the token file "\/nowhere\/token".*\[CREDENTIAL_INVALID\]/,
      );
    });

    test("the caller's own identity: of the environment", async () => {
      const env = {
        AZURE_CLIENT_ID: samples.READER,
        AZURE_TENANT_ID: samples.TENANT,
        AZURE_CLIENT_SECRET: samples.CLIENT_SECRET,
      };
      const result = await runProgram(azure, [store(POD), SECRET], ambient, env);
      assert.deepEqual([result.stderr, result.exit, ways()], ["", 0, ["secret"]]);
    });

    test("the caller's own identity: of az login", async () => {
      const { token } = azure.tokens.issue(samples.TENANT, samples.READER, "https://vault.azure.net");
      const expires = {
        expiresOn: "2099-01-01 00:00:00.000000",
        expires_on: Math.floor(Date.now() / 1000) + 3600,
      };
      const answer = JSON.stringify({ accessToken: token, ...expires, tokenType: "Bearer" });
      const az = write("bin/az", `#!/bin/sh\necho '${answer}'\n`);
      chmodSync(az, 0o755);
      const env = { PATH: dirname(az) + delimiter + (process.env["PATH"] ?? "") };
      const account = { ...WORKLOAD, serviceAccountRef: { name: "nobody" } };
      const result = await runProgram(azure, [store(account), SECRET], ambient, env);
      assert.deepEqual([result.stderr, result.exit], ["", 0]);
    });

    test("the caller's own identity: none", async () => {
      const result = await runProgram(azure, [store(POD), SECRET], ambient, { PATH: "/nonexistent" });
      assert.match(
        result.stderr,
        /Cannot log in to Azure with your own identity: none was found that gives a token .*\[AUTH_FAILED\]/,
      );
      assert.equal(result.exit, 77);
      const odd = await runProgram(azure, [store({ ...POD, tenantId: "no tenant" }), SECRET], ambient, {});
      assert.match(odd.stderr, /\[AUTH_FAILED\]/);
    });

    test("no variable of the environment reaches a store that names its credentials, or standard error", async () => {
      const env = {
        AZURE_CLIENT_ID: samples.STRANGER,
        AZURE_TENANT_ID: samples.OTHER_TENANT,
        AZURE_CLIENT_SECRET: "wrong",
        AZURE_AUTHORITY_HOST: "https://login.evil.example",
        AZURE_LOG_LEVEL: "verbose",
        DEBUG: "*",
        AZURE_TRACING_DISABLED: "",
      };
      for (const useAzureSDK of [false, true]) {
        const result = await runProgram(azure, [store({ useAzureSDK }), login(), SECRET], [], env);
        assert.deepEqual([result.stderr, result.exit], ["", 0]);
      }
      assert.deepEqual(
        azure.entra.given.map(({ clientId, tenant }) => [clientId, tenant]),
        Array.from({ length: 2 }, () => [samples.READER, samples.TENANT]),
      );
    });
  });
});

function serviceAccount(annotations: Readonly<Record<string, string>>, name = "reader"): object {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: "shop", annotations } };
}

async function renderWith(
  settings: Settings,
  objects: readonly object[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Rendered> {
  return render([store(settings), ...objects, SECRET], flags, { env });
}
