import type { Field, ObjectField } from "./field.ts";
import {
  anything,
  boolean,
  configKey,
  duration,
  listOf,
  objectOf,
  oneMemberOf,
  oneOf,
  subdomain,
  text,
  textMap,
} from "./field.ts";

/** v1, or the older v1beta1, which lacks some fields. */
export type Version = "v1" | "v1beta1";

const GENERATORS_V1BETA1 = [
  "ACRAccessToken",
  "ClusterGenerator",
  "ECRAuthorizationToken",
  "Fake",
  "GCRAccessToken",
  "GithubAccessToken",
  "QuayAccessToken",
  "Password",
  "SSHKey",
  "STSSessionToken",
  "UUID",
  "VaultDynamicSecret",
  "Webhook",
  "Grafana",
];

/** Kinds of generators that a generatorRef may name. */
export const GENERATOR_KINDS = [
  ...GENERATORS_V1BETA1,
  "BeyondtrustWorkloadCredentialsDynamicSecret",
  "CloudsmithAccessToken",
  "GitlabDeployToken",
  "MFA",
];

const decodingStrategy = oneOf("Auto", "Base64", "Base64URL", "None");
const conversionStrategy = oneOf("Default", "Unicode");
const nullBytePolicy = oneOf("Ignore", "Fail");
const storeRef = objectOf({ name: subdomain, kind: oneOf("SecretStore", "ClusterSecretStore") });

export const labelSelector: ObjectField = objectOf({
  matchLabels: textMap,
  matchExpressions: listOf(
    objectOf({ key: text, operator: text, values: listOf(text) }, { required: ["key", "operator"] }),
  ),
});

/** spec of an ExternalSecret. */
export function externalSecretSpec(version: Version): ObjectField {
  return objectOf(
    {
      secretStoreRef: storeRef,
      refreshPolicy: oneOf("CreatedOnce", "Periodic", "OnChange"),
      refreshInterval: duration,
      ...onlyV1(version, { syncWindows: syncWindows() }),
      target: target(version),
      data: listOf(
        objectOf(
          { secretKey: configKey, remoteRef: remoteRef(version), sourceRef: sourceRef(version) },
          { required: ["secretKey", "remoteRef"] },
        ),
      ),
      dataFrom: listOf(dataFrom(version)),
    },
    { defaults: { refreshInterval: "1h0m0s", target: {} } },
  );
}

function onlyV1(version: Version, fields: Readonly<Record<string, Field>>): Readonly<Record<string, Field>> {
  return version === "v1" ? fields : {};
}

/** Cron with five fields, or one of its shorthands. */
const SCHEDULE: Field = {
  kind: "text",
  pattern: /^(?:@(?:annually|yearly|monthly|weekly|daily|midnight|hourly)|@every \S+|(?:\S+\s+){4}\S+)$/,
  hint: "Write five fields of cron, or @daily, @every 1h and the like",
};

function syncWindows(): Field {
  const window = objectOf({ schedule: SCHEDULE, duration }, { required: ["schedule", "duration"] });
  return objectOf(
    { kind: oneOf("allow", "deny"), windows: listOf(window, 1) },
    { required: ["kind", "windows"] },
  );
}

function target(version: Version): ObjectField {
  const policies = ["Owner", "Orphan", "Merge", "None", ...(version === "v1" ? ["CreateOrMerge"] : [])];
  const name = { kind: "text", min: 1 } as const;
  return objectOf(
    {
      name: subdomain,
      creationPolicy: oneOf(...policies),
      deletionPolicy: oneOf("Delete", "Merge", "Retain"),
      immutable: boolean,
      template: template(version),
      ...onlyV1(version, {
        manifest: objectOf({ apiVersion: name, kind: name }, { required: ["apiVersion", "kind"] }),
      }),
    },
    { defaults: { creationPolicy: "Owner", deletionPolicy: "Retain" } },
  );
}

function template(version: Version): Field {
  const metadata = objectOf({
    labels: textMap,
    annotations: textMap,
    ...onlyV1(version, { finalizers: listOf(text) }),
  });
  return objectOf(
    {
      type: text,
      engineVersion: oneOf("v2"),
      mergePolicy: oneOf("Replace", "Merge"),
      metadata,
      data: textMap,
      templateFrom: listOf(templateFrom(version)),
    },
    { defaults: { engineVersion: "v2", mergePolicy: "Replace" } },
  );
}

