import { readdirSync, readFileSync } from "node:fs";

/** Memory of processes in MiB: RSS counts shared pages for each of them, PSS once for all, as a container is charged. */
export interface Memory {
  readonly rss: number;
  readonly pss: number;
  readonly processes: number;
}

/** Memory of a process and of all below it, now. */
export function memoryBelow(pid: number): Memory {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))]),
  );
  const below = [...parents.keys()].filter((process) => isBelow(process, pid, parents));
  const parts = below.map(memoryOf);
  return {
    rss: parts.reduce((sum, part) => sum + part.rss, 0),
    pss: parts.reduce((sum, part) => sum + part.pss, 0),
    processes: parts.filter((part) => part.rss > 0).length,
  };
}

function isBelow(process: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = process; at !== undefined && at > 0; at = parents.get(at)) {
    if (at === ancestor) return true;
  }
  return false;
}

function parentOf(pid: number): number {
  const [, fields = ""] = read(`/proc/${pid}/stat`).split(/\) (?=\S )/);
  return Number(fields.split(" ")[1] ?? 0);
}

function memoryOf(pid: number): { readonly rss: number; readonly pss: number } {
  const text = read(`/proc/${pid}/smaps_rollup`);
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? 0) / 1024;
  return { rss: field("Rss"), pss: field("Pss") };
}

/** A process may be gone by now. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
