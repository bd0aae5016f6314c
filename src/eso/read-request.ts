import type { Problem } from "../ground/diagnostic.ts";
import type { SecretData, Sensitive } from "../ground/sensitive.ts";
import type { Find, RemoteRef } from "./external-secret.ts";
import type { WorkBudget } from "../ground/work-budget.ts";

/** What is read from a store, once, however many keys and ExternalSecrets need it. */
export interface ReadRequest {
  /** Canonical name of what is read, provider prefix first: `fake:prod/db`, `vault:HOST:NAMESPACE:MOUNT/PATH`. */
  readonly resourceId: string;
  /** The version as the provider understands it; empty for the current one. */
  readonly version: string;
  /** The value itself, or the tags and metadata beside it (`metadataPolicy: Fetch`). */
  readonly what: "value" | "metadata";
  /** The name to ask the store for: remoteRef.key after the provider's own rules (prefix, mount). */
  readonly key: string;
}

/** What a remoteRef asks of a store; a problem's message is a clause about the secret, as in Answer. */
export type Address = { readonly request: ReadRequest } | { readonly problem: Problem };

/** Something about reading that ends nothing, a whole sentence. */
export interface Note extends Problem {
  readonly severity: "warning" | "info";
}

/** Two requests with the same text are answered by one read. */
export function readRequestKey(request: ReadRequest): string {
  return JSON.stringify([request.resourceId, request.version, request.what]);
}

/**
 * Outcome of asking: a value, ESO's NoSecretErr (which deletionPolicy decides about), or an error. A problem's message
 * is a clause about what was asked for ("it does not exist"), to which assemble/ adds the secret and the store; one
 * that begins with a capital is a whole sentence about something else.
 */
export type Answer<Value> =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "missing"; readonly problem: Problem }
  | { readonly kind: "failed"; readonly problem: Problem };

/** Says why something may not be read; undefined where it may. */
export type Authorize = (request: ReadRequest) => Problem | undefined;

/**
 * One secret as the store gave it; every property is selected from it without asking again. The work of that is taken
 * from `budget`, which all entries of a run share; a look-up without one has a new one for itself.
 */
export interface RawSecret {
  /** ESO: SecretsClient.GetSecret for a remoteRef that leads to this secret. */
  getSecret(remoteRef: RemoteRef, budget?: WorkBudget): Answer<Sensitive>;
  /** ESO: SecretsClient.GetSecretMap for a remoteRef that leads to this secret. */
  getSecretMap(remoteRef: RemoteRef, budget?: WorkBudget): Answer<SecretData>;
}

/**
 * The wire side of a provider, for one store and one identity. Opening one asks nothing: the login comes with the
 * first read. Where a whole store cannot be used (credentials, endpoint, TLS, login), `read` and `find` throw
 * ProblemError, which is told once for the store and not for each entry.
 */
export interface SecretsClient {
  /**
   * Same text: same endpoint, same credentials, same rules, so that one client serves both stores. Holds no secret:
   * a keyed digest of the credentials, or a number within the run. Undefined where clients are not to be shared.
   */
  readonly identity: string | undefined;
  /** Answers every request; a request that is not answered is a bug. */
  read(requests: readonly ReadRequest[]): Promise<ReadonlyMap<ReadRequest, Answer<RawSecret>>>;
  /**
   * ESO: SecretsClient.GetAllSecrets. A hit that `authorize` has a problem with fails the find. Throws WorkExceeded where
   * matching its expression takes more than is left of `budget`.
   */
  find(find: Find, authorize: Authorize, budget?: WorkBudget): Promise<Answer<SecretData>>;
  /** What whoever runs this should know of how it was read; complete when everything was. */
  readonly notes?: readonly Note[];
  /** Gives back what was acquired (tokens, sockets). Never throws. */
  close(): Promise<void>;
}
