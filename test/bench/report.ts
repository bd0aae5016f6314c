import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { medians } from "./measure.ts";
import { makeStream } from "./streams.ts";

/** What the records of a render with 24 ExternalSecrets cost, in starts of a bare Node. */
const ROUNDS = Number(process.argv[2] ?? 31);
const MOST = 0.3;
const MAIN = resolve(import.meta.dirname, "../../dist/main.js");

const directory = mkdtempSync(join(tmpdir(), "presecret-bench-"));
const stdin = join(directory, "stream.yaml");
writeFileSync(stdin, makeStream(1024 * 1024, 24));
const render = [MAIN, "render", "-"];
const plain = { name: "no records", argv: render, stdin };
const recorded = [
  { name: "--report FILE.json", argv: [...render, "--report", join(directory, "report.json")], stdin },
  { name: "--report FILE.html", argv: [...render, "--report", join(directory, "report.html")], stdin },
  { name: "--audit FILE", argv: [...render, "--audit", join(directory, "audit.log")], stdin },
];
const bare = { name: "bare node -e 0", argv: ["-e", "0"] };

const times = medians([bare, plain, ...recorded], ROUNDS);
const timeOf = ({ name }: { readonly name: string }): number => times.get(name) ?? 0;
console.log(
  `${bare.name}: ${timeOf(bare).toFixed(1)} ms, ${plain.name}: ${timeOf(plain).toFixed(1)} ms (medians of ${ROUNDS}, interleaved)`,
);
for (const subject of recorded) {
  const cost = (timeOf(subject) - timeOf(plain)) / timeOf(bare);
  console.log(`${subject.name}: ${cost.toFixed(2)} times bare node more (goal: at most ${MOST})`);
}
rmSync(directory, { recursive: true });
