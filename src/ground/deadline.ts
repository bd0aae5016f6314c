/** When a run has to end. */
export interface Deadline {
  /** Aborted at the deadline. */
  readonly signal: AbortSignal;
  /** Milliseconds until then; below 0 afterwards. */
  readonly timeLeft: () => number;
}
