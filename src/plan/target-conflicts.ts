import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { SecretPlan } from "./render-plan.ts";

/**
 * ExternalSecrets that would overwrite one another's Secret. Those that merge (Merge, CreateOrMerge) and those that
 * write nothing (None) may share a target; of the others one alone may have it.
 */
export function targetConflicts(plans: readonly SecretPlan[]): Diagnostic[] {
  const owners = new Map<string, SecretPlan>();
  const conflicts: Diagnostic[] = [];
  for (const plan of plans) {
    const { creationPolicy } = plan.externalSecret.spec.target;
    if (creationPolicy !== "Owner" && creationPolicy !== "Orphan") continue;
    const key = JSON.stringify([plan.namespace, plan.targetName]);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, plan);
    else conflicts.push(conflict(plan, owner));
  }
  return conflicts;
}

function conflict(plan: SecretPlan, owner: SecretPlan): Diagnostic {
  const { name } = owner.externalSecret.metadata;
  return errorAt(plan.located, ["spec", "target", "name"], {
    code: "TARGET_CONFLICT",
    message: `Cannot write Secret "${plan.targetName}" of namespace "${plan.namespace}": ExternalSecret "${name}" writes it too`,
    hint: "Set another spec.target.name, or let one of them merge: spec.target.creationPolicy Merge or CreateOrMerge",
  });
}
