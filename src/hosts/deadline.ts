import { setTimeout as wait } from "node:timers/promises";

import { RenderError } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import { UsageError } from "./command.ts";

const UNITS = { ms: 1, s: 1000, m: 60_000 } as const;

/** The result of `work`, if it comes in time. Throws RenderError with DEADLINE otherwise. */
export async function withDeadline<Result>(
  work: Promise<Result>,
  timeout: string | undefined,
): Promise<Result> {
  const milliseconds = timeout === undefined ? LIMITS.deadline : parseTimeout(timeout);
  const abort = new AbortController();
  const late = wait(milliseconds, undefined, { signal: abort.signal, ref: false }).then(() => {
    throw new RenderError({
      code: "DEADLINE",
      severity: "error",
      message: `Cannot finish within ${milliseconds / 1000} s`,
      hint: "Look at the stores that are slow, or pass a longer --timeout",
    });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    abort.abort();
    late.catch(() => undefined);
  }
}

function parseTimeout(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
  const milliseconds = Number(digits) * UNITS[(unit === "" ? "s" : unit) as keyof typeof UNITS];
  if (digits === "" || milliseconds === 0)
    throw new UsageError(`Flag --timeout cannot be "${text}"`, "Write 30s or 2m");
  return milliseconds;
}
