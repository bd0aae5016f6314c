import type { SecretsClient } from "../eso/read-request.ts";
import type { RecordCall } from "../ground/journal.ts";
import type { PlannedStore } from "../plan/render-plan.ts";

/** Opens the client of a store; each provider's code is loaded when the first store needs it. `record` gets its calls. */
export async function openClient({ store }: PlannedStore, _record: RecordCall): Promise<SecretsClient> {
  const { fake } = store.spec.provider;
  if (fake === undefined) throw new TypeError("A store without a built-in provider was planned");
  const { openFakeClient } = await import("../providers/fake/client.ts");
  return openFakeClient(fake);
}
