import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Case } from "../../conformance.ts";
import { failureOf } from "../../conformance.ts";
import type { OpenBao } from "../../servers/openbao.ts";
import { startOpenBao } from "../../servers/openbao.ts";
import type { Fault, VaultProxy } from "../../servers/vault-proxy.ts";
import { startVaultProxy } from "../../servers/vault-proxy.ts";
import { OWN_REFUSALS, SKIPPED } from "./conformance-skips.ts";

/** What the operator made of stores on a real server. */
interface Recording {
  readonly faults: Readonly<Record<string, Fault>>;
  readonly fixtures: { readonly serverCert: string; readonly serverKey: string };
  readonly seed: readonly Seed[];
  readonly cases: readonly ServerCase[];
}

interface Seed {
  readonly method: string;
  readonly path: string;
  readonly namespace?: string;
  readonly body?: string;
  readonly capture?: Readonly<Record<string, string>>;
}

interface ServerCase extends Case {
  /** The operator's requests. */
  readonly calls?: readonly string[];
}

export interface ServerReport {
  readonly total: number;
  readonly passed: number;
  readonly skipped: readonly string[];
  readonly refused: readonly string[];
  readonly failures: readonly { readonly name: string; readonly why: string }[];
  /** In one of the lists though they would pass. */
  readonly needless: readonly string[];
}

const FILE = resolve(import.meta.dirname, "../../../fixtures/conformance/server-vault.json");

/** Runs every case of `server-vault.json` against a server that is seeded for it, and counts our requests. */
export async function runRecording(only = "", file = FILE): Promise<ServerReport> {
  const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
  const { serverCert, serverKey } = recording.fixtures;
  const server = await startOpenBao({ tls: { certificate: serverCert, key: serverKey } });
  const proxy = await startVaultProxy(server.address, recording.faults);
  try {
    const placeholders = new Map([
      ["VAULT_ADDR", proxy.address],
      ["VAULT_HOSTPORT", new URL(proxy.address).host],
      ["VAULT_TLS_ADDR", server.tlsAddress],
      ...(await seed(server, recording.seed)),
    ]);
    const cases = recording.cases.filter(({ name }) => name.includes(only));
    return await runCases(cases, proxy, placeholders);
  } finally {
    await proxy.stop();
    await server.stop();
  }
}

async function seed(server: OpenBao, requests: readonly Seed[]): Promise<Map<string, string>> {
  const captured = new Map<string, string>();
  for (const { method, path, body, namespace, capture = {} } of requests) {
    const answer = await server.request(method, path, {
      body,
      ...(namespace === undefined ? {} : { namespace }),
    });
    for (const [placeholder, place] of Object.entries(capture))
      captured.set(placeholder, textAt(answer, place));
  }
  return captured;
}

function textAt(answer: unknown, place: string): string {
  const value = place
    .split(".")
    .reduce<unknown>((object, name) => (object as Record<string, unknown> | undefined)?.[name], answer);
  if (typeof value !== "string") throw new Error(`There is no text at ${place}`);
  return value;
}

async function runCases(
  cases: readonly ServerCase[],
  proxy: VaultProxy,
  placeholders: ReadonlyMap<string, string>,
): Promise<ServerReport> {
  const failures: { name: string; why: string }[] = [];
  const listed = { skipped: [] as string[], refused: [] as string[], needless: [] as string[] };
  for (const recorded of cases) {
    proxy.reset();
    const { name } = recorded;
    const why = (await failureOf(filled(recorded, placeholders))) ?? tooManyCalls(recorded, proxy);
    const list = SKIPPED.has(name) ? listed.skipped : OWN_REFUSALS.has(name) ? listed.refused : undefined;
    if (list === undefined && why !== undefined) failures.push({ name, why });
    else if (why !== undefined) list?.push(name);
    else if (list !== undefined) listed.needless.push(name);
  }
  const passed = cases.length - failures.length - listed.skipped.length - listed.refused.length;
  return { total: cases.length, passed, failures, ...listed };
}

function filled(recorded: ServerCase, placeholders: ReadonlyMap<string, string>): ServerCase {
  const manifests = recorded.manifests.replaceAll(
    /\$\{(\w+)\}/g,
    (text, name: string) => placeholders.get(name) ?? text,
  );
  return { ...recorded, manifests };
}

/**
 * We ask no more often than the operator, which reads each entry anew and looks its token up before it revokes it. Not
 * counted is what it does not do: reading on after an error, and revoking the tokens of its OpenBao provider.
 */
function tooManyCalls({ calls = [], results }: ServerCase, proxy: VaultProxy): string | undefined {
  const counted = proxy.calls.filter((call) => !call.includes("/revoke-self") || calls.includes(call));
  const hasFailed = (results ?? []).some(({ error }) => error !== undefined);
  if (hasFailed || counted.length <= calls.length) return undefined;
  return `the operator asks ${JSON.stringify(calls)}, we ask ${JSON.stringify(proxy.calls)}`;
}

if (import.meta.main) {
  const [only, file] = process.argv.slice(2);
  const { total, passed, skipped, refused, failures, needless } = await runRecording(only, file);
  console.log(`${passed}/${total} (${skipped.length} skipped, ${refused.length} refused by decision)`);
  for (const { name, why } of failures) console.log(`  ${name}\n    ${why}`);
  for (const name of needless) console.log(`  passes, and stands in a list: ${name}`);
  process.exitCode = failures.length + needless.length > 0 ? 1 : 0;
}
