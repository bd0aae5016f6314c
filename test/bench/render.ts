import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { medians, peakMemory } from "./measure.ts";
import { makeStream } from "./streams.ts";

const ROUNDS = Number(process.argv[2] ?? 21);
const MAIN = resolve(import.meta.dirname, "../../dist/main.js");
const MiB = 1024 * 1024;

const directory = mkdtempSync(join(tmpdir(), "presecret-bench-"));
const subjects = [
  { name: "1 MB, nothing to render", bytes: MiB, externalSecrets: 0, most: 1.5 },
  { name: "1 MB, 24 ExternalSecrets", bytes: MiB, externalSecrets: 24, most: 3 },
  { name: "10 MB, 364 ExternalSecrets", bytes: 10 * MiB, externalSecrets: 364, most: 8 },
].map(({ name, bytes, externalSecrets, most }) => {
  const stdin = join(directory, `${externalSecrets}.yaml`);
  writeFileSync(stdin, makeStream(bytes, externalSecrets));
  return { name, argv: [MAIN, "render", "-"], stdin, most };
});
const bare = { name: "bare node -e 0", argv: ["-e", "0"] };

const times = medians([bare, ...subjects], ROUNDS);
const base = times.get(bare.name) ?? 0;
console.log(`${bare.name}: ${base.toFixed(1)} ms (median of ${ROUNDS}, interleaved)`);
for (const subject of subjects) {
  const ratio = (times.get(subject.name) ?? 0) / base;
  console.log(
    `${subject.name}: ${ratio.toFixed(2)} times bare node (goal: at most ${subject.most}), ${peakMemory(subject).toFixed(0)} MiB`,
  );
}
rmSync(directory, { recursive: true });
