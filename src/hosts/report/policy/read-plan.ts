import { storeName } from "../../../eso/stores/store-name.ts";
import type { RenderPlan, StoreStep } from "../../../plan/render-plan.ts";
import { isStoreStep } from "../../../plan/render-plan.ts";

/** What one login is needed for. */
export interface IdentityReads {
  /** Who logs in, where: a heading for a person. */
  readonly identity: string;
  /** The stores that log in so. */
  readonly stores: readonly string[];
  readonly steps: readonly StoreStep[];
}

/** The steps of a plan by who makes them: `identityOf` gives undefined for stores of other providers. */
export function readsByIdentity(
  plan: RenderPlan,
  identityOf: (step: StoreStep) => string | undefined,
): IdentityReads[] {
  const steps = plan.secrets.flatMap((secret) => secret.steps).filter(isStoreStep);
  const groups = new Map<string, StoreStep[]>();
  for (const step of steps) {
    const identity = identityOf(step);
    if (identity === undefined) continue;
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, [step]);
    else group.push(step);
  }
  return [...groups].map(([identity, group]) => ({
    identity,
    stores: [...new Set(group.map(({ store }) => storeName(store)))].toSorted(),
    steps: group,
  }));
}
