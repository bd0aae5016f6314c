import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";

import fc from "fast-check";

import { readKustomizationTree } from "../../src/hosts/source/kustomization-tree.ts";
import type { HelmOptions } from "../../src/hosts/source/render-source.ts";
import { templateChart } from "../../src/hosts/source/render-source.ts";
import { checkChart, checkKustomization } from "../../src/hosts/source/source-rules.ts";
import { cli } from "../cli.ts";
import { skipWithout } from "../servers/find.ts";
import {
  byIdentity,
  folderOfPrograms,
  objectsOf,
  ROOT,
  run,
  temporaryFolder,
  writeScript,
} from "./programs.ts";

const CHART = join(ROOT, "fixtures/demo/chart");
const EXTERNAL_SECRET =
  "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec: {secretStoreRef: {name: s}, data: [{secretKey: k, remoteRef: {key: k}}]}\n";
const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";

/** A chart that shows its values. */
const VALUES_CHART = {
  "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
  "templates/a.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  all: {{ .Values | toYaml | quote }}\n",
};
const NO_HELM_OPTIONS: HelmOptions = {
  releaseName: "app",
  namespace: undefined,
  kubeVersion: undefined,
  apiVersions: [],
  valuesFiles: [],
  values: undefined,
  parameters: [],
};

for (const tool of ["helm-3", "helm-4"]) {
  suite(tool, { skip: skipWithout(tool) }, () => {
    const path = skipWithout(tool) === false ? folderOfPrograms({ helm: tool }) : "";
    const render = (...flags: readonly string[]): ReturnType<typeof run> =>
      run("presecret", ["render", CHART, ...flags], { path });

    test("presecret render CHART passes release name, namespace, values, parameters, versions and APIs", () => {
      const flags =
        "--release-name shop -n prod --kube-version 1.31.2 --api-versions monitoring.coreos.com/v1 --set database.key=shop/database";
      const { status, stdout, stderr } = render(
        ...flags.split(" "),
        "--values",
        join(CHART, "values-prod.yaml"),
      );
      assert.equal(status, 0, stderr);
      const deployment = objectsOf(stdout).find(({ kind }) => kind === "Deployment");
      assert.deepEqual(deployment?.metadata, {
        name: "shop",
        namespace: "prod",
        labels: { "app.kubernetes.io/version": "1.4.2", kubernetes: "v1.31.2", monitored: "yes" },
      });
      assert.match(stdout, /replicas: 3/);
      assert.ok(byIdentity(stdout).has("Secret prod/shop-database"));
    });

    test("presecret render CHART --set takes several values between commas, as helm does", () => {
      const { status, stdout, stderr } = render("--set", "replicas=7,database.key=shop/database");
      assert.equal(status, 0, stderr);
      assert.match(stdout, /replicas: 7/);
    });

    test("templateChart() opens the values file that it was given, comma or not, and no other", async () => {
      const outside = join(folderOf({ "secret.yaml": "leak: canary\n" }), "secret.yaml");
      const names = ["a,b.yaml", 'a"b.yaml', `x,${outside}`];
      const folder = folderOf({
        ...VALUES_CHART,
        ...Object.fromEntries(names.map((name) => [name, "own: 1\n"])),
      });
      writeFileSync(join(folder, "x"), "");
      for (const name of names) {
        const text = await templated(folder, { valuesFiles: [`${folder}/${name}`] });
        assert.match(text, /own: 1/);
        assert.doesNotMatch(text, /canary/);
      }
    });

    test("templateChart() follows no reference of a tenant's schema", async () => {
      const outside = folderOf({ "schema.json": '{"properties":{"own":{"const":"canary"}}}' });
      const folder = folderOf({
        ...VALUES_CHART,
        "values.yaml": "own: 1\n",
        "values.schema.json": JSON.stringify({ $ref: `file://${outside}/schema.json` }),
      });
      assert.match(await templated(folder, {}), /own: 1/);
    });

    /** What helm makes of a tenant's chart. */
    async function templated(folder: string, helm: Partial<HelmOptions>): Promise<string> {
      const { bytes } = await templateChart(folder, "chart", {
        helm: { ...NO_HELM_OPTIONS, ...helm },
        env: { PATH: `${path}:/usr/bin:/bin` },
        tenantRoot: folder,
        allowEmpty: false,
      });
      return new TextDecoder().decode(bytes);
    }

    test("presecret explain KIND/NAME CHART renders the chart with its flags", () => {
      const args = ["explain", "es/shop/shop-database", CHART, "--release-name", "shop", "-n", "shop"];
      const { status, stdout, stderr } = run("presecret", [...args, "--set", "database.key=shop/database"], {
        path,
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^ExternalSecret shop\/shop-database /);
    });

    test("a diagnostic names the chart's file", () => {
      const { status, stdout, stderr } = render("--set", "database.key=none");
      assert.deepEqual([status, stdout], [66, ""]);
      assert.match(stderr, /^shop\/templates\/secrets.yaml: ExternalSecret /);
    });

    test("helm's own message is shown when it fails", () => {
      const { status, stdout, stderr } = render("--release-name", "Shop");
      assert.deepEqual([status, stdout], [65, ""]);
      assert.match(stderr, /RENDERER_FAILED\]\n {2}helm: .*invalid release name/);
    });

    test("a chart that gives nothing is an error, unless --allow-empty", () => {
      const chart = join(temporaryFolder(), "chart");
      mkdirSync(join(chart, "templates"), { recursive: true });
      writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: none\nversion: 0.1.0\n");
      writeFileSync(join(chart, "templates/none.yaml"), "{{- if false }}\na: b\n{{- end }}\n");
      const plain = join(dirname(chart), "plain.yaml");
      writeFileSync(plain, CONFIG_MAP);
      const refused = run("presecret", ["render", plain, chart], { path });
      assert.deepEqual([refused.status, refused.stdout], [65, ""]);
      assert.match(refused.stderr, /helm gave no object \[INPUT_EMPTY\]/);
      assert.equal(run("presecret", ["render", plain, chart, "--allow-empty"], { path }).status, 0);
    });
  });
}

