import { statusConditions } from "./status-fields.ts";
import { dataKey, duration, objectName, texts } from "./text-fields.ts";
import type { ObjectField, Version } from "./field.ts";
import { any, bool, defaulted, defined, list, membersIf, object, oneOf, required, text } from "./field.ts";
import { GENERATORS_VERSION, generatorKinds } from "./generator-kinds.ts";
import { metadata } from "./object-meta.ts";

const SCHEDULE = {
  regexp:
    /^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every [^\t\n\f\r ]+.*|[^\t\n\f\r ]+( [^\t\n\f\r ]+){4})$/,
  wants:
    "five words of cron, or one of @annually, @yearly, @monthly, @weekly, @daily, @midnight, @hourly, @every DURATION",
};

/** ExternalSecret, from apiVersion to status. */
export function externalSecret(version: Version): ObjectField {
  return object({
    apiVersion: required(text()),
    kind: required(text()),
    metadata: required(metadata),
    spec: defaulted(externalSecretSpec(version), {}),
    status: object(
      {
        refreshTime: any(),
        syncedResourceVersion: any(),
        conditions: statusConditions,
        binding: object({ name: any() }, { untyped: true }),
      },
      { untyped: true },
    ),
  });
}

/** ESO: ExternalSecretSpec. */
export function externalSecretSpec(version: Version): ObjectField {
  return object(
    {
      secretStoreRef: storeRef,
      refreshPolicy: oneOf("CreatedOnce", "Periodic", "OnChange"),
      refreshInterval: defaulted(duration, "1h0m0s"),
      ...membersIf(version === "v1", { syncWindows }),
      target: defaulted(target(version), { creationPolicy: "Owner", deletionPolicy: "Retain" }),
      data: list(data(version)),
      dataFrom: list(dataFrom(version)),
    },
    { hints: SPEC_HINTS },
  );
}

const FROM_STORE = "A store is named under sourceRef: sourceRef: {storeRef: {name: …, kind: …}}";
const FROM_GENERATOR =
  "A generator is named in dataFrom, under sourceRef: sourceRef: {generatorRef: {kind: …, name: …}}";

const IN_TARGET = "It belongs into target: target: {…}";

const IN_STORE = "It belongs into a SecretStore, which secretStoreRef names";
const IN_DATA_FROM = "It belongs into dataFrom: dataFrom: [{…}]";

const SPEC_HINTS = {
  name: "The name of the Secret goes into target: target: {name: …}",
  template: "It belongs into target: target: {template: …}",
  creationPolicy: IN_TARGET,
  deletionPolicy: IN_TARGET,
  immutable: IN_TARGET,
  secretStoreName: "The store is named by secretStoreRef: {name: …, kind: …}",
  provider: IN_STORE,
  backendType: IN_STORE,
  region: IN_STORE,
  roleArn: IN_STORE,
  vaultMountPoint: IN_STORE,
  vaultRole: IN_STORE,
  keyVaultName: IN_STORE,
  projectId: IN_STORE,
  extract: IN_DATA_FROM,
  find: IN_DATA_FROM,
  rewrite: IN_DATA_FROM,
  sourceRef: IN_DATA_FROM,
  generatorRef: FROM_GENERATOR,
};

const storeRef = defined(
  "SecretStoreRef",
  object(
    { name: objectName, kind: oneOf("SecretStore", "ClusterSecretStore") },
    {
      hints: {
        namespace:
          "A SecretStore is looked up in the namespace of the ExternalSecret; a ClusterSecretStore serves all of them",
      },
    },
  ),
);

const syncWindows = object({
  kind: required(oneOf("allow", "deny")),
  windows: required(
    list(object({ schedule: required(text({ pattern: SCHEDULE })), duration: required(duration) }), {
      minItems: 1,
    }),
  ),
});

