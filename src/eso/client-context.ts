import type { RecordCall } from "../ground/journal.ts";
import type { Network } from "../net/network.ts";
import type { StoreCredentials } from "./store-credentials.ts";
import type { GenericStore } from "./stores/store.ts";

/** All that a provider's client is opened with. It has no other way to learn anything of the process. */
export interface ClientContext {
  readonly store: GenericStore;
  /** Namespace of the ExternalSecret that reads. */
  readonly namespace: string;
  readonly credentials: StoreCredentials;
  /** The process's own identity may be used, where the store names none. */
  readonly mayUseAmbient: boolean;
  /** The process's environment where `mayUseAmbient`, otherwise nothing. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly network: Network;
  /** Whether AWS may be asked in batches; `auto` where it is absent. */
  readonly awsBatch?: "auto" | "off" | undefined;
  /** Told of every request to the provider. */
  readonly record: RecordCall;
}