function templateFrom(version: Version): Field {
  const item = objectOf(
    { key: configKey, templateAs: oneOf("Values", "KeysAndValues") },
    { required: ["key"], defaults: { templateAs: "Values" } },
  );
  const source = objectOf({ name: subdomain, items: listOf(item) }, { required: ["name", "items"] });
  return objectOf({
    configMap: source,
    secret: source,
    literal: text,
    target: version === "v1" ? text : oneOf("Data", "Annotations", "Labels"),
    ...onlyV1(version, { valuesDecodingStrategy: decodingStrategy }),
  });
}

function remoteRef(version: Version): Field {
  return objectOf(
    {
      key: text,
      property: text,
      version: text,
      metadataPolicy: oneOf("None", "Fetch"),
      conversionStrategy,
      decodingStrategy,
      ...onlyV1(version, { nullBytePolicy }),
    },
    { required: ["key"] },
  );
}

function sourceRef(version: Version): Field {
  const kinds = version === "v1" ? GENERATOR_KINDS : GENERATORS_V1BETA1;
  const generatorRef = objectOf(
    { apiVersion: text, kind: oneOf(...kinds), name: subdomain },
    { required: ["kind", "name"], defaults: { apiVersion: "generators.external-secrets.io/v1alpha1" } },
  );
  return oneMemberOf({ storeRef, generatorRef });
}

function dataFrom(version: Version): Field {
  const find = objectOf({
    path: text,
    name: objectOf({ regexp: text }),
    tags: textMap,
    conversionStrategy,
    decodingStrategy,
    ...onlyV1(version, { nullBytePolicy }),
  });
  const rewrite = oneMemberOf({
    regexp: objectOf({ source: text, target: text }, { required: ["source", "target"] }),
    transform: objectOf({ template: text }, { required: ["template"] }),
    ...onlyV1(version, { merge: merge() }),
  });
  return objectOf({
    extract: remoteRef(version),
    find,
    rewrite: listOf(rewrite),
    sourceRef: sourceRef(version),
  });
}

function merge(): Field {
  return objectOf(
    {
      into: text,
      strategy: oneOf("Extract", "JSON"),
      conflictPolicy: oneOf("Ignore", "Error"),
      priority: listOf(text),
      priorityPolicy: oneOf("IgnoreNotFound", "Strict"),
    },
    { defaults: { into: "", strategy: "Extract", conflictPolicy: "Error", priorityPolicy: "Strict" } },
  );
}

/** spec of a ClusterExternalSecret. */
export function clusterExternalSecretSpec(version: Version): ObjectField {
  return objectOf(
    {
      externalSecretSpec: externalSecretSpec(version),
      externalSecretName: subdomain,
      externalSecretMetadata: objectOf({ labels: textMap, annotations: textMap }),
      namespaceSelector: labelSelector,
      namespaceSelectors: listOf(labelSelector),
      namespaces: listOf({ kind: "text", pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, min: 1, max: 63 }),
      refreshTime: duration,
    },
    { required: ["externalSecretSpec"] },
  );
}

/** spec of a generator of this kind. Those that are not built in may hold anything. */
export function generatorSpec(kind: string): ObjectField {
  const fake = objectOf({ controller: text, data: textMap });
  if (kind === "Fake") return fake;
  if (kind !== "ClusterGenerator") return { ...objectOf({}), others: { kind: "ignored" } };
  const names = GENERATOR_KINDS.filter((name) => name !== "ClusterGenerator").map(specMemberOf);
  const specs = Object.fromEntries(names.map((name) => [name, name === "fakeSpec" ? fake : anything]));
  return objectOf(
    {
      kind: oneOf(...GENERATOR_KINDS.filter((name) => name !== "ClusterGenerator")),
      generator: oneMemberOf(specs),
    },
    { required: ["kind", "generator"] },
  );
}

/** `ECRAuthorizationToken` has its spec in `ecrAuthorizationTokenSpec`: the leading capitals become small. */
export function specMemberOf(kind: string): string {
  const [capitals = ""] = /^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/.exec(kind) ?? [];
  return `${capitals.toLowerCase()}${kind.slice(capitals.length)}Spec`;
}
