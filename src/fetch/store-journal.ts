import type { Find } from "../eso/external-secret.ts";
import type { Answer } from "../eso/read-request.ts";
import { storeName } from "../eso/stores/store-name.ts";
import type { Code } from "../ground/codes.ts";
import type { AccessId, Journal, Outcome, RecordCall } from "../ground/journal.ts";
import type { PlannedStore } from "../plan/render-plan.ts";

/** The codes of exit code 77. Their texts are not loaded for the journal's sake. */
export const DENIED: ReadonlySet<Code> = new Set<Code>([
  "ACCESS_DENIED",
  "AUTH_FAILED",
  "CREDENTIALS_MISSING",
  "CREDENTIAL_INVALID",
  "CREDENTIAL_NOT_FOUND",
  "ENDPOINT_DENIED",
  "HYDRATION_REFUSED",
  "NAMESPACE_DENIED",
  "REVISION_REFUSED",
  "SOURCE_REFUSED",
  "STORE_DENIED",
  "STORE_UNTRUSTED",
]);

/** A journal as one store writes into it. */
export class StoreJournal {
  readonly #journal: Journal;
  readonly #name: string;

  constructor(journal: Journal, store: PlannedStore) {
    this.#journal = journal;
    this.#name = storeName(store);
  }

  asked(id: AccessId): void {
    this.#journal.asked(this.#name, id);
  }

  answered({ resourceId, version }: AccessId, answer: Answer<unknown>): void {
    this.#journal.answered(this.#name, { resourceId, version, outcome: outcomeOf(answer) });
  }

  denied({ resourceId, version }: AccessId): void {
    this.#journal.answered(this.#name, { resourceId, version, outcome: "denied" });
  }

  /** For the store's client, which reports what it asks of the provider. */
  recorder(): RecordCall {
    return (call) => this.#journal.called(this.#name, call);
  }
}

/** What a find is called in a journal: it has no name at the provider. */
export function findId({ path, name, tags }: Find): AccessId {
  return { resourceId: `find:${JSON.stringify({ path, name: name?.regexp, tags })}`, version: "" };
}

function outcomeOf(answer: Answer<unknown>): Outcome {
  if (answer.kind === "value") return "found";
  if (answer.kind === "missing") return "missing";
  return DENIED.has(answer.problem.code) ? "denied" : "failed";
}
