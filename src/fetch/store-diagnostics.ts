import type { Note } from "../eso/read-request.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { ProblemError } from "../ground/problem-error.ts";
import type { PlannedStore, RenderPlan, SecretPlan } from "../plan/render-plan.ts";

/** One diagnostic for each store that could not be used, which tells whose Secrets wait for it. */
export function storeDiagnostics(
  failures: ReadonlyMap<PlannedStore, ProblemError>,
  plan: RenderPlan,
): Diagnostic[] {
  const told = new Map<string, Diagnostic>();
  for (const [store, { problem, field = ["spec", "provider"] }] of failures) {
    const key = JSON.stringify([store.store.kind, store.store.metadata, problem.message]);
    if (told.has(key)) continue;
    const users = usersOf(plan, store);
    const located = store.located ?? users[0]?.located;
    if (located === undefined) continue;
    told.set(
      key,
      errorAt(located, field, { ...problem, message: `${problem.message} (${neededBy(users)})` }),
    );
  }
  return [...told.values()];
}

/** What clients remark, at the store that was read. */
export function noteDiagnostics(
  notes: ReadonlyMap<PlannedStore, readonly Note[]>,
  plan: RenderPlan,
): Diagnostic[] {
  return [...notes].flatMap(([store, told]) => {
    const located = store.located ?? usersOf(plan, store)[0]?.located;
    return located === undefined
      ? []
      : told.map((note) => ({ ...note, ...located.at(["spec", "provider"]) }));
  });
}

function usersOf({ secrets }: RenderPlan, store: PlannedStore): SecretPlan[] {
  return secrets.filter((secret) => secret.steps.some((step) => usesStore(step, store)));
}

function usesStore(step: SecretPlan["steps"][number], { store }: PlannedStore): boolean {
  return step.kind !== "generator" && step.store.store === store;
}

function neededBy([first, ...others]: readonly SecretPlan[]): string {
  if (first === undefined) return "needed by nothing";
  const name = `needed by ExternalSecret ${first.namespace}/${first.externalSecret.metadata.name}`;
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}
