/** Objects of a stream, as JSON, which is YAML too. */
export function stream(...objects: readonly object[]): string {
  return objects.map((object) => JSON.stringify(object)).join("\n---\n");
}

/** A Secret with text in it. */
export function secret(
  name: string,
  stringData: Readonly<Record<string, string>>,
  namespace = "default",
): object {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData };
}

/** A SecretStore of Vault: `store`, where nothing else is said. */
export function vaultStore(
  vault: Readonly<Record<string, unknown>>,
  {
    name = "store",
    namespace = "default",
    ...spec
  }: { name?: string; namespace?: string; retrySettings?: object } = {},
): object {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name, namespace },
    spec: { provider: { vault: { path: "secret", ...vault } }, ...spec },
  };
}

/** The login with a token that stands in Secret `creds`. */
export const TOKEN_AUTH = { tokenSecretRef: { name: "creds", key: "token" } };

/** The login with an AppRole whose secret ID stands in Secret `creds`. */
export function appRoleAuth(roleId: string): object {
  return { appRole: { path: "approle", roleId, secretRef: { name: "creds", key: "sid" } } };
}

interface Entries {
  readonly name?: string;
  readonly namespace?: string;
  readonly deletionPolicy?: string;
  readonly dataFrom?: readonly object[];
}

/** An ExternalSecret over `store`: keys of the Secret with what each is read from. */
export function externalSecret(
  data: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  { name = "app", namespace = "default", deletionPolicy = "Retain", dataFrom = [] }: Entries = {},
): object {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name, namespace },
    spec: {
      secretStoreRef: { name: "store" },
      target: { deletionPolicy },
      data: Object.entries(data).map(([secretKey, remoteRef]) => ({ secretKey, remoteRef })),
      dataFrom,
    },
  };
}
