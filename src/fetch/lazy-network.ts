import type { Network } from "../net/network.ts";
import type { StoreAccess } from "./store-access.ts";

/** The network of a run: its code is loaded, and anything of it made, when the first client needs it. */
export class LazyNetwork {
  readonly #access: StoreAccess;
  #network: Promise<Network> | undefined;

  constructor(access: StoreAccess) {
    this.#access = access;
  }

  async open(): Promise<Network> {
    this.#network ??= open(this.#access);
    return this.#network;
  }

  /** Closes the connections that no request is on. */
  async closeIdle(): Promise<void> {
    const network = await this.#opened();
    network?.closeIdle();
  }

  async close(): Promise<void> {
    const network = await this.#opened();
    network?.close();
  }

  /** That it could not be opened was told to whoever wanted it. */
  async #opened(): Promise<Network | undefined> {
    return this.#network?.catch(() => undefined);
  }
}

async function open(access: StoreAccess): Promise<Network> {
  const { openNetwork } = await import("../net/open-network.ts");
  return openNetwork(access);
}
