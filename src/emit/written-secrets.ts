import type { ObjectName } from "../manifest/check-documents.ts";
import type { EmittedPlan } from "./emit-plan.ts";

/** The Secrets that are written. Several ExternalSecrets may write one, and none takes out what another has written. */
export function writtenSecrets(outcomes: EmittedPlan["outcomes"]): ObjectName[] {
  const secrets = new Map<string, ObjectName>();
  for (const [{ namespace, targetName }, emitted] of outcomes) {
    const key = JSON.stringify([namespace, targetName]);
    if (emitted.kind === "write")
      secrets.set(key, { kind: "Secret", name: emitted.secret.name, namespace: emitted.secret.namespace });
  }
  return [...secrets.values()];
}
