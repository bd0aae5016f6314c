import type { Find } from "../../eso/external-secret.ts";
import type { Address, Answer, Authorize } from "../../eso/read-request.ts";
import type { GoString } from "../../go/bytes.ts";
import { toGoString } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { compileNameRegexp } from "../name-regexp.ts";
import type { VaultMount } from "./address.ts";
import { addressVault, metadataPath, pathlessProblem } from "./address.ts";
import { isMissing } from "./answer.ts";
import type { VaultReply } from "./exchange.ts";
import type { Searchable } from "./find.ts";
import { about, FindEnd, listFolder, matching, readFound } from "./find.ts";
import { inOrder } from "./in-order.ts";
import { metadataOf } from "./metadata.ts";
import { cleanPath, pathProblem } from "./path.ts";
import { refusal } from "./refusal.ts";

/** What a find asks of a Vault store. */
export interface VaultSearchable extends Searchable {
  /** The answer to a GET of metadata, by the API's path. */
  metadata(path: string): Promise<VaultReply>;
}

/**
 * ESO: the Vault provider's GetAllSecrets. Every folder below `path` is listed, side by side; `name` decides where it
 * is set, else all `tags` have to be in the metadata. Names are relative to the mount, `path` included.
 */
export async function findInVault(
  find: Find,
  store: VaultMount,
  searchable: VaultSearchable,
): Promise<Answer<SecretData>> {
  const problem = unsupported(find, store);
  if (problem !== undefined) return { kind: "failed", problem };
  const regexp =
    find.name === undefined ? undefined : compileNameRegexp(find.name.regexp ?? "", searchable.budget);
  if (regexp !== undefined && "problem" in regexp) return { kind: "failed", problem: regexp.problem };
  try {
    const folder = find.path === undefined ? "" : `${find.path}/`;
    const names = await namesBelow(folder, store, searchable, { listed: 0 });
    const found =
      regexp === undefined ? await tagged(names, find.tags, store, searchable) : matching(names, regexp);
    return await readFound(searchable, found);
  } catch (error) {
    if (error instanceof FindEnd) return error.answer;
    throw error;
  }
}

function unsupported({ path = "", tags }: Find, store: VaultMount): Problem | undefined {
  if (store.version === "v1" && tags !== undefined) {
    return {
      code: "FIND_UNSUPPORTED",
      message: "a KV store of version v1 finds by name and path only, since its secrets have no tags",
      hint: "Remove find.tags, or set the store's version to v2",
    };
  }
  if (store.path !== undefined)
    return pathProblem("find.path", path) ?? pathProblem("the store's path", store.path);
  if (store.version === "v1") {
    return {
      code: "FIND_UNSUPPORTED",
      message: "the store names no path, and a find needs the mount",
      hint: "Set the store's path to the mount",
    };
  }
  return pathProblem("find.path", path) ?? pathlessProblem(`${path}/`);
}

/** All names below a folder, depth first as ESO has them. A folder that is not there ends the find: it is missing. */
async function namesBelow(
  folder: string,
  store: VaultMount,
  searchable: Searchable,
  count: { listed: number },
): Promise<readonly string[]> {
  const refused = pathProblem("a folder's name", folder);
  if (refused !== undefined) throw new FindEnd("failed", refused);
  const path = cleanPath(metadataPath(folder, store));
  const keys = await listFolder(searchable, path);
  if (keys === undefined) throw new FindEnd("missing", noFolder(path));
  count.listed += keys.length;
  if (count.listed > LIMITS.reads) throw new FindEnd("failed", tooManyNames());
  const below = await inOrder(keys, async (key) =>
    key.endsWith("/") ? namesBelow(folder + key, store, searchable, count) : [folder + key],
  );
  return below.flat();
}

/** The names whose metadata has all tags. Without tags that is every name, and no metadata is read. */
async function tagged(
  names: readonly string[],
  tags: Find["tags"],
  store: VaultMount,
  searchable: VaultSearchable,
): Promise<readonly string[]> {
  const wanted = Object.entries(tags ?? {}).map(
    ([name, value]) => [toGoString(name), toGoString(value)] as const,
  );
  if (wanted.length === 0) return names;
  const all = await inOrder(names, async (name) => metadataFor(name, store, searchable));
  return names.filter((_, index) => wanted.every(([name, value]) => all[index]?.get(name) === value));
}

async function metadataFor(
  name: string,
  store: VaultMount,
  searchable: VaultSearchable,
): Promise<ReadonlyMap<GoString, GoString>> {
  const address = addressVault({ key: name, metadataPolicy: "Fetch" }, store);
  const path = authorized(name, address, searchable.authorize);
  const reply = await searchable.metadata(path);
  const problem = refusal(reply, "read", path) ?? (isMissing(reply) ? noMetadata(path) : undefined);
  if (problem !== undefined) throw new FindEnd("failed", about(name, problem));
  return metadataOf(reply.envelope.data);
}

function authorized(name: string, address: Address, authorize: Authorize): string {
  const problem = "problem" in address ? address.problem : authorize(address.request);
  if (problem !== undefined) throw new FindEnd("failed", about(name, problem));
  return "request" in address ? address.request.key : "";
}

function noFolder(path: string): Problem {
  return {
    code: "SECRET_NOT_FOUND",
    message: "the folder does not exist, or is empty",
    hint: `Asked to list /v1/${path}: correct find.path, which is relative to the mount, or the store's path`,
  };
}

function noMetadata(path: string): Problem {
  return { code: "SECRET_NOT_FOUND", message: "it has no metadata", hint: `Asked for /v1/${path}` };
}

function tooManyNames(): Problem {
  return {
    code: "LIMIT_EXCEEDED",
    message: `more than ${LIMITS.reads} names are below the folder`,
    hint: "Narrow the search with path",
  };
}
