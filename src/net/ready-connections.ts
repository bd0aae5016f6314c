import type { Socket } from "node:net";

/**
 * Connections that were opened before there is a request for them, by a key that tells their hosts apart. They are
 * opened when the first connection to the host has been made, so that a host that is down is not asked more often.
 */
export class ReadyConnections {
  readonly #sockets = new Map<string, Socket[]>();
  readonly #wanted = new Map<string, () => readonly Socket[]>();

  /** `open` is called when the next connection to the host has been made. */
  want(key: string, open: () => readonly Socket[]): void {
    this.#wanted.set(key, open);
  }

  /** A connection to the host has been made, handshake included. */
  connected(key: string): void {
    const open = this.#wanted.get(key);
    this.#wanted.delete(key);
    if (open !== undefined) this.#sockets.set(key, [...(this.#sockets.get(key) ?? []), ...open()]);
  }

  /** A connection that nobody uses yet. */
  take(key: string): Socket | undefined {
    const sockets = this.#sockets.get(key) ?? [];
    for (let socket = sockets.shift(); socket !== undefined; socket = sockets.shift()) {
      if (!socket.destroyed && socket.readyState !== "closed") return socket;
    }
    return undefined;
  }

  /** Closes those that nobody has taken. */
  destroy(): void {
    this.#wanted.clear();
    for (const socket of [...this.#sockets.values()].flat()) socket.destroy();
    this.#sockets.clear();
  }
}
