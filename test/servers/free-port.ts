import { createServer } from "node:net";

/** A port of 127.0.0.1 that nobody listens on now, and neither on the `neighbours` after it. */
export async function freePort(neighbours = 0): Promise<number> {
  for (;;) {
    const port = await boundPort(0);
    const others = Array.from({ length: neighbours }, (_, index) => port + 1 + index);
    const free = await Promise.all(others.map(async (other) => (await boundPort(other)) === other));
    if (port > 0 && free.every(Boolean)) return port;
  }
}

/** The port that a listener got; -1 where it was taken. */
async function boundPort(wanted: number): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<number>();
  server.once("error", () => {
    resolve(-1);
  });
  server.listen(wanted, "127.0.0.1", () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : -1;
    server.close(() => {
      resolve(port);
    });
  });
  return promise;
}
