import { labelSelector } from "./selector-fields.ts";
import { statusConditions } from "./status-fields.ts";
import { duration, namespaceName, objectName, texts } from "./text-fields.ts";
import { externalSecretSpec } from "./external-secret-fields.ts";
import type { ObjectField, Version } from "./field.ts";
import { any, defaulted, list, object, required, text } from "./field.ts";
import { metadata } from "./object-meta.ts";

/** ClusterExternalSecret, from apiVersion to status. */
export function clusterExternalSecret(version: Version): ObjectField {
  return object({
    apiVersion: required(text()),
    kind: required(text()),
    metadata: required(metadata),
    spec: defaulted(clusterExternalSecretSpec(version), { externalSecretSpec: {} }),
    status: object(
      {
        externalSecretName: any(),
        failedNamespaces: list(object({ namespace: any(), reason: any() }, { untyped: true }), {
          untyped: true,
        }),
        provisionedNamespaces: any(),
        conditions: statusConditions,
      },
      { untyped: true },
    ),
  });
}

function clusterExternalSecretSpec(version: Version): ObjectField {
  const spec = externalSecretSpec(version);
  const hints = Object.fromEntries(Object.keys(spec.members).map((name) => [name, IN_SPEC]));
  return object(
    {
      externalSecretSpec: required(spec),
      externalSecretName: objectName,
      externalSecretMetadata: object({ labels: texts, annotations: texts }),
      namespaceSelector: labelSelector,
      namespaceSelectors: list(labelSelector),
      namespaces: list(namespaceName),
      refreshTime: duration,
    },
    { hints },
  );
}

const IN_SPEC = "It belongs into externalSecretSpec";