test("a directory of manifests leaves values files out", async () => {
  const folder = folderOf({
    "app/a.yaml": CONFIG_MAP,
    "values.yaml": "a: 1\n",
    "values-prod.yaml": "a: 1\n",
    "prod.values.yml": "a: 1\n",
    "values.schema.json": "{}\n",
  });
  const { exit, stdout } = await cli(["render", folder]);
  assert.deepEqual([exit, stdout], [0, CONFIG_MAP]);
});

test("a link among manifests is refused, so that no object is left out without a word", async () => {
  for (const target of ["a.yaml", "/etc/hostname", "nowhere"]) {
    const folder = folderOf({ "a.yaml": CONFIG_MAP, "further/b.yaml": CONFIG_MAP });
    symlinkSync(target, join(folder, "further/c.yaml"));
    for (const path of [folder, join(folder, "further/*.yaml")]) {
      const { exit, stdout, stderr } = await cli(["render", path]);
      assert.deepEqual([exit, stdout], [65, ""]);
      assert.match(
        stderr,
        /further\/c\.yaml": it is a symbolic link.*\n.*links in a folder are not followed/,
      );
    }
  }
});

test("links to values files and to folders are passed over", async () => {
  const folder = folderOf({ "app/a.yaml": CONFIG_MAP, "other/b.yaml": CONFIG_MAP });
  symlinkSync("a.yaml", join(folder, "app/values.yaml"));
  symlinkSync("../other", join(folder, "app/other.yaml"));
  const { exit, stdout } = await cli(["render", join(folder, "app")]);
  assert.deepEqual([exit, stdout], [0, CONFIG_MAP]);
});

test("a directory of manifests with a kustomization or chart further down is refused", async () => {
  for (const name of ["app/kustomization.yaml", "app/Chart.yaml"]) {
    const { exit, stderr } = await cli(["render", folderOf({ "a.yaml": CONFIG_MAP, [name]: "x: y\n" })]);
    assert.equal(exit, 65);
    assert.match(stderr, /SOURCE_AMBIGUOUS/);
  }
});