function target(version: Version): ObjectField {
  const policies = ["Owner", "Orphan", "Merge", "None", ...(version === "v1" ? ["CreateOrMerge"] : [])];
  return object(
    {
      name: objectName,
      creationPolicy: defaulted(oneOf(...policies), "Owner"),
      deletionPolicy: defaulted(oneOf("Delete", "Merge", "Retain"), "Retain"),
      immutable: bool(),
      ...membersIf(version === "v1", { manifest }),
      template: template(version),
    },
    { hints: TARGET_HINTS },
  );
}

const IN_TEMPLATE = "It belongs into template: target: {template: {…}}";

const TARGET_HINTS = {
  namespace: "The Secret is made in the namespace of the ExternalSecret",
  type: IN_TEMPLATE,
  data: IN_TEMPLATE,
  engineVersion: IN_TEMPLATE,
  templateFrom: IN_TEMPLATE,
  metadata: IN_TEMPLATE,
  labels: "It belongs into metadata: target: {template: {metadata: {…}}}",
  annotations: "It belongs into metadata: target: {template: {metadata: {…}}}",
};

const manifest = object({
  apiVersion: required(text({ minLength: 1 })),
  kind: required(text({ minLength: 1 })),
});

function template(version: Version): ObjectField {
  return object(
    {
      type: text(),
      engineVersion: defaulted(oneOf("v2"), "v2"),
      mergePolicy: defaulted(oneOf("Replace", "Merge"), "Replace"),
      metadata: object({
        labels: texts,
        annotations: texts,
        ...membersIf(version === "v1", { finalizers: list(text()) }),
      }),
      data: texts,
      templateFrom: list(templateFrom(version)),
    },
    { hints: TEMPLATE_HINTS },
  );
}

const IN_METADATA = "It belongs into metadata: template: {metadata: {…}}";

const TEMPLATE_HINTS = {
  engine: "It is called engineVersion",
  version: "It is called engineVersion",
  stringData: "Texts go into data: each value is a template, and is encoded afterwards",
  labels: IN_METADATA,
  annotations: IN_METADATA,
};

function templateFrom(version: Version): ObjectField {
  return object({
    configMap: templateRef,
    secret: templateRef,
    literal: text(),
    target: defaulted(version === "v1" ? text() : oneOf("Data", "Annotations", "Labels"), "Data"),
    ...membersIf(version === "v1", { valuesDecodingStrategy: decodingStrategy }),
  });
}

const templateRef = defined(
  "TemplateRef",
  object({
    name: required(objectName),
    items: required(
      list(
        object({
          key: required(dataKey),
          templateAs: defaulted(oneOf("Values", "KeysAndValues"), "Values"),
        }),
      ),
    ),
  }),
);

const decodingStrategy = oneOf("Auto", "Base64", "Base64URL", "None");

function data(version: Version): ObjectField {
  return object(
    {
      secretKey: required(dataKey),
      remoteRef: required(remoteRef(version)),
      sourceRef: sourceRef(version),
    },
    { hints: DATA_HINTS },
  );
}

const IN_REMOTE_REF = "It belongs into remoteRef: remoteRef: {key: …, property: …}";

const DATA_HINTS = {
  key: IN_REMOTE_REF,
  property: IN_REMOTE_REF,
  version: IN_REMOTE_REF,
  decodingStrategy: IN_REMOTE_REF,
  name: "The key in the Secret is called secretKey",
  storeRef: FROM_STORE,
  secretStoreRef: FROM_STORE,
  generatorRef: FROM_GENERATOR,
  extract: IN_DATA_FROM,
  find: IN_DATA_FROM,
  rewrite: IN_DATA_FROM,
};

