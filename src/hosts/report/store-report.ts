import { storeName } from "../../eso/stores/store-name.ts";
import type { Outcome } from "../../ground/journal.ts";
import { providerName } from "../../plan/address.ts";
import type { StoreStep } from "../../plan/render-plan.ts";
import { isStoreStep } from "../../plan/render-plan.ts";
import type { AccessIndex } from "./access-index.ts";
import { rounded } from "./milliseconds.ts";
import type { RunRecord } from "./run-record.ts";

/** What one store was asked in a run. */
export interface StoreReport {
  /** `SecretStore shop/db`. */
  readonly store: string;
  readonly provider: string;
  /** Who asked, as the provider knows them. */
  readonly identities: readonly string[];
  /** Distinct secrets and searches that it was asked for. */
  readonly reads: number;
  /** Entries that needed nothing new: another entry had asked for the same. */
  readonly cacheHits: number;
  /** Requests to the provider, logins among them. */
  readonly calls: number;
  /** Attempts after the first, over all calls. */
  readonly retries: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** From the first question to the last answer. */
  readonly milliseconds: number;
}

/** One report for each store that something was to be read from, in the order of the plan. */
export function storeReports(record: RunRecord, index: AccessIndex): StoreReport[] {
  const steps = record.plannedInputs?.plan.secrets.flatMap((secret) => secret.steps) ?? [];
  const byStore = Map.groupBy(steps.filter(isStoreStep), (step) => storeName(step.store));
  return [...byStore].map(([store, group]) => storeReport(store, group, { record, index }));
}

function storeReport(
  name: string,
  steps: readonly StoreStep[],
  { record, index }: { readonly record: RunRecord; readonly index: AccessIndex },
): StoreReport {
  const accesses = record.accesses.filter(({ store }) => store === name);
  const calls = record.calls.filter(({ store }) => store === name);
  const [first] = steps;
  return {
    store: name,
    provider: first === undefined ? "" : providerName(first.store.store),
    identities: [...new Set(calls.map(({ identity }) => identity))],
    reads: accesses.length,
    cacheHits: steps.filter((step) => index.isCacheHit(step)).length,
    calls: calls.length,
    retries: calls.reduce((sum, { attempts }) => sum + attempts - 1, 0),
    outcomes: {
      found: countOf("found"),
      missing: countOf("missing"),
      denied: countOf("denied"),
      failed: countOf("failed"),
    },
    milliseconds: rounded(wallTime(accesses)),
  };

  function countOf(outcome: Outcome): number {
    return accesses.filter((access) => access.outcome === outcome).length;
  }
}

function wallTime(accesses: RunRecord["accesses"]): number {
  const begin = Math.min(...accesses.map(({ askedAt }) => askedAt));
  const end = Math.max(...accesses.map(({ askedAt, answeredAt }) => answeredAt ?? askedAt));
  return accesses.length === 0 ? 0 : end - begin;
}
