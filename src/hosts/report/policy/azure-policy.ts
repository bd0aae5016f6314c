import type { RenderPlan, StoreStep } from "../../../plan/render-plan.ts";
import type { IdentityReads } from "./read-plan.ts";
import { readsByIdentity } from "./read-plan.ts";

/** A built-in role on one object of a vault, or on the vault: Azure RBAC. */
interface RoleAssignment {
  readonly role: "Key Vault Secrets User" | "Key Vault Reader";
  /** Below the vault's resource ID; empty for the vault itself. */
  readonly scope: string;
}

/** What vaults that still have access policies need in their place; these hold for the whole vault. */
interface AccessPolicy {
  readonly secrets?: readonly string[];
  readonly keys?: readonly string[];
  readonly certificates?: readonly string[];
}

/** The least that one identity needs in one vault. */
export interface AzureGrant {
  readonly vault: string;
  readonly identity: string;
  readonly stores: readonly string[];
  readonly roleAssignments: readonly RoleAssignment[];
  readonly accessPolicy: AccessPolicy;
}

/** The narrowest grants in Azure Key Vault, one for each identity and vault. */
export function azureGrants(plan: RenderPlan): AzureGrant[] {
  return readsByIdentity(plan, identityOf).map(toGrant);
}

function identityOf({ store }: StoreStep): string | undefined {
  const { azurekv } = store.store.spec.provider;
  if (azurekv === undefined) return undefined;
  const { vaultUrl, authType, identityId, serviceAccountRef, authSecretRef } = azurekv;
  const who = identityId ?? serviceAccountRef?.name ?? authSecretRef?.clientId?.name ?? "";
  return JSON.stringify([vaultUrl, who === "" ? authType : `${authType} ${who}`]);
}

function toGrant({ identity, stores, steps }: IdentityReads): AzureGrant {
  const [vault = "", who = ""] = JSON.parse(identity) as readonly string[];
  const all = steps.map(assignmentOf);
  const wide = all.filter(({ scope }) => scope === "").map(({ role }) => role);
  const needed = all.filter(({ role, scope }) => scope === "" || !wide.includes(role));
  const assignments = new Map(needed.map((item) => [JSON.stringify(item), item]));
  return {
    vault,
    identity: who,
    stores,
    roleAssignments: [...assignments.values()].toSorted((a, b) => (a.scope < b.scope ? -1 : 1)),
    accessPolicy: accessPolicyOf(steps),
  };
}

/** A list of secrets is not to be had for some of them only. */
function assignmentOf(step: StoreStep): RoleAssignment {
  if (step.kind === "find") return { role: "Key Vault Secrets User", scope: "" };
  const { key } = step.request;
  return { role: key.startsWith("secrets/") ? "Key Vault Secrets User" : "Key Vault Reader", scope: key };
}

function accessPolicyOf(steps: readonly StoreStep[]): AccessPolicy {
  const finds = steps.some((step) => step.kind === "find");
  const reads = (collection: string): boolean =>
    steps.some((step) => step.kind !== "find" && step.request.key.startsWith(`${collection}/`));
  return {
    ...(finds || reads("secrets") ? { secrets: finds ? ["get", "list"] : ["get"] } : {}),
    ...(reads("keys") ? { keys: ["get"] } : {}),
    ...(reads("certificates") ? { certificates: ["get"] } : {}),
  };
}
