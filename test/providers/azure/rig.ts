import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

import { parseAllDocuments } from "yaml";

import type { CliInput, CliResult } from "../../cli.ts";
import { cli } from "../../cli.ts";
import type { Route } from "../../servers/azure/route.ts";
import * as samples from "../../servers/azure/samples.ts";

/** A member of `spec.provider.azurekv`, and what it is set to; undefined takes it away. */
export type Settings = Readonly<Record<string, unknown>>;

/** A store of the sample vault that logs in as the reader with a client secret, changed by `settings`. */
export function store(settings: Settings = {}): object {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "vault", namespace: "shop" },
    spec: {
      provider: {
        azurekv: {
          vaultUrl: `https://${samples.VAULT_HOST}`,
          tenantId: samples.TENANT,
          authSecretRef: {
            clientId: { name: "login", key: "id" },
            clientSecret: { name: "login", key: "secret" },
          },
          ...settings,
        },
      },
    },
  };
}

/** The Secret that a store's credentials are in. */
export function login(data: Readonly<Record<string, string>> = {}): object {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "login", namespace: "shop" },
    stringData: { id: samples.READER, secret: samples.CLIENT_SECRET, ...data },
  };
}

/** An ExternalSecret of the store. */
export function externalSecret(spec: Settings): object {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app", namespace: "shop" },
    spec: { secretStoreRef: { name: "vault" }, ...spec },
  };
}

/** An ExternalSecret with one entry for each remoteRef, under the keys `v0`, `v1` and so on. */
export function reading(...remoteRefs: readonly Settings[]): object {
  return externalSecret({
    data: remoteRefs.map((remoteRef, index) => ({ secretKey: `v${index}`, remoteRef })),
  });
}

export interface Rendered extends CliResult {
  /** Values of the Secret `app`, decoded. */
  readonly values: Readonly<Record<string, string>>;
  /** The same as bytes. */
  readonly raw: Readonly<Record<string, Buffer>>;
}

const MAIN = resolve(import.meta.dirname, "../../../src/main.ts");
const PRELOAD = resolve(import.meta.dirname, "../../servers/azure/preload.ts");

/** Renders objects by the program itself, with an environment of its own. */
export async function runProgram(
  { port, identityPort, ca, names }: Route,
  objects: readonly object[],
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly exit: number; readonly stdout: string; readonly stderr: string }> {
  const route = { PRESECRET_TEST_AZURE: JSON.stringify({ port, identityPort, ca, names }) };
  const child = spawn(process.execPath, ["--import", PRELOAD, MAIN, "render", "-", ...flags], {
    env: { PATH: process.env["PATH"], ...env, ...route },
  });
  child.stdin.end(streamOf(objects));
  const closed = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [exit] = (await closed) as [number];
  return { exit, stdout, stderr };
}

/** Renders objects by the command line, in this process. */
export async function render(
  objects: readonly object[],
  flags: readonly string[] = [],
  input: CliInput = {},
): Promise<Rendered> {
  const stdin = streamOf(objects);
  const result = await cli(["render", "-", ...flags], { stdin, ...input });
  const documents = parseAllDocuments(result.stdout).map((document) => document.toJS() as unknown);
  const app = documents.find((document) => isApp(document));
  const raw = Object.fromEntries(
    Object.entries(app?.data ?? {}).map(([key, value]) => [key, Buffer.from(value, "base64")] as const),
  );
  const values = Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, value.toString()] as const),
  );
  return { ...result, raw, values };
}

interface Emitted {
  readonly kind: "Secret";
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

function isApp(document: unknown): document is Emitted {
  const { kind, metadata } = (document ?? {}) as Partial<Emitted>;
  return kind === "Secret" && metadata?.name === "app";
}

function streamOf(objects: readonly object[]): string {
  return objects.map((object) => JSON.stringify(object)).join("\n---\n");
}
