import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

import { toolPath } from "./find.ts";

/** A moto server on loopback. */
export interface Moto {
  readonly url: string;
  /** Empties it. */
  reset(): Promise<void>;
  /** From now on signatures and policies are checked. */
  checkSignatures(): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE = 20_000;

/** Starts moto on a free port; ready when this returns. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(toolPath("moto"), ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const stop = async (): Promise<void> => stopChild(child);
  await untilReady(`${url}/moto-api/`, child);
  return {
    url,
    stop,
    reset: async () => {
      await fetch(`${url}/moto-api/reset`, { method: "POST" });
    },
    checkSignatures: async () => {
      await fetch(`${url}/moto-api/reset-auth`, {
        method: "POST",
        headers: { "content-type": "text/plain" },
        body: "0",
      });
    },
  };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      await wait(50);
    }
  }
  child.kill();
  throw new Error("moto was not ready in time");
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
