import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";

import { skipWithout } from "../servers/find.ts";
import type { Ran } from "./programs.ts";
import {
  byIdentity,
  folderOfPrograms,
  objectsOf,
  ROOT,
  run,
  temporaryFolder,
  writeScript,
} from "./programs.ts";

const OVERLAY = join(ROOT, "fixtures/demo/overlay/prod");
const COMPONENT = join(ROOT, "plugin/kustomize/component");
const FLAGS = ["build", "--enable-alpha-plugins", "--enable-exec"];

const STORE = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: store}
spec: {provider: {fake: {data: [{key: k, value: "s3cr3t-canary"}]}}}
`;
const EXTERNAL_SECRET = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app}
spec:
  secretStoreRef: {name: store}
  data: [{secretKey: password, remoteRef: {key: k}}]
`;
const VAULT_STORE = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: store}
spec:
  provider:
    vault:
      server: https://vault.example.com
      caProvider: {type: ConfigMap, name: ca, key: ca.crt}
      auth:
        iam:
          vaultRole: app
          jwt: {serviceAccountRef: {name: vault}}
          secretRef:
            accessKeyIDSecretRef: {name: keys, key: id}
            secretAccessKeySecretRef: {name: keys, key: key}
            sessionTokenSecretRef: {name: keys, key: token}
`;
const TEMPLATE_SECRET = `apiVersion: v1
kind: Secret
metadata: {name: tpl-secret}
stringData: {secret: "{{ .made }}?"}
`;
const FAKE_GENERATOR = `apiVersion: generators.external-secrets.io/v1alpha1
kind: Fake
metadata: {name: gen}
spec: {data: {made: generated}}
`;
const FROM_TEMPLATES = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app}
spec:
  secretStoreRef: {name: store}
  target:
    template:
      templateFrom:
        - configMap: {name: tpl, items: [{key: config}]}
        - secret: {name: tpl-secret, items: [{key: secret}]}
  data: [{secretKey: password, remoteRef: {key: k}}]
  dataFrom:
    - sourceRef: {generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Fake, name: gen}}
`;
const POD = `apiVersion: v1
kind: Pod
metadata: {name: app}
spec: {containers: [{name: app, image: app, envFrom: [{secretRef: {name: app}}]}]}
`;

