import { convertKeys } from "../../eso/convert-keys.ts";
import type { Find } from "../../eso/external-secret.ts";
import type { Answer, RawSecret, ReadRequest, SecretsClient } from "../../eso/read-request.ts";
import type { FakeProvider } from "../../eso/stores/fake.ts";
import { bytesOfGoString, toGoString } from "../../go/bytes.ts";
import type { Regexp } from "../../go/regexp.ts";
import { compileRegexp } from "../../go/regexp.ts";
import { nearestName } from "../../ground/nearest.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { fakeSecret } from "./select.ts";

interface Entry {
  readonly key: string;
  readonly version: string;
  readonly value: Sensitive;
}

/** Opens a fake store: its secrets stand in the store itself (ESO: providers/v1/fake). */
export function openFakeClient(provider: FakeProvider): SecretsClient {
  const entries = indexEntries(provider);
  return {
    read: async (requests) =>
      Promise.resolve(new Map(requests.map((request) => [request, readEntry(entries, request)]))),
    find: async (find) => Promise.resolve(findEntries(entries, find)),
    close: async () => Promise.resolve(),
  };
}

/** As in ESO, key and version written together are the index, and later entries overwrite earlier ones. */
function indexEntries({ data = [] }: FakeProvider): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { key, value, version = "" } of data) {
    entries.set(key + version, { key, version, value: new Sensitive(bytesOfGoString(toGoString(value))) });
  }
  return entries;
}

function readEntry(entries: ReadonlyMap<string, Entry>, { key, version }: ReadRequest): Answer<RawSecret> {
  const entry = entries.get(key + version);
  if (entry?.version === version) return { kind: "value", value: fakeSecret(key, entry.value) };
  const versions = [...entries.values()]
    .filter((candidate) => candidate.key === key)
    .map((candidate) => candidate.version);
  const suffix = version === "" ? "" : `, version "${version}"`;
  return {
    kind: "missing",
    problem: {
      code: "SECRET_NOT_FOUND",
      message: `Cannot read secret "${key}"${suffix}: it does not exist`,
      hint: missingHint(entries, key, versions),
    },
  };
}

function missingHint(entries: ReadonlyMap<string, Entry>, key: string, versions: readonly string[]): string {
  if (versions.length > 0) {
    const known = versions.map((version) => (version === "" ? "none" : `"${version}"`)).join(", ");
    return `The store has it with these versions: ${known}`;
  }
  const nearest = nearestName(key, new Set([...entries.values()].map((entry) => entry.key)));
  if (nearest !== undefined) return `The nearest name in the store is "${nearest}"`;
  return "Add it to the store, or set spec.target.deletionPolicy to Merge or Delete to skip what is missing";
}

function findEntries(entries: ReadonlyMap<string, Entry>, find: Find): Answer<SecretData> {
  if (find.name === undefined) {
    return {
      kind: "failed",
      problem: {
        code: "FIND_UNSUPPORTED",
        message: "Cannot find by tags or path alone: a fake store finds by name",
        hint: "Set find.name.regexp",
      },
    };
  }
  const regexp = compileOrUndefined(find.name.regexp ?? "");
  if (regexp === undefined) {
    return {
      kind: "failed",
      problem: {
        code: "REGEXP_INVALID",
        message: "Cannot compile find.name.regexp",
        hint: "Expressions are RE2: no look-around, no back-references",
      },
    };
  }
  return convertKeys(find.conversionStrategy, latestVersions(entries, regexp));
}

/** Of several versions of a key, the one whose text is greatest. */
function latestVersions(entries: ReadonlyMap<string, Entry>, regexp: Regexp): SecretData {
  const latest = new Map<string, Entry>();
  for (const entry of entries.values()) {
    if (!regexp.match(toGoString(entry.key))) continue;
    const known = latest.get(entry.key);
    if (known === undefined || known.version < entry.version) latest.set(entry.key, entry);
  }
  return new Map([...latest].map(([key, { value }]) => [key, value]));
}

function compileOrUndefined(source: string): Regexp | undefined {
  try {
    return compileRegexp(toGoString(source));
  } catch {
    return undefined;
  }
}