function remoteRef(version: Version): ObjectField {
  const metadataPolicy = oneOf("None", "Fetch");
  return defined(
    "RemoteRef",
    object(
      {
        key: required(text()),
        property: text(),
        version: text(),
        metadataPolicy: version === "v1" ? metadataPolicy : defaulted(metadataPolicy, "None"),
        ...strategies(version),
      },
      {
        hints: {
          name: "The name of the secret in the store goes into key",
          path: "The name of the secret in the store, its path included, goes into key",
          field: "The part of the secret that is wanted is named by property",
          sourceRef: "It stands beside remoteRef or extract",
          rewrite: "It stands beside extract: dataFrom: [{extract: {…}, rewrite: […]}]",
          storeRef: FROM_STORE,
          secretStoreRef: FROM_STORE,
        },
      },
    ),
  );
}

/** Absent means None and Default; v1beta1 still says so in each object. */
function strategies(version: Version) {
  const conversionStrategy = oneOf("Default", "Unicode");
  return version === "v1"
    ? { conversionStrategy, decodingStrategy, nullBytePolicy: oneOf("Ignore", "Fail") }
    : {
        conversionStrategy: defaulted(conversionStrategy, "Default"),
        decodingStrategy: defaulted(decodingStrategy, "None"),
      };
}

const IN_EXTRACT = "It belongs into extract: extract: {key: …, property: …}";
const IN_FIND = "It belongs into find: find: {path: …, name: {regexp: …}, tags: {…}}";
const ONE_OR_MANY =
  "One secret is named by extract: {key: …}; find: {path: …, name: {regexp: …}} takes all that match";
const IN_EITHER = "It belongs into extract or find";

function dataFrom(version: Version): ObjectField {
  return object(
    {
      extract: remoteRef(version),
      find: find(version),
      rewrite: list(rewrite(version)),
      sourceRef: sourceRef(version),
    },
    {
      hints: {
        key: "Write the secret's name under extract: extract: {key: …}",
        property: IN_EXTRACT,
        version: IN_EXTRACT,
        name: ONE_OR_MANY,
        path: ONE_OR_MANY,
        tags: IN_FIND,
        ...Object.fromEntries(Object.keys(strategies(version)).map((name) => [name, IN_EITHER])),
        storeRef: FROM_STORE,
        secretStoreRef: FROM_STORE,
        generatorRef: FROM_GENERATOR,
        generator: FROM_GENERATOR,
      },
    },
  );
}

function find(version: Version): ObjectField {
  return object(
    { path: text(), name: object({ regexp: text() }), tags: texts, ...strategies(version) },
    {
      hints: {
        regexp: "It belongs into name: find: {name: {regexp: …}}",
        sourceRef: "It stands beside find",
        rewrite: "It stands beside find: dataFrom: [{find: {…}, rewrite: […]}]",
      },
    },
  );
}

function rewrite(version: Version): ObjectField {
  return object(
    {
      ...membersIf(version === "v1", { merge }),
      regexp: object({ source: required(text()), target: required(text()) }),
      transform: object({ template: required(text()) }),
    },
    { minMembers: 1, maxMembers: 1, hints: REWRITE_HINTS },
  );
}

const IN_REGEXP = "It belongs into regexp: regexp: {source: …, target: …}";

const REWRITE_HINTS = { source: IN_REGEXP, target: IN_REGEXP, origin: IN_REGEXP };

const merge = object({
  into: defaulted(text(), ""),
  strategy: defaulted(oneOf("Extract", "JSON"), "Extract"),
  conflictPolicy: defaulted(oneOf("Ignore", "Error"), "Error"),
  priority: list(text()),
  priorityPolicy: defaulted(oneOf("IgnoreNotFound", "Strict"), "Strict"),
});

function sourceRef(version: Version): ObjectField {
  const generatorRef = object(
    {
      apiVersion: defaulted(text(), GENERATORS_VERSION),
      kind: required(oneOf(...generatorKinds(version), "ClusterGenerator")),
      name: required(objectName),
    },
    { hints: { namespace: "A generator is looked up in the namespace of the ExternalSecret" } },
  );
  return defined("SourceRef", object({ storeRef, generatorRef }, { minMembers: 1, maxMembers: 1 }));
}
