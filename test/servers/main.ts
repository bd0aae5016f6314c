import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import type { Tool } from "./tool.ts";
import { cacheDirectory, COMPLETE, directoryOf, isInstalled } from "./tool.ts";
import { TOOLS } from "./tools.ts";

const POLL = 500;

/** Installs the named tools, or all of them, one after the other; gives the exit code. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !TOOLS.some((tool) => tool.name === name));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(", ")}. There are: ${TOOLS.map(({ name }) => name).join(", ")}`);
    return 64;
  }
  for (const tool of TOOLS) {
    if (names.length === 0 || names.includes(tool.name)) await ensure(tool);
  }
  return 0;
}

async function ensure(tool: Tool): Promise<void> {
  const directory = directoryOf(tool);
  const started = Date.now();
  if (!isInstalled(tool)) await locked(`${directory}.lock`, () => installOnce(tool, directory));
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`${tool.name} ${tool.version}: ${join(directory, tool.executable)} (${seconds} s)`);
}

function installOnce(tool: Tool, directory: string): void {
  if (isInstalled(tool)) return;
  console.log(`${tool.name} ${tool.version}: installing`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  tool.install(directory);
  writeFileSync(join(directory, COMPLETE), "");
}

/** Runs `work` while no other process does; the lock of a process that is gone is taken over. */
async function locked(path: string, work: () => void): Promise<void> {
  mkdirSync(cacheDirectory(), { recursive: true });
  while (!tryLock(path)) await wait(POLL);
  try {
    work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    const fd = openSync(path, "wx");
    writeFileSync(fd, String(process.pid));
    closeSync(fd);
    return true;
  } catch {
    if (!isHeld(path)) rmSync(path, { force: true });
    return false;
  }
}

function isHeld(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, "utf8"));
    // An empty file is a lock whose holder is about to write its number.
    return holder === 0 || process.kill(holder, 0);
  } catch {
    return false;
  }
}

process.exitCode = await main(process.argv.slice(2));
