import { visible } from "../../ground/visible.ts";
import type { GenericStore } from "./store.ts";

/** A store as a message names it: `ClusterSecretStore "aws"`. */
export function printStore({ kind, metadata }: GenericStore): string {
  return `${kind} "${visible(metadata.name)}"`;
}

/** A store and the namespace in which its references are looked up. */
interface PlacedStore {
  readonly store: GenericStore;
  readonly namespace: string;
}

/** A store as journals and reports tell it from all others: `SecretStore shop/db`, `ClusterSecretStore aws`. */
export function storeName({ store: { kind, metadata }, namespace }: PlacedStore): string {
  return kind === "ClusterSecretStore" ? `${kind} ${metadata.name}` : `${kind} ${namespace}/${metadata.name}`;
}
