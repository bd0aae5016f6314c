import type { Find } from "../../eso/external-secret.ts";
import type { Answer, Authorize, RawSecret, ReadRequest, SecretsClient } from "../../eso/read-request.ts";
import type { FakeProvider, FakeProviderData, FakeStandIn } from "../../eso/stores/fake.ts";
import { fromGoString, toGoString } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { nearestName } from "../../ground/nearest.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import { keyCollision } from "../key-collision.ts";
import { compileNameRegexp } from "../name-regexp.ts";
import { convertKeys } from "../convert-key.ts";
import { addressFake } from "./address.ts";
import { FakeSecret } from "./select.ts";

/** Opens a store that holds its secrets itself. Nothing is contacted, and nothing is to be closed. */
export function openFakeClient(provider: FakeProvider): SecretsClient {
  return new FakeClient(provider);
}

class FakeClient implements SecretsClient {
  /** Its data stand in the store, so each store has its own. */
  readonly identity = undefined;
  /** Key and version run together, as ESO's own index: an entry hides an earlier one of the same text. */
  readonly #index = new Map<string, FakeProviderData>();

  readonly #standIn: FakeStandIn | undefined;

  constructor({ data = [], standIn }: FakeProvider) {
    this.#standIn = standIn;
    for (const entry of data) this.#index.set(entry.key + versionOf(entry), entry);
  }

  read(requests: readonly ReadRequest[]): Promise<ReadonlyMap<ReadRequest, Answer<RawSecret>>> {
    return Promise.resolve(new Map(requests.map((request) => [request, this.#answer(request)])));
  }

  async find(find: Find, authorize: Authorize, budget?: WorkBudget): Promise<Answer<SecretData>> {
    const { name, conversionStrategy } = find;
    const refused = findProblem(find, this.#standIn);
    if (refused !== undefined) return Promise.resolve({ kind: "failed", problem: refused });
    const regexp = compileNameRegexp(name?.regexp ?? "", budget);
    if ("problem" in regexp) return Promise.resolve({ kind: "failed", problem: regexp.problem });
    const start = startOfKeys(find, this.#standIn);
    const found = new Map<string, Sensitive>();
    for (const [key, { value }] of this.#newest()) {
      const goKey = toGoString(key);
      if (!key.startsWith(start) || !regexp.match(goKey)) continue;
      const problem = authorize(addressFake({ key }));
      if (problem !== undefined) return Promise.resolve({ kind: "failed", problem });
      found.set(goKey, Sensitive.ofText(value));
    }
    // Only External Secrets' own fake provider converts before the rewrite.
    const result =
      this.#standIn === undefined ? convertKeys(conversionStrategy, found) : { converted: found };
    if ("collision" in result) {
      return Promise.resolve({ kind: "failed", problem: keyCollision(result.collision) });
    }
    const value = new Map([...result.converted].map(([key, secret]) => [fromGoString(key), secret] as const));
    return Promise.resolve({ kind: "value", value });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #answer({ key, version }: ReadRequest): Answer<RawSecret> {
    const entry = this.#index.get(key + version);
    if (entry === undefined || versionOf(entry) !== version) {
      return { kind: "missing", problem: this.#missing(key) };
    }
    return { kind: "value", value: new FakeSecret(Sensitive.ofText(entry.value)) };
  }

  /** One entry for each key: the one whose version is the greatest as text, so that `v9` beats `v10`. */
  #newest(): Map<string, FakeProviderData> {
    const newest = new Map<string, FakeProviderData>();
    for (const entry of this.#index.values()) {
      const known = newest.get(entry.key);
      if (known === undefined || toGoString(versionOf(known)) < toGoString(versionOf(entry))) {
        newest.set(entry.key, entry);
      }
    }
    return newest;
  }

  #missing(key: string): Problem {
    return { code: "SECRET_NOT_FOUND", message: "it does not exist", hint: this.#hint(key) };
  }

  /** The keys of a fake store stand in a manifest, so they may be told. */
  #hint(key: string): string {
    const entries = [...this.#index.values()];
    const file = this.#standIn === undefined ? undefined : `"${visible(this.#standIn.file)}"`;
    const versions = entries.filter((entry) => entry.key === key).map((entry) => versionName(entry));
    if (versions.length > 0)
      return `${file ?? "The store"} has it ${versions.join(", ")}: correct remoteRef.version`;
    const nearest = nearestName(
      key,
      entries.map((entry) => entry.key),
    );
    if (nearest !== undefined) return `The nearest key in ${file ?? "the store"} is "${visible(nearest)}"`;
    const place =
      file === undefined ? "the store's spec.provider.fake.data" : `the fake data in ${file} (--fake)`;
    return `Add it to ${place}, or correct remoteRef.key`;
  }
}

const FIND_WITHOUT_NAME: Problem = {
  code: "FIND_UNSUPPORTED",
  message: "a fake store finds by name only",
  hint: 'Set find.name.regexp; "name: {}" finds everything',
};

/** Why a find cannot be answered. A file of fake data has all that a store has, except tags. */
function findProblem({ name, tags = {} }: Find, standIn: FakeStandIn | undefined): Problem | undefined {
  if (standIn === undefined) return name === undefined ? FIND_WITHOUT_NAME : undefined;
  if (Object.keys(tags).length === 0) return undefined;
  return {
    code: "FIND_UNSUPPORTED",
    message: "fake data has no tags",
    hint: `Tags cannot be answered from "${visible(standIn.file)}" (--fake): find by name there, or ask the store itself without --fake`,
  };
}

/** ESO's fake store pays no regard to `path`; a stand-in follows the provider that it stands in for. */
function startOfKeys({ path = "" }: Find, standIn: FakeStandIn | undefined): string {
  if (standIn === undefined || standIn.findPath === "ignored" || path === "") return "";
  return standIn.findPath === "folder" && !path.endsWith("/") ? `${path}/` : path;
}

function versionOf({ version = "" }: FakeProviderData): string {
  return version;
}

function versionName(entry: FakeProviderData): string {
  const version = versionOf(entry);
  return version === "" ? "without a version" : `in version "${visible(version)}"`;
}