for (const tool of ["kustomize", "kustomize-5.6"]) {
  suite(tool, { skip: skipWithout(tool) }, () => {
    const path = skipWithout(tool) === false ? folderOfPrograms({ kustomize: tool }) : "";
    const build = (directory: string, flags = FLAGS): Ran =>
      run("kustomize", [...flags, directory], { path });

    test("an overlay names the Secrets as the workloads do", () => {
      const { status, stdout, stderr } = build(OVERLAY);
      assert.equal(status, 0, stderr);
      const names = objectsOf(stdout)
        .filter(({ kind }) => kind === "Secret")
        .map(({ metadata }) => metadata.name);
      assert.deepEqual(names.toSorted(), ["prod-shop-api", "prod-shop-database", "prod-shop-registry"]);
      for (const name of names)
        assert.match(stdout.slice(stdout.indexOf("kind: Deployment")), new RegExp(`ame: ${name}$`, "m"));
    });

    test("presecret render DIR gives the objects that kustomize gives with the function", () => {
      const rendered = run("presecret", ["render", OVERLAY], { path });
      assert.equal(rendered.status, 0, rendered.stderr);
      assert.deepEqual(byIdentity(rendered.stdout), byIdentity(build(OVERLAY).stdout));
    });

    test("presecret explain KIND/NAME DIR explains what kustomize gives", () => {
      const explained = run("presecret", ["explain", "ExternalSecret/prod-shop-database", OVERLAY], { path });
      assert.equal(explained.status, 0, explained.stderr);
      assert.match(explained.stdout, /^ExternalSecret .*prod-shop-database/);
    });

    test("templates and generators that the layer renames are found by presecret render DIR as by the function", () => {
      const layer = layerOf({
        "all.yaml": [STORE, TEMPLATE_SECRET, FAKE_GENERATOR, FROM_TEMPLATES].join("---\n"),
      });
      appendFileSync(
        join(layer, "kustomization.yaml"),
        "namePrefix: prod-\nnamespace: prod\nconfigMapGenerator: [{name: tpl, literals: ['config={{ .password }}!']}]\n",
      );
      const built = build(layer);
      assert.equal(built.status, 0, built.stderr);
      const rendered = run("presecret", ["render", layer], { path });
      assert.equal(rendered.status, 0, rendered.stderr);
      assert.deepEqual(byIdentity(rendered.stdout), byIdentity(built.stdout));
      const { data } = byIdentity(rendered.stdout).get("Secret prod/prod-app") ?? {};
      const decoded = Object.entries(data ?? {}).map(([key, value]) => [key, atob(value)]);
      assert.deepEqual(Object.fromEntries(decoded), { config: "s3cr3t-canary!", secret: "generated?" });
    });

    test("a store's references to a generated ConfigMap, Secrets and a ServiceAccount follow their names", () => {
      const account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: vault}\n";
      const layer = layerOf({ "all.yaml": [VAULT_STORE, account].join("---\n") }, []);
      appendFileSync(
        join(layer, "kustomization.yaml"),
        "namePrefix: prod-\nconfigurations: [presecret/references.yaml]\nconfigMapGenerator: [{name: ca, literals: [ca.crt=pem]}]\nsecretGenerator: [{name: keys, literals: [id=a, key=b]}]\n",
      );
      const { status, stdout, stderr } = build(layer, ["build"]);
      assert.equal(status, 0, stderr);
      const nameOf = (kind: string): string =>
        objectsOf(stdout).find((object) => object.kind === kind)?.metadata.name ?? "";
      const store = stdout.slice(stdout.indexOf("kind: SecretStore"));
      const named = [...store.matchAll(/(\w+):\n(?: +(?:key|type): .*\n)* +name: (.+)/g)];
      assert.deepEqual(Object.fromEntries(named.map(([, field, name]) => [field, name])), {
        metadata: "prod-store",
        serviceAccountRef: nameOf("ServiceAccount"),
        accessKeyIDSecretRef: nameOf("Secret"),
        secretAccessKeySecretRef: nameOf("Secret"),
        sessionTokenSecretRef: nameOf("Secret"),
        caProvider: nameOf("ConfigMap"),
      });
      assert.match(nameOf("ConfigMap"), /^prod-ca-/);
    });

    test("two builds give the same bytes", () => {
      assert.equal(build(OVERLAY).stdout, build(OVERLAY).stdout);
    });

    test("without --enable-exec the function is skipped without a word, and presecret verify finds out", () => {
      const { status, stdout } = build(OVERLAY, ["build", "--enable-alpha-plugins"]);
      assert.equal(status, 0);
      const verified = run("presecret", ["verify", "-"], { path, input: stdout });
      assert.equal(verified.status, 65);
      assert.match(verified.stderr, /\[UNRENDERED\]/);
    });

    test("without both flags kustomize itself refuses", () => {
      assert.notEqual(build(OVERLAY, ["build"]).status, 0);
    });

    test("a missing secret fails the build, says why, and gives nothing", () => {
      const layer = layerOf({
        "all.yaml": `${STORE}---\n${EXTERNAL_SECRET.replace("key: k}", "key: none}")}`,
      });
      const { status, stdout, stderr } = build(layer);
      assert.notEqual(status, 0);
      assert.equal(stdout, "");
      assert.match(stderr, /SECRET_NOT_FOUND/);
      assert.ok(!stderr.includes("s3cr3t"));
    });

    test("a Secret of the target's name in the layer is updated, not added", () => {
      const existing = "apiVersion: v1\nkind: Secret\nmetadata: {name: app, labels: {kept: always}}\n";
      const { status, stdout, stderr } = build(
        layerOf({ "all.yaml": [STORE, EXTERNAL_SECRET, existing].join("---\n") }),
      );
      assert.equal(status, 0, stderr);
      const secrets = objectsOf(stdout).filter(({ kind }) => kind === "Secret");
      assert.equal(secrets.length, 1);
      assert.equal(secrets[0]?.metadata.labels?.["kept"], "always");
      assert.ok(Object.hasOwn(secrets[0].data ?? {}, "password"));
    });

    test("two ExternalSecrets with one target are an error", () => {
      const other = EXTERNAL_SECRET.replace("name: app}", "name: other}").replace(
        "spec:",
        "spec:\n  target: {name: app}",
      );
      const { status, stderr } = build(
        layerOf({ "all.yaml": [STORE, EXTERNAL_SECRET, other].join("---\n") }),
      );
      assert.notEqual(status, 0);
      assert.match(stderr, /TARGET_CONFLICT/);
    });

    test("a layer without resources is no error of presecret's", () => {
      const { stderr } = build(layerOf({}));
      assert.ok(!stderr.includes("presecret"), stderr);
    });

    test("what passes through is not changed: texts that readers disagree about, numbers, keys", () => {
      const config = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: "y", b: "0o17", c: "1_000", d: "2001-01-01", e: "\\u0085x", f: "1.10"}\n---\napiVersion: example.com/v1\nkind: Thing\nmetadata: {name: t}\nspec: {big: 12345678901234567890, float: 1.50, exponent: 1e3}\n`;
      const withFunction = build(layerOf({ "all.yaml": [STORE, EXTERNAL_SECRET, config].join("---\n") }));
      const without = build(layerOf({ "all.yaml": config }, []));
      assert.equal(withFunction.status, 0, withFunction.stderr);
      const others = withFunction.stdout
        .split("---\n")
        .filter((document) => !document.includes("kind: Secret"));
      assert.deepEqual(
        others.map((text) => text.trim()).toSorted(),
        without.stdout
          .split("---\n")
          .map((text) => text.trim())
          .toSorted(),
      );
    });

    test("values with control characters come through, since only data holds them", () => {
      const value = "a\u007F\u0085\0b";
      const store = STORE.replace("s3cr3t-canary", Buffer.from(value).toString("base64"));
      const decoded = EXTERNAL_SECRET.replace("key: k}", "key: k, decodingStrategy: Base64}");
      const { status, stdout, stderr } = build(layerOf({ "all.yaml": [store, decoded].join("---\n") }));
      assert.equal(status, 0, stderr);
      const [secret] = objectsOf(stdout);
      assert.equal(Buffer.from(secret?.data?.["password"] ?? "", "base64").toString(), value);
    });

    test("texts that readers disagree about come through as values and annotations", () => {
      const texts =
        "y|no|On|0777|0o17|0b11|1_000|1:30|1e3|.inf|~|null|true|2001-01-01|a: b|#x|- a| a |a\nb\n|\tx|\u2028|{{ }}".split(
          "|",
        );
      const store = {
        apiVersion: "external-secrets.io/v1",
        kind: "SecretStore",
        metadata: { name: "store" },
        spec: { provider: { fake: { data: texts.map((value, index) => ({ key: `k${index}`, value })) } } },
      };
      const externalSecret = {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: {
          name: "app",
          annotations: Object.fromEntries(texts.map((text, index) => [`a${index}`, text])),
        },
        spec: {
          secretStoreRef: { name: "store" },
          data: texts.map((_, index) => ({ secretKey: `k${index}`, remoteRef: { key: `k${index}` } })),
        },
      };
      const { status, stdout, stderr } = build(
        layerOf({ "all.yaml": `${JSON.stringify(store)}\n---\n${JSON.stringify(externalSecret)}\n` }),
      );
      assert.equal(status, 0, stderr);
      const [secret] = objectsOf(stdout);
      texts.forEach((text, index) => {
        assert.equal(secret?.metadata.annotations?.[`a${index}`], text);
        assert.equal(Buffer.from(secret.data?.[`k${index}`] ?? "", "base64").toString(), text);
      });
    });

    test("listed under transformers it runs behind the layer's prefix, and the Secret keeps its target's name", () => {
      const named = EXTERNAL_SECRET.replace("spec:", "spec:\n  target: {name: app-secret}");
      const layer = layerOf({ "all.yaml": [STORE, named].join("---\n") }, ["function"]);
      appendFileSync(join(layer, "kustomization.yaml"), "namespace: prod\n");
      const { status, stdout, stderr } = build(layer);
      assert.equal(status, 0, stderr);
      assert.deepEqual([...byIdentity(stdout).keys()], ["Secret prod/app-secret"]);
    });

    test("under transformers, a prefix or suffix on an ExternalSecret without target.name is refused", () => {
      for (const line of ["namePrefix: prod-", "nameSuffix: -x"]) {
        const layer = layerOf({ "all.yaml": [EXTERNAL_SECRET, POD].join("---\n") }, ["function"]);
        appendFileSync(join(layer, "kustomization.yaml"), `${line}\n`);
        const { status, stdout, stderr } = build(layer);
        assert.notEqual(status, 0);
        assert.equal(stdout, "");
        assert.match(stderr, /renamed it from "app".*\[TARGET_RENAMED\]/);
      }
    });

    test("no annotation of kustomize's is left on a Secret", () => {
      const { stdout } = build(OVERLAY);
      for (const { metadata } of objectsOf(stdout)) {
        assert.deepEqual(
          Object.keys(metadata.annotations ?? {}).filter((key) => /config\.k/.test(key)),
          [],
        );
      }
    });

    test("hashSuffix: the Secret and what refers to it end in a hash of the data, which follows the value", () => {
      assert.notEqual(hashedName(build, "one"), hashedName(build, "two"));
      assert.equal(hashedName(build, "one"), hashedName(build, "one"));
    });
  });
}

suite("presecret render DIR", { skip: skipWithout("kustomize") }, () => {
  const path = skipWithout("kustomize") === false ? folderOfPrograms({ kustomize: "kustomize" }) : "";

  test("kustomize's own message is shown when it fails, escaped, behind ours", () => {
    const layer = layerOf({ "all.yaml": "kind: Pod\nmetadata: {}\n" });
    const { status, stdout, stderr } = run("presecret", ["render", layer], { path });
    assert.deepEqual([status, stdout], [65, ""]);
    const [first = "", second = ""] = stderr.split("\n");
    assert.match(first, /kustomize ended with exit code 1 \[RENDERER_FAILED\]$/);
    assert.match(second, /^ {2}kustomize: Error: /);
  });

  test("a function beside presecret's own is not skipped without a word", () => {
    const layer = layerOf({ "all.yaml": POD }, ["function"]);
    writeFileSync(
      join(layer, "other.yaml"),
      "apiVersion: example.com/v1\nkind: Other\nmetadata:\n  name: other\n  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: other}\n",
    );
    writeFileSync(
      join(layer, "kustomization.yaml"),
      "resources: [all.yaml]\ntransformers: [presecret.yaml, other.yaml]\n",
    );
    const { status, stderr } = run("presecret", ["render", layer], { path });
    assert.equal(status, 77);
    assert.match(stderr, /lists function or plugin "Other other"/);
  });

  test("no program of the source's own folder is run", () => {
    const layer = layerOf({ "all.yaml": POD }, []);
    writeScript(join(layer, "kustomize"), "echo hijacked; touch hijacked");
    const { status, stdout } = run("presecret", ["render", "."], { path: `.::${path}`, cwd: layer });
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /hijacked/);
  });

  test("kustomize gets no credentials", () => {
    const fake = temporaryFolder();
    writeScript(join(fake, "kustomize"), "env >&2; exit 1");
    const layer = layerOf({ "all.yaml": POD }, []);
    const { stderr } = run("presecret", ["render", layer], {
      path: `${fake}:${path}`,
      env: {
        VAULT_TOKEN: "s3cr3t-canary",
        AWS_SECRET_ACCESS_KEY: "s3cr3t-canary",
        AZURE_CLIENT_SECRET: "s3cr3t-canary",
        HOME: "/home/me",
      },
    });
    assert.match(stderr, /kustomize: HOME=\/home\/me/);
    assert.doesNotMatch(stderr, /s3cr3t|VAULT|AWS|AZURE/);
  });

  test("without kustomize in PATH it says so", () => {
    const { status, stderr } = run(process.execPath, [join(ROOT, "src/main.ts"), "render", OVERLAY], {
      path: "/nonexistent",
    });
    assert.equal(status, 78);
    assert.match(stderr, /RENDERER_MISSING/);
  });
});

/** The name that kustomize gives the Secret that holds `value`. */
function hashedName(build: (directory: string) => Ran, value: string): string {
  const files = { "all.yaml": [STORE.replace("s3cr3t-canary", value), EXTERNAL_SECRET, POD].join("---\n") };
  const { status, stdout, stderr } = build(layerOf(files, ["hash"]));
  assert.equal(status, 0, stderr);
  const name = objectsOf(stdout).find(({ kind }) => kind === "Secret")?.metadata.name ?? "";
  assert.match(name, /^app-[a-z0-9]{10}$/);
  assert.equal(stdout.split(`name: ${name}\n`).length, 3, "the Pod refers to the same name");
  return name;
}

/** A kustomization of these files with what `parts` names: our function, our function with hashSuffix, or neither. */
function layerOf(files: Readonly<Record<string, string>>, parts: readonly string[] = ["component"]): string {
  const layer = join(temporaryFolder(), "layer");
  mkdirSync(layer);
  cpSync(COMPONENT, join(layer, "presecret"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(layer, name), text);
  const lines = [`resources: [${Object.keys(files).join(", ")}]`];
  if (parts.includes("component")) lines.push("components: [presecret]");
  if (parts.includes("hash") || parts.includes("function")) {
    const options = parts.includes("hash") ? "{hashSuffix: true}" : "{}";
    writeFileSync(
      join(layer, "presecret.yaml"),
      `apiVersion: presecret.dev/v1alpha1\nkind: Presecret\nmetadata:\n  name: presecret\n  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: presecret}\nspec: ${options}\n`,
    );
    lines.push("transformers: [presecret.yaml]");
  }
  writeFileSync(join(layer, "kustomization.yaml"), `${lines.join("\n")}\n`);
  return layer;
}
