import { toGoString } from "../go/bytes.ts";
import { parseDuration } from "../go/duration.ts";
import { compileRegexp } from "../go/regexp.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { FieldProblem } from "./check.ts";
import type { GenericStore } from "./stores/store.ts";

type Node = Readonly<Record<string, unknown>>;

/** What ESO's admission webhook refuses in a store whose fields are valid one by one (ESO: ValidateStore). */
export function storeProblems(store: GenericStore): FieldProblem[] {
  return [...regexProblems(store), ...refreshProblems(store), ...providerProblems(store)];
}

function regexProblems({ spec }: GenericStore): FieldProblem[] {
  return (spec.conditions ?? []).flatMap(({ namespaceRegexes = [] }, index) =>
    namespaceRegexes.flatMap((source, at) =>
      compiles(source)
        ? []
        : [
            refused(
              ["spec", "conditions", index, "namespaceRegexes", at],
              "the regular expression is not valid RE2",
              "RE2 has no look-around and no back-references",
            ),
          ],
    ),
  );
}

function compiles(source: string): boolean {
  try {
    compileRegexp(toGoString(source));
    return true;
  } catch {
    return false;
  }
}

function refreshProblems({ spec: { refreshInterval } }: GenericStore): FieldProblem[] {
  if (refreshInterval === undefined) return [];
  const nanoseconds =
    typeof refreshInterval === "number"
      ? BigInt(refreshInterval)
      : parseDuration(toGoString(refreshInterval));
  if (nanoseconds !== undefined && nanoseconds >= 0n) return [];
  return [
    refused(
      ["spec", "refreshInterval"],
      "refreshInterval is seconds or a duration such as 1h, not negative",
      "Write 5m, or 300",
    ),
  ];
}

function providerProblems(store: GenericStore): FieldProblem[] {
  const { aws, vault, openBao, azurekv, fake } = store.spec.provider;
  const path = ["spec", "provider"];
  if (isNode(fake)) return fakeProblems(fake, [...path, "fake"]);
  if (isNode(aws)) return awsProblems(store, aws, [...path, "aws"]);
  if (isNode(vault)) return vaultProblems(store, vault, [...path, "vault"]);
  if (isNode(openBao)) return openBaoProblems(store, openBao, [...path, "openBao"]);
  return isNode(azurekv) ? azureProblems(store, azurekv, [...path, "azurekv"]) : [];
}

function fakeProblems(fake: Node, path: FieldPath): FieldProblem[] {
  const data = Array.isArray(fake["data"]) ? (fake["data"] as readonly Node[]) : [];
  return data.flatMap((entry, index) =>
    ["key", "value"]
      .filter((field) => entry[field] === "")
      .map((field) =>
        refused([...path, "data", index, field], `${field} of a fake secret is empty`, `Set ${field}`),
      ),
  );
}

function awsProblems(store: GenericStore, aws: Node, path: FieldPath): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (typeof aws["region"] === "string" && !/^[\w.-]*$/.test(aws["region"])) {
    problems.push(
      refused([...path, "region"], "the region is none of AWS", "Write a region such as eu-central-1"),
    );
  }
  const { recoveryWindowInDays: days, forceDeleteWithoutRecovery: force } = nodeAt(aws, "secretsManager");
  if (typeof days === "number" && days !== 0 && (days < 7 || days > 30)) {
    problems.push(
      refused(
        [...path, "secretsManager", "recoveryWindowInDays"],
        "the recovery window has 7 to 30 days",
        "Set 7 to 30",
      ),
    );
  }
  if (force === true && typeof days === "number" && days !== 0) {
    problems.push(
      refused(
        [...path, "secretsManager"],
        "forceDeleteWithoutRecovery and recoveryWindowInDays exclude one another",
        "Remove one",
      ),
    );
  }
  const tags = nodeAt(aws, "customSessionTags");
  for (const key of ["esoNamespace", "esoStoreName", "esoStoreKind"].filter(
    (name) => tags[name] !== undefined,
  )) {
    problems.push(refused([...path, "customSessionTags", key], `"${key}" is reserved`, "Use another name"));
  }
  return [
    ...problems,
    ...selectorProblems(store, aws, path, [
      ["auth", "secretRef", "accessKeyIDSecretRef"],
      ["auth", "secretRef", "secretAccessKeySecretRef"],
      ["auth", "secretRef", "sessionTokenSecretRef"],
      ["auth", "jwt", "serviceAccountRef"],
    ]),
  ];
}

