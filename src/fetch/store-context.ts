import type { Trust } from "../eso/trust.ts";
import type { Parsed } from "../manifest/manifest.ts";
import type { PlannedStore } from "../plan/render-plan.ts";
import type { StoreAccess } from "./store-access.ts";
import type { OfflineContext } from "./clients.ts";
import { Credentials } from "./credentials.ts";

/** Objects of the run, by whose they are; `any` prefers the stream's. */
export interface ReferencedObjects {
  find(
    kind: string,
    namespace: string,
    name: string,
    of: "any" | "stream" | "administrator",
  ): Parsed | undefined;
}

/**
 * What the client of a store may know. Stores of the administrator may use the process's own identity; those of the
 * stream only where the trust says so. Where look-ups are kept apart, neither sees the objects of the other.
 */
export function storeContext(
  store: PlannedStore,
  access: StoreAccess,
  resources: ReferencedObjects,
): Omit<OfflineContext, "record"> {
  const { trust, environment, credentialFiles, awsBatch } = access;
  const of = trust.lookUps === "shared" ? "any" : store.origin;
  const mayUseAmbient = store.origin === "administrator" || trust.isAmbient;
  return {
    store: store.store,
    namespace: store.namespace,
    mayUseAmbient,
    awsBatch,
    environment: mayUseAmbient ? environment : {},
    credentials: new Credentials(store, {
      find: (kind, namespace, name) => resources.find(kind, namespace, name, of)?.object,
      files: mayUseFiles(store, trust) ? credentialFiles : undefined,
    }),
  };
}

/** A tenant may write any namespace into a store, so that what is mounted for all of them would be theirs. */
function mayUseFiles({ origin }: PlannedStore, { lookUps, namespaces }: Trust): boolean {
  return origin === "administrator" || lookUps === "shared" || namespaces === "own";
}
