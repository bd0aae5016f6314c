import { spawn } from "node:child_process";
import { once } from "node:events";

import { toolPath } from "./find.ts";
import { freePort } from "./free-port.ts";

/** A directory on loopback in which one entry can bind. */
export interface Directory {
  /** `ldap://127.0.0.1:port`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a directory. Throws where it is not installed, or ends before it listens. */
export async function startDirectory(dn: string, password: string): Promise<Directory> {
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(toolPath("ldap"), [address, dn, password], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(server, "exit");
  const isReady = await Promise.race([once(server.stdout, "data").then(() => true), ended.then(() => false)]);
  if (!isReady) throw new Error("The directory did not get ready");
  return {
    url: `ldap://${address}`,
    stop: async () => {
      server.kill("SIGTERM");
      await ended;
    },
  };
}
