import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";

/** A server that accepts connections and never says anything. */
export class SilentServer {
  /** HOST:PORT. */
  readonly address: string;
  connections = 0;
  readonly #close: () => void;

  private constructor(address: string, close: () => void) {
    this.address = address;
    this.#close = close;
  }

  static async start(): Promise<SilentServer> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      silent.connections += 1;
      socket.on("data", () => undefined);
      socket.on("error", () => undefined);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const silent = new SilentServer(`127.0.0.1:${port}`, () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return silent;
  }

  close(): void {
    this.#close();
  }
}

/** Manifests of a ClusterSecretStore of Vault at an address, with its token. */
export function storeAt(name: string, address: string): string {
  return `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: ${name}}
spec:
  provider:
    vault:
      server: http://${address}
      path: secret
      auth:
        tokenSecretRef: {name: token, namespace: platform, key: token}
---
apiVersion: v1
kind: Secret
metadata: {name: token, namespace: platform}
stringData: {token: s3cr3t-canary-token}
`;
}