const UNRENDERED: readonly (readonly [args: readonly string[], hint: RegExp])[] = [
  [["verify", "."], /presecret render DIR \| presecret verify -/],
  [["validate", "--fix", "."], /Name the files to rewrite/],
  [["render", "--stores", ".", "es.yaml"], /what --stores names is not rendered/],
];

for (const [args, hint] of UNRENDERED) {
  test(`presecret ${args.join(" ")} says what to do about a kustomization, which it does not render`, async () => {
    const folder = folderOf({ "kustomization.yaml": "resources: [es.yaml]\n", "es.yaml": EXTERNAL_SECRET });
    const { exit, stderr } = await cli(args, { cwd: folder });
    assert.equal(exit, 65);
    assert.match(stderr, /SOURCE_AMBIGUOUS/);
    assert.match(stderr, hint);
    assert.doesNotMatch(stderr, /Name the kustomization or chart itself/);
  });
}

for (const [file, text] of [
  ["kustomization.yaml", "resources: [es.yaml]\n"],
  ["Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"],
  ["values.yaml", "replicas: 2\n"],
] as const) {
  test(`presecret render ${file} names the folder that is to be rendered`, async () => {
    const folder = folderOf({ [file]: text });
    const outside = await cli(["render", join(folder, file)]);
    assert.equal(outside.exit, 65);
    assert.match(outside.stderr, /DOCUMENT_INVALID/);
    assert.ok(outside.stderr.includes(`hint: Name its folder: presecret render ${folder}\n`), outside.stderr);
    const inside = await cli(["render", file], { cwd: folder });
    assert.match(inside.stderr, /hint: Name its folder: presecret render \.\n/);
  });
}

test("a directory with a kustomization and a chart is refused", async () => {
  const { exit, stderr } = await cli(["render", folderOf({ "kustomization.yaml": "", "Chart.yaml": "" })]);
  assert.equal(exit, 65);
  assert.match(stderr, /holds both kustomization.yaml and Chart.yaml/);
});

