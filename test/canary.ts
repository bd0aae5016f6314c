/** The value that fixtures hold in place of secrets. */
export const CANARY = "s3cr3t-canary";

/** Whether a text shows the canary: as it is, in base64 at any alignment, in hex, or in a URL. */
export function hasCanary(text: string): boolean {
  const alignments = [0, 1, 2].map((skip) => Buffer.from(CANARY.slice(skip)).toString("base64").slice(0, 12));
  return [CANARY, encodeURIComponent(CANARY), Buffer.from(CANARY).toString("hex"), ...alignments].some(
    (form) => text.includes(form),
  );
}
