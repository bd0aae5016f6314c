import type { Network } from "../net/network.ts";
import type { Access } from "./access.ts";

/** The network of a run: its code is loaded, and anything of it made, when the first client needs it. */
export class LazyNetwork {
  readonly #access: Access;
  #network: Promise<Network> | undefined;

  constructor(access: Access) {
    this.#access = access;
  }

  async open(): Promise<Network> {
    this.#network ??= open(this.#access);
    return this.#network;
  }

  async close(): Promise<void> {
    (await this.#network)?.close();
  }
}

async function open(access: Access): Promise<Network> {
  const { openNetwork } = await import("../net/open-network.ts");
  return openNetwork(access);
}
