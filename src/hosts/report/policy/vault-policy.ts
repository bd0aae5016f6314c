import type { Find } from "../../../eso/external-secret.ts";
import type { OpenBaoProvider } from "../../../eso/stores/openbao.ts";
import type { VaultAuth, VaultProvider } from "../../../eso/stores/vault.ts";
import { visible } from "../../../ground/visible.ts";
import type { RenderPlan, StoreStep } from "../../../plan/render-plan.ts";
import type { IdentityReads } from "./read-plan.ts";
import { readsByIdentity } from "./read-plan.ts";

type Capability = "list" | "read";

/**
 * The narrowest policies for Vault or OpenBao, one for each login, in HCL. A policy is enough together with the
 * server's own `default` policy, by which a token looks itself up and ends itself.
 */
export function vaultPolicy(plan: RenderPlan): string {
  return readsByIdentity(plan, identityOf).map(toHcl).join("\n");
}

function identityOf({ store }: StoreStep): string | undefined {
  const { vault, openBao } = store.store.spec.provider;
  const provider = vault ?? openBao;
  if (provider === undefined) return undefined;
  const { server, namespace, auth } = provider;
  const space = namespace === undefined ? "" : `, namespace ${namespace}`;
  return `${server}${space}, ${describeAuth(auth)}`;
}

/** The login and its role, which are what a policy is given to. */
function describeAuth(auth: VaultAuth | OpenBaoProvider["auth"]): string {
  if (auth === undefined) return "the caller's token";
  const [method = "", settings] = Object.entries(auth).find(([name]) => name !== "namespace") ?? [];
  const details = ["role", "vaultRole", "username", "roleId"].flatMap((name) => {
    const value = memberOf(settings, name);
    return value === undefined ? [] : [`${name} "${value}"`];
  });
  return [`auth ${method}`, ...details].join(", ");
}

function memberOf(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const member: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof member === "string" && member !== "" ? member : undefined;
}

type Rules = ReadonlyMap<string, ReadonlySet<Capability>>;

function toHcl({ identity, stores, steps }: IdentityReads): string {
  const rules = new Map<string, Set<Capability>>();
  for (const [path, capability] of steps.flatMap(rulesOf)) {
    const known = rules.get(path) ?? new Set();
    rules.set(path, known.add(capability));
  }
  const lines = [...withoutCovered(rules)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, capabilities]) => `path ${JSON.stringify(path)} { capabilities = [${list(capabilities)}] }`);
  return [`# ${visible(identity)}`, `# for ${visible(stores.join(", "))}`, ...lines, ""].join("\n");
}

/**
 * Of all paths that match, the server takes the most specific one and no other: a path below a wider one needs what
 * that one has too, and where it needs nothing more it is not needed at all.
 */
function withoutCovered(rules: Rules): Rules {
  const kept = new Map<string, ReadonlySet<Capability>>();
  for (const [path, capabilities] of rules) {
    const wider = [...rules].filter(([other]) => other !== path && covers(other, path));
    const inherited = new Set(wider.flatMap(([, more]) => [...more]));
    const isCovered = [...capabilities].every((capability) => inherited.has(capability));
    if (!isCovered) kept.set(path, new Set([...capabilities, ...inherited]));
  }
  return kept;
}

/** Whether a path with a wildcard matches all that another one does. */
function covers(wide: string, narrow: string): boolean {
  if (wide.endsWith("*")) return narrow.startsWith(wide.slice(0, -1));
  const folder = wide.endsWith("/+") ? wide.slice(0, -1) : undefined;
  return folder !== undefined && narrow.startsWith(folder) && !narrow.slice(folder.length).includes("/");
}

function list(capabilities: ReadonlySet<Capability>): string {
  return [...capabilities]
    .toSorted()
    .map((capability) => `"${capability}"`)
    .join(", ");
}

type Rule = readonly [path: string, capability: Capability];

function rulesOf(step: StoreStep): Rule[] {
  if (step.kind !== "find") return [[step.request.key, "read"]];
  const { vault, openBao } = step.store.store.spec.provider;
  if (vault !== undefined) return findRules(step.find, vault);
  return openBao === undefined ? [] : openBaoFindRules(step.find, openBao);
}

/** Every folder below the path is listed, and what is found in any of them is read. */
function findRules({ path: folder, tags, name }: Find, { path, version }: VaultProvider): Rule[] {
  if (path === undefined) return pathlessRules(folder ?? "", name === undefined && tags !== undefined);
  const below = folder === undefined || folder === "" ? "*" : `${folder}/*`;
  if (version === "v1")
    return [
      [`${path}/${below}`, "list"],
      [`${path}/${below}`, "read"],
    ];
  const rules: Rule[] = [
    [`${path}/metadata/${below}`, "list"],
    [`${path}/data/${below}`, "read"],
  ];
  const readsTags = name === undefined && Object.keys(tags ?? {}).length > 0;
  return readsTags ? [...rules, [`${path}/metadata/${below}`, "read"]] : rules;
}

/** Without a mount in the store the folder itself says where `data` stands. */
function pathlessRules(folder: string, readsTags: boolean): Rule[] {
  const metadata = `${folder.replace("/data/", "/metadata/").replace(/\/data$/, "/metadata")}/*`;
  const rules: Rule[] = [
    [metadata, "list"],
    [`${folder}/*`, "read"],
  ];
  return readsTags ? [...rules, [metadata, "read"]] : rules;
}

/** One folder is listed; what is in it is read below the mount, without the folder. */
function openBaoFindRules({ path: folder = "" }: Find, { path = "kv", version }: OpenBaoProvider): Rule[] {
  const isV1 = version === "v1";
  const listed = [path, ...(isV1 ? [] : ["metadata"]), ...(folder === "" ? [] : [folder])].join("/");
  return [
    [`${listed}/`, "list"],
    [`${path}/${isV1 ? "" : "data/"}+`, "read"],
  ];
}
