import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { fixText } from "../../../src/hosts/fix/fix-text.ts";

/** What is written, and what it becomes; the same text where it stays. */
const CASES: readonly (readonly [title: string, written: string, right: string])[] = [
  [
    "v1beta1 becomes v1 where it stands, quotes and comments included",
    `# head
apiVersion: "external-secrets.io/v1beta1"   # old
kind: ExternalSecret
---
kind: SecretStore
apiVersion: external-secrets.io/v1beta1
`,
    `# head
apiVersion: "external-secrets.io/v1"   # old
kind: ExternalSecret
---
kind: SecretStore
apiVersion: external-secrets.io/v1
`,
  ],
  [
    "auth.serviceAccount goes one level deeper, with its comments",
    `spec:
    provider:
        aws:
            auth: # who
                # IRSA
                serviceAccount: # of the cluster
                    # its name
                    name: sa   # here

                    audiences:
                    - a
            region: eu-west-1
`,
    `spec:
    provider:
        aws:
            auth: # who
                # IRSA
                jwt:
                    serviceAccountRef: # of the cluster
                        # its name
                        name: sa   # here

                        audiences:
                        - a
            region: eu-west-1
`,
  ],
  [
    "auth.serviceAccount behind a role keeps its neighbours",
    `spec:
  provider:
    aws:
      auth:
        serviceAccount: {name: sa}
      role: r
`,
    `spec:
  provider:
    aws:
      auth:
        jwt:
          serviceAccountRef: {name: sa}
      role: r
`,
  ],
  [
    "braces stay braces, and JSON stays JSON",
    `{"apiVersion": "external-secrets.io/v1beta1", "spec": {"provider": {"aws": {"auth": {"serviceAccount": {"name": "sa"}}}}}}`,
    `{"apiVersion": "external-secrets.io/v1", "spec": {"provider": {"aws": {"auth": {"jwt": {"serviceAccountRef": {"name": "sa"}}}}}}}`,
  ],
  [
    "line ends stay what they are",
    "spec:\r\n  provider:\r\n    aws:\r\n      auth:\r\n        serviceAccount:\r\n          name: sa\r\n",
    "spec:\r\n  provider:\r\n    aws:\r\n      auth:\r\n        jwt:\r\n          serviceAccountRef:\r\n            name: sa\r\n",
  ],
  [
    "a store that has jwt already stays",
    "spec:\n  provider:\n    aws:\n      auth:\n        jwt: {}\n        serviceAccount:\n          name: sa\n",
    "spec:\n  provider:\n    aws:\n      auth:\n        jwt: {}\n        serviceAccount:\n          name: sa\n",
  ],
  [
    "SecretGenerator becomes the kind that it wraps",
    `apiVersion: external-secrets.io/v1alpha1
kind: SecretGenerator # random
metadata:
  name: p
spec:
  kind: Password
  spec:
    # how long
    length: 32

    digits: 5
---
apiVersion: v1
`,
    `apiVersion: generators.external-secrets.io/v1alpha1
kind: Password # random
metadata:
  name: p
spec:
  # how long
  length: 32

  digits: 5
---
apiVersion: v1
`,
  ],
  [
    "SecretGenerator in another order, with a comment that stays",
    `spec:
    spec:
        length: 32
    kind: Password # what it is
kind: SecretGenerator
apiVersion: external-secrets.io/v1alpha1`,
    `spec:
    length: 32
     # what it is
kind: Password
apiVersion: generators.external-secrets.io/v1alpha1`,
  ],
  [
    "SecretGenerator in braces",
    `{apiVersion: external-secrets.io/v1alpha1, kind: SecretGenerator, spec: {kind: Fake, spec: {data: {a: b}}}}`,
    `{apiVersion: generators.external-secrets.io/v1alpha1, kind: Fake, spec: {data: {a: b}}}`,
  ],
  [
    "SecretGenerator of a kind that there is not stays",
    "apiVersion: external-secrets.io/v1alpha1\nkind: SecretGenerator\nspec:\n  kind: Nothing\n  spec:\n    a: b\n",
    "apiVersion: external-secrets.io/v1alpha1\nkind: SecretGenerator\nspec:\n  kind: Nothing\n  spec:\n    a: b\n",
  ],
  [
    "the items of a List",
    `kind: List
items:
- apiVersion: external-secrets.io/v1beta1
  spec:
    provider:
      aws:
        auth:
          serviceAccount:
            name: sa
`,
    `kind: List
items:
- apiVersion: external-secrets.io/v1
  spec:
    provider:
      aws:
        auth:
          jwt:
            serviceAccountRef:
              name: sa
`,
  ],
  [
    "other groups, and text that only looks like it, stay",
    "apiVersion: v1\ndata:\n  a: |\n    apiVersion: external-secrets.io/v1beta1\n    auth:\n      serviceAccount: x\n",
    "apiVersion: v1\ndata:\n  a: |\n    apiVersion: external-secrets.io/v1beta1\n    auth:\n      serviceAccount: x\n",
  ],
  ["what is no YAML stays", "a: {{ .Values.x }}: [\n", "a: {{ .Values.x }}: [\n"],
];

suite("fixText()", () => {
  for (const [title, written, right] of CASES) {
    test(title, () => {
      assert.equal(fixText(written).text, right);
    });

    test(`${title}: once is enough`, () => {
      assert.deepEqual(fixText(fixText(written).text), { text: right, fixes: [] });
    });
  }

  test("each fix tells its line and both spellings", () => {
    const { fixes } = fixText("# c\napiVersion: external-secrets.io/v1beta1\n");
    assert.deepEqual(
      fixes.map(({ line, written, right }) => ({ line, written, right })),
      [{ line: 2, written: "external-secrets.io/v1beta1", right: "external-secrets.io/v1" }],
    );
  });
});