function vaultProblems(store: GenericStore, vault: Node, path: FieldPath): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const auth = nodeAt(vault, "auth");
  if (
    isNode(auth["appRole"]) &&
    emptyText(auth["appRole"]["roleId"]) &&
    auth["appRole"]["roleRef"] === undefined
  ) {
    problems.push(
      refused([...path, "auth", "appRole"], "appRole needs roleId or roleRef", "Set one of them"),
    );
  }
  if (
    isNode(auth["jwt"]) &&
    auth["jwt"]["secretRef"] === undefined &&
    auth["jwt"]["kubernetesServiceAccountToken"] === undefined
  ) {
    problems.push(
      refused(
        [...path, "auth", "jwt"],
        "jwt needs secretRef or kubernetesServiceAccountToken",
        "Set one of them",
      ),
    );
  }
  const tls = nodeAt(vault, "tls");
  if ((tls["certSecretRef"] === undefined) !== (tls["keySecretRef"] === undefined)) {
    problems.push(
      refused(
        [...path, "tls"],
        "a client certificate needs both certSecretRef and keySecretRef",
        "Set both or none",
      ),
    );
  }
  if (nodeAt(vault, "checkAndSet")["required"] === true && vault["version"] === "v1") {
    problems.push(
      refused([...path, "checkAndSet"], "checkAndSet needs version v2", "Remove it, or set version to v2"),
    );
  }
  return [...problems, ...selectorProblems(store, vault, path, VAULT_SELECTORS)];
}

const VAULT_SELECTORS = [
  ["auth", "tokenSecretRef"],
  ["auth", "appRole", "roleRef"],
  ["auth", "appRole", "secretRef"],
  ["auth", "cert", "clientCert"],
  ["auth", "cert", "secretRef"],
  ["auth", "jwt", "secretRef"],
  ["auth", "jwt", "kubernetesServiceAccountToken", "serviceAccountRef"],
  ["auth", "kubernetes", "serviceAccountRef"],
  ["auth", "kubernetes", "secretRef"],
  ["auth", "ldap", "secretRef"],
  ["auth", "userPass", "secretRef"],
  ["auth", "iam", "jwt", "serviceAccountRef"],
  ["auth", "iam", "secretRef", "accessKeyIDSecretRef"],
  ["auth", "iam", "secretRef", "secretAccessKeySecretRef"],
  ["auth", "iam", "secretRef", "sessionTokenSecretRef"],
  ["tls", "certSecretRef"],
  ["tls", "keySecretRef"],
];

function openBaoProblems(store: GenericStore, openBao: Node, path: FieldPath): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (openBao["caBundle"] !== undefined && openBao["caProvider"] !== undefined) {
    problems.push(refused(path, "caBundle and caProvider exclude one another", "Remove one of them"));
  }
  const auth = nodeAt(openBao, "auth");
  const ways = ["appRole", "tokenSecretRef", "userPass"].filter((name) => auth[name] !== undefined);
  if (openBao["auth"] !== undefined && ways.length !== 1) {
    problems.push(
      refused(
        [...path, "auth"],
        "auth needs exactly one of appRole, tokenSecretRef and userPass",
        "Set one of them",
      ),
    );
  }
  const { appRole } = auth;
  if (isNode(appRole) && (appRole["roleId"] === undefined) === (appRole["roleRef"] === undefined)) {
    problems.push(
      refused(
        [...path, "auth", "appRole"],
        "appRole needs exactly one of roleId and roleRef",
        "Set one of them",
      ),
    );
  }
  return [...problems, ...selectorProblems(store, openBao, path, VAULT_SELECTORS)];
}

function azureProblems(store: GenericStore, azure: Node, path: FieldPath): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { customCloudConfig: custom } = azure;
  if (isNode(custom) && azure["useAzureSDK"] !== true) {
    problems.push(
      refused(
        [...path, "customCloudConfig"],
        "customCloudConfig needs useAzureSDK",
        "Set useAzureSDK to true",
      ),
    );
  }
  if (isNode(custom) && emptyText(custom["activeDirectoryEndpoint"])) {
    problems.push(
      refused([...path, "customCloudConfig", "activeDirectoryEndpoint"], "the endpoint is empty", "Set it"),
    );
  }
  if (azure["environmentType"] === "AzureStackCloud" && custom === undefined) {
    problems.push(
      refused(
        [...path, "environmentType"],
        "AzureStackCloud needs customCloudConfig",
        "Set customCloudConfig",
      ),
    );
  }
  return [
    ...problems,
    ...selectorProblems(store, azure, path, [
      ["authSecretRef", "clientId"],
      ["authSecretRef", "clientSecret"],
      ["serviceAccountRef"],
    ]),
  ];
}

/** A SecretStore refers to its own namespace only. */
function selectorProblems(
  store: GenericStore,
  provider: Node,
  path: FieldPath,
  selectors: readonly (readonly string[])[],
): FieldProblem[] {
  if (store.kind === "ClusterSecretStore") return [];
  const own = store.metadata.namespace;
  return selectors.flatMap((selector) => {
    const { namespace } = nodeAt(provider, ...selector);
    if (namespace === undefined || namespace === (own ?? "default")) return [];
    return [
      refused(
        [...path, ...selector, "namespace"],
        "a SecretStore refers to objects of its own namespace only",
        "Remove the namespace, or make it a ClusterSecretStore",
      ),
    ];
  });
}

function nodeAt(node: Node, ...path: readonly string[]): Node {
  let current: unknown = node;
  for (const name of path) current = isNode(current) ? current[name] : undefined;
  return isNode(current) ? current : {};
}

function emptyText(value: unknown): boolean {
  return value === undefined || value === "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(path: FieldPath, reason: string, hint: string): FieldProblem {
  return { path, problem: { code: "ADMISSION_REFUSED", message: `Cannot admit the store: ${reason}`, hint } };
}
