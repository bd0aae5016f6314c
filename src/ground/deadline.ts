import { RenderError } from "./diagnostic.ts";

/** When a run has to end. */
export interface Deadline {
  /** Aborted at the deadline. */
  readonly signal: AbortSignal;
  /** Milliseconds until then; below 0 afterwards. */
  readonly timeLeft: () => number;
}

/** Milliseconds that work may go on after the deadline, to say what it was waiting for. */
export const GRACE = 1000;

/**
 * Throws RenderError where the deadline was more than `grace` milliseconds ago: for work that lets no timer run, to be
 * called between its parts.
 */
export function checkDeadline({ timeLeft }: Pick<Deadline, "timeLeft">, grace = 0): void {
  if (timeLeft() > -grace) return;
  throw new RenderError({
    code: "DEADLINE",
    severity: "error",
    message: "Cannot finish within the deadline: it is over while the Secrets are made",
    hint: "Render fewer ExternalSecrets or keys at once, or pass a longer --timeout",
  });
}
