/** How asking for a secret ended, as a journal and an audit line say it. */
export type Outcome = "found" | "missing" | "denied" | "failed";

/** What is asked of a store, by its canonical name: a `ReadRequest`, or the search of a find. */
export interface AccessId {
  readonly resourceId: string;
  /** Empty for the current version. */
  readonly version: string;
}

/** One text for all that names one thing of one store. */
export function accessKey(store: string, { resourceId, version }: AccessId): string {
  return JSON.stringify([store, resourceId, version]);
}

/** What came of asking. */
export interface Access extends AccessId {
  readonly outcome: Outcome;
}

/** One request to a provider with all its attempts, as the provider's client reports it. */
export interface Call {
  /** The provider's own name for it: `GetSecretValue`, `GET secret/data/app`, `AssumeRole`. */
  readonly operation: string;
  /** Who asked, as the provider knows them: a role, an ARN, a client ID. Never a credential. */
  readonly identity: string;
  /** The secrets that it was about: several for a batch, none for a login. */
  readonly accesses: readonly Access[];
  /** The provider's own ID of the request, by which its log can be searched. */
  readonly requestId?: string | undefined;
  /** 1 where the first attempt was the last. */
  readonly attempts: number;
  readonly milliseconds: number;
}

/** Where a provider's client reports its calls. */
export type RecordCall = (call: Call) => void;

/** Observes what a run asks of its stores. It knows names and outcomes, never a value. */
export interface Journal {
  /** `store` has the identity of `asked`, in whose name it is asked, too. */
  shared(store: string, asked: string): void;
  /** `store` (`SecretStore shop/db`) is about to be asked. */
  asked(store: string, id: AccessId): void;
  /** `store` gave its answer, or will never give one. */
  answered(store: string, access: Access): void;
  /** The client of `store` made a request. */
  called(store: string, call: Call): void;
}

/** The journal of a run that keeps none. */
export const NO_JOURNAL: Journal = {
  shared: () => undefined,
  asked: () => undefined,
  answered: () => undefined,
  called: () => undefined,
};
