import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { LIMITS } from "../../src/ground/limits.ts";
import { externalSecret, login, store } from "../providers/azure/rig.ts";
import { medians, peakMemory } from "./measure.ts";

const ROUNDS = Number(process.argv[2] ?? 21);
const MOST = 4;
const MAIN = resolve(import.meta.dirname, "../../dist/main.js");

/**
 * A search that is refused for its expression, after the store's client was opened with its credentials and before
 * anything is asked: what is measured is the start, not the network.
 */
const STREAM = [
  login(),
  store(),
  externalSecret({ dataFrom: [{ find: { name: { regexp: "a".repeat(LIMITS.regexpSource + 1) } } }] }),
];

const directory = mkdtempSync(join(tmpdir(), "presecret-bench-"));
const stdin = join(directory, "stream.yaml");
writeFileSync(stdin, STREAM.map((object) => JSON.stringify(object)).join("\n---\n"));
const bare = { name: "bare node -e 0", argv: ["-e", "0"] };
const start = { name: "start with the authenticated client", argv: [MAIN, "render", "-"], stdin, exit: 65 };

const times = medians([bare, start], ROUNDS);
const base = times.get(bare.name) ?? 0;
const ratio = (times.get(start.name) ?? 0) / base;
console.log(`${bare.name}: ${base.toFixed(1)} ms (median of ${ROUNDS}, interleaved)`);
console.log(
  `${start.name}: ${ratio.toFixed(2)} times bare node (goal: at most ${MOST}), ${peakMemory(start).toFixed(0)} MiB`,
);
rmSync(directory, { recursive: true });
