import type { CliResult } from "../../cli.ts";
import { cli } from "../../cli.ts";

/** What the SDK's own chain finds in this process: nothing. */
Object.assign(process.env, {
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
});

export interface StoreOptions {
  readonly service?: "SecretsManager" | "ParameterStore";
  /** More members of `spec.provider.aws`; `auth` replaces the Secret's keys. */
  readonly aws?: Readonly<Record<string, unknown>>;
  readonly retrySettings?: unknown;
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly sessionToken?: string;
}

function selector(key: string): object {
  return { name: "creds", key };
}

/** A Secret with keys, and a SecretStore that refers to it. */
export function storeOf(options: StoreOptions = {}): object[] {
  const {
    service = "SecretsManager",
    aws = {},
    retrySettings,
    accessKey = "AKIATEST",
    secretKey = "shh",
  } = options;
  const session = options.sessionToken === undefined ? {} : { sessionTokenSecretRef: selector("session") };
  const secretRef = {
    accessKeyIDSecretRef: selector("id"),
    secretAccessKeySecretRef: selector("secret"),
    ...session,
  };
  return [
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "creds" },
      stringData: { id: accessKey, secret: secretKey, session: options.sessionToken ?? "" },
    },
    {
      apiVersion: "external-secrets.io/v1",
      kind: "SecretStore",
      metadata: { name: "store" },
      spec: {
        provider: { aws: { service, region: "us-east-1", auth: { secretRef }, ...aws } },
        ...(retrySettings === undefined ? {} : { retrySettings }),
      },
    },
  ];
}

/** An ExternalSecret whose keys are k0, k1 … */
export function externalSecret(
  name: string,
  refs: readonly (string | object)[],
  deletionPolicy = "Retain",
): object {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name },
    spec: {
      secretStoreRef: { name: "store" },
      target: { deletionPolicy },
      data: refs.map((ref, index) => ({
        secretKey: `k${index}`,
        remoteRef: typeof ref === "string" ? { key: ref } : ref,
      })),
    },
  };
}

/** Renders objects against a server that stands for all of AWS. */
export async function renderAt(
  url: string,
  objects: readonly object[],
  ...flags: readonly string[]
): Promise<CliResult> {
  const stdin = objects.map((object) => `${JSON.stringify(object)}\n`).join("---\n");
  return cli(["render", "-", "--ambient", ...flags], { stdin, env: { AWS_ENDPOINT_URL: url } });
}

/** The data of the Secrets in a stream, decoded. */
export function dataIn(stdout: string): Record<string, string> {
  const lines = stdout.matchAll(/^ {2}(\w+): "([A-Za-z0-9+/=]*)"$/gm);
  return Object.fromEntries(
    [...lines]
      .filter(([, key]) => key !== "name")
      .map(([, key = "", value = ""]) => [key, Buffer.from(value, "base64").toString()]),
  );
}
