import { clearTimeout, setTimeout } from "node:timers";

import type { Deadline } from "../ground/deadline.ts";
import { GRACE } from "../ground/deadline.ts";
import { RenderError } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import { UsageError } from "./command.ts";
import type { Io } from "./io.ts";

const UNITS = { ms: 1, s: 1000, m: 60_000 } as const;

/** A day; Node's timers take some three weeks, and end at once where they are given more. */
const LONGEST = 24 * 60 * 60 * 1000;

/**
 * The result of `work`, whose signal is aborted after `timeout` so that it can tell what it waits for. Throws
 * RenderError with DEADLINE where it does not end then either.
 */
export async function withDeadline<Result>(
  { now }: Pick<Io, "now">,
  timeout: string | undefined,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const milliseconds = timeout === undefined ? LIMITS.deadline : parseTimeout(timeout);
  const end = now() + milliseconds;
  const over = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timers = [
    setTimeout(() => {
      over.abort();
    }, milliseconds),
    setTimeout(() => {
      reject(tooLate(milliseconds));
    }, milliseconds + GRACE),
  ];
  try {
    return await Promise.race([work({ signal: over.signal, timeLeft: () => end - now() }), late]);
  } finally {
    timers.forEach(clearTimeout);
  }
}

function tooLate(milliseconds: number): RenderError {
  return new RenderError({
    code: "DEADLINE",
    severity: "error",
    message: `Cannot finish within ${milliseconds / 1000} s`,
    hint: "Look at the stores that are slow, or pass a longer --timeout",
  });
}

function parseTimeout(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
  const milliseconds = Number(digits) * UNITS[(unit === "" ? "s" : unit) as keyof typeof UNITS];
  if (digits === "" || milliseconds === 0 || milliseconds > LONGEST)
    throw new UsageError(`Flag --timeout cannot be "${text}"`, "Write 30s or 2m; at most a day is waited");
  return milliseconds;
}