test("a renderer's standard error is cut at 4 KB and escaped", () => {
  const fake = temporaryFolder();
  writeScript(
    join(fake, "kustomize"),
    "i=0; while [ $i -lt 3000 ]; do echo \"line $i\" >&2; i=$((i+1)); done; printf 'last \\033[31mred' >&2; exit 7",
  );
  const { status, stderr } = run(
    process.execPath,
    [join(ROOT, "src/main.ts"), "render", folderOf({ "kustomization.yaml": "" })],
    { path: fake },
  );
  assert.equal(status, 65);
  assert.match(stderr, /ended with exit code 7/);
  assert.match(stderr, /kustomize: last \\u\{1b\}\[31mred/);
  assert.ok(stderr.length < 10_000, `${stderr.length}`);
});

test("a renderer that hangs is ended at the deadline, by name", () => {
  const fake = temporaryFolder();
  // It does not care for SIGTERM, as a program that is stuck may not.
  writeScript(join(fake, "kustomize"), "trap '' TERM; for _ in $(seq 100); do sleep 0.2; done");
  const started = Date.now();
  const { status, stderr } = run(
    process.execPath,
    [join(ROOT, "src/main.ts"), "render", folderOf({ "kustomization.yaml": "" }), "--timeout", "3s"],
    { path: fake },
  );
  assert.equal(status, 75);
  assert.match(stderr, /kustomize did not end in time \[DEADLINE\]/);
  assert.ok(Date.now() - started < 15_000);
});

const TREES: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  refused: RegExp | undefined,
])[] = [
  [
    "local bases",
    {
      "kustomization.yaml": "resources: [base]\n",
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "base/a.yaml": CONFIG_MAP,
    },
    undefined,
  ],
  [
    "our function",
    {
      "kustomization.yaml": "transformers: [fn.yaml]\n",
      "fn.yaml": "apiVersion: presecret.dev/v1alpha1\nkind: Presecret\nmetadata: {name: x}\n",
    },
    undefined,
  ],
  [
    "a built-in transformer",
    {
      "kustomization.yaml": "transformers: [t.yaml]\n",
      "t.yaml": "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: x}\nprefix: a-\n",
    },
    undefined,
  ],
  [
    "a remote base",
    { "kustomization.yaml": "resources: ['https://evil.example//base?ref=main']\n" },
    /"https:\/\/evil.example/,
  ],
  [
    "a remote base in a base",
    {
      "kustomization.yaml": "resources: [base]\n",
      "base/kustomization.yaml": "bases: ['github.com/evil/base']\n",
    },
    /github.com\/evil/,
  ],
  ["a base by ssh", { "kustomization.yaml": "components: ['git@evil.example:base']\n" }, /git@evil/],
  [
    "a base outside of the repository",
    { "kustomization.yaml": "resources: [../../etc]\n" },
    /"\.\.\/\.\.\/etc", which is not in the repository/,
  ],
  [
    "a function in one line",
    {
      "kustomization.yaml":
        "transformers: ['{apiVersion: a/v1, kind: T, metadata: {name: t, annotations: {config.kubernetes.io/function: x}}}']\n",
    },
    /"T t"/,
  ],
  [
    "a patch from elsewhere",
    { "kustomization.yaml": "patches: [{path: 'http://169.254.169.254/latest'}]\n" },
    /169\.254/,
  ],
  [
    "a file from elsewhere",
    { "kustomization.yaml": "configMapGenerator: [{name: a, files: ['HTTP://evil.example/a']}]\n" },
    /evil.example/,
  ],
  [
    "a built-in generator's file from elsewhere",
    {
      "kustomization.yaml": "generators: [g.yaml]\n",
      "g.yaml":
        "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: a}\nfiles: ['https://evil.example/a']\n",
    },
    /evil.example/,
  ],
  [
    "charts",
    { "kustomization.yaml": "helmCharts: [{name: poc, releaseName: '--post-renderer=./x.sh'}]\n" },
    /inflates charts/,
  ],
  [
    "a chart generator",
    {
      "kustomization.yaml": "generators: [g.yaml]\n",
      "g.yaml": "apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: a}\nname: poc\n",
    },
    /inflates charts/,
  ],
  [
    "an exec function",
    {
      "kustomization.yaml": "generators: [g.yaml]\n",
      "g.yaml":
        "apiVersion: a/v1\nkind: G\nmetadata: {name: g, annotations: {config.kubernetes.io/function: 'exec: {path: ./x.sh}'}}\n",
    },
    /"G g"/,
  ],
  [
    "a function inline",
    {
      "kustomization.yaml":
        "transformers:\n  - |-\n    apiVersion: a/v1\n    kind: T\n    metadata: {name: t, annotations: {config.k8s.io/function: 'exec: {path: x}'}}\n",
    },
    /"T t"/,
  ],
  [
    "a function that says it is built in",
    {
      "kustomization.yaml": "validators: [v.yaml]\n",
      "v.yaml":
        "apiVersion: builtin\nkind: V\nmetadata: {name: v, annotations: {config.kubernetes.io/function: 'exec: {path: x}'}}\n",
    },
    /"V v"/,
  ],
  [
    "functions in a folder",
    {
      "kustomization.yaml": "transformers: [t]\n",
      "t/kustomization.yaml": "resources: [t.yaml]\n",
      "t/t.yaml": "apiVersion: a/v1\nkind: T\nmetadata: {name: t}\n",
    },
    /of folder t/,
  ],
  [
    "a file from elsewhere under a key",
    { "kustomization.yaml": "configMapGenerator: [{name: a, files: ['x=http://127.0.0.1:8200/v1/a']}]\n" },
    /127\.0\.0\.1/,
  ],
  [
    "an environment from elsewhere in another case",
    { "kustomization.yaml": "secretGenerator: [{name: a, Env\u017f: ['http://127.0.0.1/a']}]\n" },
    /127\.0\.0\.1/,
  ],
  [
    "an address as a literal",
    { "kustomization.yaml": "configMapGenerator: [{name: a, literals: ['url=https://shop.example']}]\n" },
    undefined,
  ],
  [
    "a field in another case",
    { "kustomization.yaml": "Resources: [../../etc]\n" },
    /field "Resources", which is not one of kustomize's/,
  ],
  [
    "a field in letters that fold into others",
    { "kustomization.yaml": "re\u017fources: [../../etc]\n" },
    /field ".*", which is not one of kustomize's/,
  ],
  [
    "a kustomization that cannot be read",
    { "kustomization.yaml": "resources: [a.yaml\n" },
    /"kustomization.yaml" in it cannot be read/,
  ],
  [
    "a second document that looks like the first",
    { "kustomization.yaml": "transformers: ['{apiVersion: a/v1, kind: T, metadata: {name: t}}']\n---x: y\n" },
    /"T t"/,
  ],
  [
    "functions in a list",
    {
      "kustomization.yaml": "generators: [g.yaml]\n",
      "g.yaml": "apiVersion: v1\nkind: List\nitems: [{apiVersion: a/v1, kind: G, metadata: {name: g}}]\n",
    },
    /"List "/,
  ],
];

