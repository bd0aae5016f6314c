import type { Find } from "../../eso/external-secret.ts";
import type { Answer } from "../../eso/read-request.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { compileNameRegexp } from "../name-regexp.ts";
import type { Searchable } from "../vault/find.ts";
import { FindEnd, listFolder, matching, readFound } from "../vault/find.ts";
import { cleanPath, pathProblem } from "../vault/path.ts";
import type { OpenBaoMount } from "./address.ts";
import { mountOf } from "./address.ts";

/**
 * ESO: openbao.Client.GetAllSecrets. One folder is listed and not those below it; nothing is found where there is no
 * such folder. The names are those in the folder, and each is read below the mount, without the folder, as ESO does.
 */
export async function findInOpenBao(
  { name, path = "", tags }: Find,
  store: OpenBaoMount,
  searchable: Searchable,
): Promise<Answer<SecretData>> {
  if (tags !== undefined || name === undefined) return { kind: "failed", problem: NAME_ONLY };
  const mount = mountOf(store);
  const problem = pathProblem("find.path", path) ?? pathProblem("the store's path", mount);
  if (problem !== undefined) return { kind: "failed", problem };
  const regexp = compileNameRegexp(name.regexp ?? "", searchable.budget);
  if ("problem" in regexp) return { kind: "failed", problem: regexp.problem };
  try {
    const folder = cleanPath(`${mount}${store.version === "v1" ? "" : "/metadata"}/${path}`);
    const names = (await listFolder(searchable, folder)) ?? [];
    return await readFound(searchable, matching(names, regexp));
  } catch (error) {
    if (error instanceof FindEnd) return error.answer;
    throw error;
  }
}

const NAME_ONLY: Problem = {
  code: "FIND_UNSUPPORTED",
  message: "an OpenBao store finds by name only",
  hint: 'Set find.name.regexp; "name: {}" finds everything in the folder',
};
