/** Outcomes that the operator reports while it leaves the cluster as it is, and that a render refuses as a whole. */
export const DECISIONS: readonly {
  readonly reason: string;
  readonly message: string;
  readonly why: string;
}[] = [
  {
    reason: "SecretMissing",
    message: "",
    why: "Merge without its Secret: nothing could be written, and a GitOps engine would prune",
  },
  {
    reason: "SecretSynced",
    message: "retained",
    why: "nothing found with Retain: leaving the cluster as it is cannot be rendered",
  },
  {
    reason: "",
    message: '"namespace"',
    why: "a namespace that a ClusterExternalSecret fails in fails the render",
  },
];

const ONE_TARGET = "two ExternalSecrets that write one Secret are refused";

/** Recorded cases that end otherwise here, each with the reason. */
export const SKIPPED: ReadonlyMap<string, string> = new Map([
  ["admission: PushSecret in the stream is ignored", "an object that nothing acts on is never passed on"],
  ["creation: Orphan: two ExternalSecrets, one Secret", ONE_TARGET],
  ["creation: Owner after Orphan: takes the Secret", ONE_TARGET],
]);
