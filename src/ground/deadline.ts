import { RenderError } from "./diagnostic.ts";

/** When a run has to end. */
export interface Deadline {
  /** Aborted at the deadline. */
  readonly signal: AbortSignal;
  /** Milliseconds until then; below 0 afterwards. */
  readonly timeLeft: () => number;
}

/** Throws RenderError after the deadline: for work that lets no timer run, to be called between its parts. */
export function checkDeadline({ timeLeft }: Pick<Deadline, "timeLeft">): void {
  if (timeLeft() > 0) return;
  throw new RenderError({
    code: "DEADLINE",
    severity: "error",
    message: "Cannot finish within the deadline: it is over while the Secrets are made",
    hint: "Render fewer ExternalSecrets or keys at once, or pass a longer --timeout",
  });
}
