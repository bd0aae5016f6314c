import { spawnSync } from "node:child_process";
import { openSync, closeSync } from "node:fs";

/** A program to run, measured from outside. */
export interface Subject {
  readonly name: string;
  readonly argv: readonly string[];
  /** File for standard input. */
  readonly stdin?: string;
  /** How it is to end; 0 where it is absent. */
  readonly exit?: number;
}

/**
 * Median wall time of each subject in ms. The subjects take turns, so that whatever else the machine does hits
 * them alike, and in another order each round, so that none always runs behind the same one. Throws where one fails.
 */
export function medians(subjects: readonly Subject[], rounds: number): Map<string, number> {
  const times = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const subject of shuffled(subjects)) times.get(subject.name)?.push(timeOf(subject));
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

/** In any order, each as likely as the other ones. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function timeOf(subject: Subject): number {
  const start = performance.now();
  run(subject);
  return performance.now() - start;
}

/** Peak resident memory of one run, in MiB, as the process itself reports it when it ends. */
export function peakMemory(subject: Subject): number {
  const report =
    "process.on('exit', () => require('node:fs').writeSync(2, '\\npeak ' + process.resourceUsage().maxRSS))";
  const preload = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('file:///'); ${report}`)}`;
  const stderr = run({ ...subject, argv: ["--import", preload, ...subject.argv] });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}

function run({ name, argv, stdin, exit = 0 }: Subject): string {
  const input = stdin === undefined ? "ignore" : openSync(stdin, "r");
  const result = spawnSync(process.execPath, argv, { stdio: [input, "ignore", "pipe"], encoding: "utf8" });
  if (typeof input === "number") closeSync(input);
  if (result.status !== exit) throw new Error(`${name} failed: ${result.stderr}`);
  return result.stderr;
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
}
