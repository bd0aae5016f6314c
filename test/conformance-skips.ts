/** Recorded cases that end otherwise here, each with the reason. */
export const SKIPPED: ReadonlyMap<string, string> = new Map([]);
