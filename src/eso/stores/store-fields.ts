import { labelSelector } from "../selector-fields.ts";
import { statusConditions } from "../status-fields.ts";
import { namespaceName } from "../text-fields.ts";
import type { Members, ObjectField, Version } from "../field.ts";
import { any, integer, integerOrText, list, object, required, text } from "../field.ts";
import { awsProvider } from "./aws-fields.ts";
import { azureProvider } from "./azure-fields.ts";
import { fakeProvider } from "./fake-fields.ts";
import { openBaoProvider } from "./openbao-fields.ts";
import { OTHER_PROVIDERS, REMOVED_PROVIDERS } from "./other-providers.ts";
import { retrySettings } from "./retry-fields.ts";
import { vaultProvider } from "./vault-fields.ts";
import { metadata } from "../object-meta.ts";

/** SecretStore and ClusterSecretStore, from apiVersion to status. */
export function secretStore(version: Version): ObjectField {
  return object({
    apiVersion: required(text()),
    kind: required(text()),
    metadata: required(metadata),
    spec: required(secretStoreSpec(version)),
    status: object({ conditions: statusConditions, capabilities: any() }, { untyped: true }),
  });
}

function secretStoreSpec(version: Version): ObjectField {
  const known = providers(version);
  const hints = Object.fromEntries(Object.keys(known).map((name) => [name, inProvider(name)]));
  return object(
    {
      controller: text(),
      provider: required(object(known, { minMembers: 1, maxMembers: 1 })),
      retrySettings,
      refreshInterval: version === "v1" ? integerOrText() : integer(),
      conditions: list(
        object({
          namespaceSelector: labelSelector,
          namespaces: list(namespaceName),
          namespaceRegexes: list(text()),
        }),
      ),
    },
    { hints },
  );
}

function inProvider(name: string): string {
  return `It belongs into provider: provider: {${name}: {…}}`;
}

function providers(version: Version): Members {
  const known = {
    aws: awsProvider(version),
    azurekv: azureProvider(version),
    fake: fakeProvider(version),
    vault: vaultProvider(version),
  };
  return version === "v1"
    ? { ...known, openBao: openBaoProvider(), ...OTHER_PROVIDERS }
    : { ...known, ...OTHER_PROVIDERS, ...REMOVED_PROVIDERS };
}
