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
      provider: required(object(known, { minMembers: 1, maxMembers: 1, hints: PROVIDER_HINTS })),
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

const AWS_HINT = "It is a service of provider aws: provider: {aws: {service: …, region: …}}";
const AZURE_HINT = 'Did you mean "azurekv"?';
const GCP_HINT = 'Did you mean "gcpsm"?';

/** Names under which the providers are known elsewhere, and none of which is near to External Secrets' own. */
const PROVIDER_HINTS = {
  secretsManager: AWS_HINT,
  secretsmanager: AWS_HINT,
  parameterStore: AWS_HINT,
  parameterstore: AWS_HINT,
  ssm: AWS_HINT,
  azure: AZURE_HINT,
  keyvault: AZURE_HINT,
  azureKeyVault: AZURE_HINT,
  azurekeyvault: AZURE_HINT,
  google: GCP_HINT,
  gcpSecretsManager: GCP_HINT,
  hashicorp: 'Did you mean "vault"?',
};

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
