import type { ClientContext } from "../../eso/client-context.ts";
import type { AzureProvider } from "../../eso/stores/azure.ts";
import type { Cloud } from "./cloud.ts";
import type { Transport } from "./transport.ts";

/** Opens a PKCS#12 archive without a password: its certificates and its key as PEM; undefined for what is none. */
export type ReadKeystore = (archive: Uint8Array) => Promise<string | undefined>;

/** What the ways to log in are chosen from. */
export interface AuthChoice extends ClientContext {
  readonly provider: AzureProvider;
  readonly cloud: Cloud;
  readonly readKeystore: ReadKeystore;
}

/** What a way to log in is made of. */
export interface AuthContext extends AuthChoice {
  readonly transport: Transport;
}
