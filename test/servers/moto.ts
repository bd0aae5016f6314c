import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import { toolPath } from "./find.ts";
import { freePort } from "./free-port.ts";

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

/** Asks moto's IAM, before signatures are checked; gives its XML. */
export async function iam(url: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: new URLSearchParams({ Version: "2010-05-08", ...parameters }).toString(),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Text of the first element of that name. */
export function memberOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]+)<`).exec(xml)?.[1] ?? "";
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
