import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";

/** A relay of bytes that stands for a server further away. It listens on loopback only. */
export interface DelayRelay {
  /** `http://127.0.0.1:port`. */
  readonly address: string;
  /** When the first byte of a client arrived (performance.now()), since the last `reset`. */
  readonly firstAt: number | undefined;
  reset(): void;
  stop(): Promise<void>;
}

/** Starts a relay to `target` (`http://host:port`); what a client sends gets there `delay` milliseconds later. */
export async function startDelayRelay(target: string, delay: number): Promise<DelayRelay> {
  const { hostname, port } = new URL(target);
  let firstAt: number | undefined;
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
    client.on("data", (chunk) => {
      firstAt ??= performance.now();
      if (delay === 0) upstream.write(chunk);
      else setTimeout(() => upstream.write(chunk), delay);
    });
    upstream.pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on("error", () => other.destroy());
      socket.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get firstAt() {
      return firstAt;
    },
    reset: () => {
      firstAt = undefined;
    },
    stop: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
