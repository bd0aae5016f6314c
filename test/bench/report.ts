import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { medians } from "./measure.ts";
import { makeStream } from "./streams.ts";

/** What the records of a render with 24 ExternalSecrets cost, in starts of a bare Node. */
const ROUNDS = Number(process.argv[2] ?? 31);
const MOST = 0.3;
const MAIN = resolve(import.meta.dirname, "../../dist/main.js");

const KiB = 1024;
const directory = mkdtempSync(join(tmpdir(), "presecret-bench-"));
for (const bytes of [100 * KiB, 1024 * KiB]) {
  const stdin = join(directory, `${bytes}.yaml`);
  writeFileSync(stdin, makeStream(bytes, 24));
  measure(`${bytes / KiB} KiB`, stdin);
}
rmSync(directory, { recursive: true });

function measure(size: string, stdin: string): void {
  const render = [MAIN, "render", "-"];
  const plain = { name: "no records", argv: render, stdin };
  const recorded = ["--report report.json", "--report report.html", "--audit audit.log"].map((name) => {
    const [flag = "", file = ""] = name.split(" ");
    return { name, argv: [...render, flag, join(directory, file)], stdin };
  });
  const bare = { name: "bare node -e 0", argv: ["-e", "0"] };
  const times = medians([bare, plain, ...recorded], ROUNDS);
  const timeOf = ({ name }: { readonly name: string }): number => times.get(name) ?? 0;
  console.log(
    `${size}: ${bare.name} ${timeOf(bare).toFixed(1)} ms, ${plain.name} ${timeOf(plain).toFixed(1)} ms (medians of ${ROUNDS}, interleaved)`,
  );
  for (const subject of recorded) {
    const cost = (timeOf(subject) - timeOf(plain)) / timeOf(bare);
    console.log(`  ${subject.name}: ${cost.toFixed(2)} times bare node more (goal: at most ${MOST})`);
  }
}
