import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { ajvFindings, ajvProblems } from "../../src/eso/ajv-problems.ts";
import { standaloneSource } from "../../src/eso/ajv-standalone.ts";
import type { validatorOf } from "../../src/eso/ajv-validators.ts";
import { findProblems } from "../../src/eso/check.ts";
import { withDefaults } from "../../src/eso/defaults.ts";
import { identify } from "../../src/eso/kinds.ts";
import { OTHER_PROVIDERS } from "../../src/eso/stores/other-providers.ts";
import type { SchemaKey } from "../../src/eso/schema.ts";
import { SCHEMA_KEYS, schemaKeyOf, schemaOf } from "../../src/eso/schema.ts";
import type { Finding } from "../../src/eso/finding.ts";
import { admitYaml, externalSecret, linesOf } from "./admitted.ts";
import { mutationsOf, valuesOf } from "./arbitrary-objects.ts";
import { recordedObjects } from "./recorded.ts";

/** What the checker finds that is the schema's, with the rules in CEL. */
function problemsOf(key: SchemaKey, object: unknown): string[] {
  return findingsOf(key, object).map(({ problem }) => problem.message);
}

function findingsOf(key: SchemaKey, object: unknown): Finding[] {
  return findProblems(object, schemaOf(key)).filter(({ stage }) => stage !== "decoding");
}

/** A name that is like a member's, where the members may not all be known: JSON Schema cannot tell. */
function isMisspelling({ stage, path: [, , provider] }: Finding): boolean {
  const field = OTHER_PROVIDERS[String(provider)];
  const described = field?.type === "later" ? field.described() : field;
  return stage === "names" && described?.type === "object" && described.open === "unless misspelt";
}

for (const key of SCHEMA_KEYS) {
  const objects = valuesOf(schemaOf(key));

  test(`the checker and ajv accept what fits ${key}`, () => {
    fc.assert(
      fc.property(objects, (object) => {
        assert.deepEqual(problemsOf(key, object), []);
        assert.deepEqual(ajvProblems(key, object), []);
      }),
      { numRuns: 100 },
    );
  });

  test(`the checker and ajv refuse the same mutations of ${key}`, () => {
    let refused = 0;
    fc.assert(
      fc.property(objects.chain(mutationsOf), (object) => {
        const findings = findingsOf(key, object);
        const paths = ajvProblems(key, object).map(({ instancePath }) => instancePath);
        if (paths.length > 0) refused++;
        if (paths.length === 0) assert.deepEqual(findings, findings.filter(isMisspelling));
        else assert.ok(findings.length > 0, JSON.stringify(paths));
      }),
      { numRuns: 400 },
    );
    assert.ok(refused > 50, `only ${refused} mutations were refused`);
  });

  test(`withDefaults() of what has its defaults changes nothing: ${key}`, () => {
    fc.assert(
      fc.property(objects, (object) => {
        const once = withDefaults(object, schemaOf(key));
        assert.deepEqual(withDefaults(once, schemaOf(key)), once);
      }),
      { numRuns: 50 },
    );
  });
}

test("the checker and ajv take a null for an absent field in a choice of members", () => {
  const oidcConfig = { organization: "o", serviceAccountRef: { name: "a" } };
  for (const [auth, refused] of [
    [{ accessToken: null }, 1],
    [{ accessToken: null, oidcConfig }, 0],
  ] as const) {
    assert.equal(problemsOf("v1/SecretStore", pulumiStore(auth)).length, refused);
    assert.equal(ajvProblems("v1/SecretStore", pulumiStore(auth)).length > 0, refused > 0);
  }
});

test("admit() asks for a second opinion where the checker finds nothing", () => {
  const yaml = externalSecret("{data: [{secretKey: a, remoteRef: {key: k}}]}");
  assert.deepEqual(linesOf(admitYaml(yaml, { validateSchema: ajvFindings })), []);
  const lines = linesOf(admitYaml(yaml, { validateSchema: refuseAll }));
  assert.ok(lines.length > 0);
  assert.ok(lines.every((line) => line.startsWith("SCHEMA_INVALID")));
});

test("the checker and ajv agree on all recorded objects", () => {
  for (const { object, case: name } of recordedObjects()) {
    const kind = identify(String(object["apiVersion"]), String(object["kind"]));
    if ("problem" in kind) continue;
    const key = schemaKeyOf(kind);
    assert.equal(ajvProblems(key, object).length > 0, problemsOf(key, object).length > 0, name);
  }
});

test("standaloneSource() gives a module that decides as ajv does, and needs nothing", async () => {
  const source = standaloneSource();
  assert.doesNotMatch(source, /\brequire\(|\bimport\b|new Function|\beval\(/);
  const module = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    validatorOf: typeof validatorOf;
  };
  for (const { object } of recordedObjects()) {
    const kind = identify(String(object["apiVersion"]), String(object["kind"]));
    if ("problem" in kind) continue;
    const key = schemaKeyOf(kind);
    const accepted = module.validatorOf(key)(withDefaults(object, schemaOf(key)));
    assert.equal(accepted, ajvProblems(key, object).length === 0);
  }
});

function pulumiStore(auth: unknown): unknown {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "a" },
    spec: { provider: { pulumi: { organization: "o", project: "p", environment: "e", auth } } },
  };
}

function refuseAll(): Finding[] {
  return ajvFindings("v1/ExternalSecret", { spec: { data: [1] } });
}
