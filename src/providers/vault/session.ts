import { loginBody, tokenHeader } from "./auth.ts";
import { NAMESPACE_HEADER } from "./endpoint.ts";
import type { Exchange, Observe, VaultCall, VaultReply } from "./exchange.ts";
import type { Authentication, Login } from "./login.ts";
import { escapeQuery } from "./path.ts";
import { laterState } from "./replication-state.ts";
import type { Namespaces } from "./settings.ts";
import type { LoginToken } from "./token.ts";
import { tokenIn } from "./token.ts";

/** How a session asks. */
export interface SessionSettings {
  /** For messages. */
  readonly host: string;
  readonly authentication: Authentication;
  /** Of every request, the token and the namespace apart. */
  readonly headers: Readonly<Record<string, string>>;
  readonly namespaces: Namespaces;
  /** Whether requests carry the state that the answers before told (X-Vault-Index). */
  readonly readsOwnWrites: boolean;
  readonly exchange: Exchange;
  /** Milliseconds since any moment. */
  readonly now: () => number;
  /** Is told, before the login, how to find out how many requests wait for its token. */
  readonly prepare?: (count: () => number) => void;
}

/** Parameters of a GET. */
export interface Query {
  readonly version?: string;
  readonly list?: boolean;
}

/** A token, and how often one was acquired before it. */
interface Held {
  readonly header: string | undefined;
  readonly token: LoginToken | undefined;
  readonly generation: number;
}

/**
 * One identity at one server: at most one login, one request for each distinct path, one revocation. A token that
 * turns out to be gone in mid-run is acquired anew, once; what was denied because of it is asked again.
 */
export class VaultSession {
  readonly #settings: SessionSettings;
  readonly #replies = new Map<string, Promise<VaultReply>>();
  #held: Promise<Held> | undefined;
  #generation = 0;
  #state: string | undefined;
  /** The check of the token that is running, and when the last one that found it valid was begun. */
  #check: Promise<boolean> | undefined;
  #validAt = -Infinity;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
  }

  /** Who asks, for the journal. */
  get identity(): string {
    return this.#settings.authentication.name;
  }

  /** The answer to a GET below `/v1/`; the same request is made once. Throws ProblemError. */
  async get(path: string, query: Query, observe: Observe): Promise<VaultReply> {
    const call = { method: "GET", path, query: printQuery(query) } as const;
    const key = JSON.stringify([call.path, call.query]);
    const known = this.#replies.get(key);
    if (known !== undefined) return known;
    const reply = this.#ask(call, observe);
    this.#replies.set(key, reply);
    return reply;
  }

  /** Revokes a token that a login gave, if there is time. Never throws. */
  async close(observe: Observe): Promise<void> {
    try {
      const held = await this.#held;
      if (held?.token === undefined || held.token.isBatch) return;
      await this.#send({ method: "PUT", path: "auth/token/revoke-self", once: true }, held, observe);
    } catch {
      // The token ends with its lease; a render that has its secrets does not fail for it.
    }
  }

  async #ask(call: Call, observe: Observe): Promise<VaultReply> {
    const held = await this.#token(observe);
    const sentAt = this.#settings.now();
    const reply = await this.#send(call, held, observe);
    if (held.header === undefined) return { ...reply, isAnonymous: true };
    if (reply.status !== 403 || !(await this.#isGone(held, sentAt, observe))) return reply;
    return this.#send(call, await this.#renewed(held, observe), observe);
  }

  async #token(observe: Observe): Promise<Held> {
    this.#held ??= this.#acquire(this.#generation, observe);
    return this.#held;
  }

  async #acquire(generation: number, observe: Observe): Promise<Held> {
    const { authentication, host, prepare } = this.#settings;
    const { token, login } = authentication;
    if (login === undefined) {
      return { header: token === undefined ? undefined : tokenHeader(token), token: undefined, generation };
    }
    if (generation === 0) prepare?.(() => this.#replies.size);
    const acquired = tokenIn(await this.#logIn(login, observe), authentication, host);
    return { header: tokenHeader(acquired.value), token: acquired, generation };
  }

  async #logIn(login: Login, observe: Observe): Promise<VaultReply> {
    const { namespaces } = this.#settings;
    return this.#exchange(
      { method: "PUT", path: login.path, body: await loginBody(login) },
      namespaceHeader(namespaces.login),
      observe,
    );
  }

  /** Whether a token that a request was denied with is no longer known to the server. One check serves all. */
  async #isGone(held: Held, sentAt: number, observe: Observe): Promise<boolean> {
    if (this.#generation > held.generation) return true;
    if (held.token === undefined || held.generation >= MOST_RENEWALS || this.#validAt >= sentAt) return false;
    this.#check ??= this.#lookUp(held, observe).finally(() => {
      this.#check = undefined;
    });
    return this.#check;
  }

  async #lookUp(held: Held, observe: Observe): Promise<boolean> {
    const startedAt = this.#settings.now();
    const { status } = await this.#send({ method: "GET", path: "auth/token/lookup-self" }, held, observe);
    if (status === 200) this.#validAt = startedAt;
    return status === 403;
  }

  /** The token after `held`: whoever comes first acquires it, the others wait for it. */
  async #renewed(held: Held, observe: Observe): Promise<Held> {
    if (this.#generation === held.generation) {
      this.#generation += 1;
      this.#held = this.#acquire(this.#generation, observe);
    }
    return this.#token(observe);
  }

  async #send(call: Call, { header }: Held, observe: Observe): Promise<VaultReply> {
    const token: Readonly<Record<string, string>> = header === undefined ? {} : { "X-Vault-Token": header };
    return this.#exchange(call, { ...namespaceHeader(this.#settings.namespaces.read), ...token }, observe);
  }

  async #exchange(call: Call, own: Readonly<Record<string, string>>, observe: Observe): Promise<VaultReply> {
    const { headers, exchange, readsOwnWrites } = this.#settings;
    const state: Readonly<Record<string, string>> =
      readsOwnWrites && this.#state !== undefined ? { "X-Vault-Index": this.#state } : {};
    const reply = await exchange({ ...call, headers: merged(headers, own, state) }, observe);
    if (readsOwnWrites) this.#state = laterState(this.#state, reply.headers.get("x-vault-index"));
    return reply;
  }
}

type Call = Omit<VaultCall, "headers">;

const MOST_RENEWALS = 1;

function namespaceHeader(namespace: string | undefined): Readonly<Record<string, string>> {
  return namespace === undefined ? {} : { [NAMESPACE_HEADER]: namespace };
}

/** Headers by their names, whatever their spelling: the later one counts. */
function merged(...all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const byName = all
    .flatMap((headers) => Object.entries(headers))
    .map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(byName) as Readonly<Record<string, string>>;
}

function printQuery({ version = "", list = false }: Query): string | undefined {
  if (list) return "list=true";
  return version === "" ? undefined : `version=${escapeQuery(version)}`;
}
