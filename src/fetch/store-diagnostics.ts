import type { Note } from "../eso/read-request.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { ProblemError } from "../ground/problem-error.ts";
import type { PlannedStore, RenderPlan, SecretPlan } from "../plan/render-plan.ts";

/**
 * One diagnostic for each store that could not be used, which tells whose Secrets wait for it. A ClusterSecretStore may
 * fail in some namespaces, whose credentials it uses, and not in others.
 */
export function storeDiagnostics(
  failures: ReadonlyMap<PlannedStore, ProblemError>,
  plan: RenderPlan,
): Diagnostic[] {
  const alike = Map.groupBy(failures, ([{ store }, { problem }]) =>
    JSON.stringify([store.kind, store.metadata, problem.message]),
  );
  return [...alike.values()].flatMap((failed) => {
    const stores = failed.map(([store]) => store);
    const users = usersOf(plan, stores);
    const [first] = failed;
    const located = stores[0]?.located ?? users[0]?.located;
    if (first === undefined || located === undefined) return [];
    const { problem, field = ["spec", "provider"] } = first[1];
    return errorAt(located, field, { ...problem, message: `${problem.message} (${neededBy(users)})` });
  });
}

/** What clients remark, at the store that was read. */
export function noteDiagnostics(
  notes: ReadonlyMap<PlannedStore, readonly Note[]>,
  plan: RenderPlan,
): Diagnostic[] {
  return [...notes].flatMap(([store, told]) => {
    const located = store.located ?? usersOf(plan, [store])[0]?.located;
    return located === undefined
      ? []
      : told.map((note) => ({ ...note, ...located.at(["spec", "provider"]) }));
  });
}

function usersOf({ secrets }: RenderPlan, stores: readonly PlannedStore[]): SecretPlan[] {
  return secrets.filter(({ steps }) =>
    steps.some((step) => step.kind !== "generator" && stores.includes(step.store)),
  );
}

function neededBy([first, ...others]: readonly SecretPlan[]): string {
  if (first === undefined) return "needed by nothing";
  const name = `needed by ExternalSecret ${first.namespace}/${first.externalSecret.metadata.name}`;
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}
