import type { Find } from "../eso/external-secret.ts";
import type { ReadRequest } from "../eso/read-request.ts";
import { readRequestKey } from "../eso/read-request.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { PlannedStore, RenderPlan, SecretPlan, StoreStep } from "./render-plan.ts";
import { isStoreStep } from "./render-plan.ts";

/** An entry that needs the answer to a request. */
export interface Need {
  readonly plan: SecretPlan;
  readonly path: FieldPath;
}

/** What a store is asked once, and who needs the answer. */
export interface PlannedRequest {
  readonly store: PlannedStore;
  readonly asked: { readonly read: ReadRequest } | { readonly find: Find };
  readonly neededBy: readonly Need[];
}

/**
 * The distinct requests of a plan, in the order in which they are first needed. A store is asked for itself in each
 * namespace that uses it, since its credentials may be others there.
 */
export function distinctRequests({ secrets }: RenderPlan): PlannedRequest[] {
  const requests = new Map<PlannedStore, Map<string, PlannedRequest & { neededBy: Need[] }>>();
  for (const plan of secrets) {
    for (const step of plan.steps.filter(isStoreStep)) {
      const ofStore = requests.get(step.store) ?? new Map<string, PlannedRequest & { neededBy: Need[] }>();
      requests.set(step.store, ofStore);
      const key = keyOf(step);
      const request = ofStore.get(key) ?? { store: step.store, asked: askedBy(step), neededBy: [] };
      request.neededBy.push({ plan, path: step.path });
      ofStore.set(key, request);
    }
  }
  return [...requests.values()].flatMap((ofStore) => [...ofStore.values()]);
}

function keyOf(step: StoreStep): string {
  return step.kind === "find" ? JSON.stringify(step.find) : readRequestKey(step.request);
}

function askedBy(step: StoreStep): PlannedRequest["asked"] {
  return step.kind === "find" ? { find: step.find } : { read: step.request };
}