for (const [what, files, refused] of TREES) {
  test(`checkKustomization() ${refused === undefined ? "accepts" : "refuses"} ${what} of a tenant`, () => {
    const folder = folderOf(files);
    const tree = readKustomizationTree(folder, folder);
    if (refused === undefined) checkKustomization(tree, "app", true);
    else assert.throws(() => checkKustomization(tree, "app", true), refused);
  });
}

test("readKustomizationTree() ends on a cycle", () => {
  const folder = folderOf({
    "kustomization.yaml": "resources: [base]\n",
    "base/kustomization.yaml": "resources: [..]\n",
  });
  assert.deepEqual(readKustomizationTree(folder).remote, []);
});

test("checkChart() refuses a link that leads out of the chart, and no other", () => {
  const folder = folderOf({ "Chart.yaml": "name: a\n", "templates/a.yaml": CONFIG_MAP });
  symlinkSync("../Chart.yaml", join(folder, "templates/inside.yaml"));
  assert.doesNotThrow(() => checkChart(folder, "app"));
  symlinkSync("/etc/hostname", join(folder, "templates/outside.txt"));
  assert.throws(() => checkChart(folder, "app"), /templates\/outside.txt" is a link/);
});

test("no value becomes a flag of helm's, whatever it is", async () => {
  const fake = temporaryFolder();
  writeScript(
    join(fake, "helm"),
    'for argument in "$@"; do printf "kind: %s\\n---\\n" "$argument" | tr "\\n" " "; done; echo',
  );
  const text = fc.stringMatching(/^[^\0\n]*$/).map((value) => `-${value}`);
  await fc.assert(
    fc.asyncProperty(text, text, text, async (name, file, value) => {
      const { bytes } = await templateChart(CHART, "chart", {
        helm: {
          releaseName: name,
          namespace: value,
          kubeVersion: value,
          apiVersions: [value],
          valuesFiles: [file],
          values: undefined,
          parameters: [[name, value]],
        },
        env: { PATH: `${fake}:/usr/bin:/bin` },
        tenantRoot: undefined,
        allowEmpty: false,
      });
      const args = new TextDecoder()
        .decode(bytes)
        .split(" --- ")
        .map((argument) => argument.trim().replace(/^kind: /, ""));
      const flags = args
        .slice(0, args.indexOf("--"))
        .filter(
          (argument) =>
            !/^--(?:include-crds$|namespace=|kube-version=|api-versions=|values=|set=)|^template$/.test(
              argument,
            ),
        );
      assert.deepEqual(flags, []);
    }),
    { numRuns: 20 },
  );
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test("fake data that is not UTF-8 is refused", async () => {
  const folder = folderOf({ "a.yaml": CONFIG_MAP });
  writeFileSync(join(folder, "fake"), Buffer.from("data: [{key: k, value: \xff}]\n", "latin1"));
  const input = "fixtures/stores/provider-answered-by-fake/input.yaml";
  const { exit, stdout, stderr } = await cli(["render", input, "--fake", join(folder, "fake")]);
  assert.deepEqual([exit, stdout], [65, ""]);
  assert.match(stderr, /as fake data: it is not UTF-8/);
});
