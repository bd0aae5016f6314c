/** A token that a service accepts as proof of who asks. */
export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A way to get tokens as one identity. */
export interface TokenSource {
  /** The client's ID as it may be shown, or what stands for it: never a credential. */
  readonly identity: string;
  /** Same text: same service, same client, same credential. Holds no secret. */
  readonly digest: string;
  /** The tenant that gives the tokens, where it is known before. */
  readonly tenant: string | undefined;
  /** A new token for a resource (`https://vault.azure.net`). Throws ProblemError. */
  request(resource: string): Promise<AccessToken>;
}

/** A token is renewed this long before its end, in milliseconds; one that does not live twice as long, halfway. */
const MARGIN = 2 * 60_000;

interface Asked {
  readonly token: Promise<AccessToken>;
  readonly at: number;
}

/** Keeps the tokens of one identity: one for each resource, asked for once however many wait for it. */
export class Login {
  readonly source: TokenSource;
  readonly #now: () => number;
  readonly #asked = new Map<string, Asked>();

  constructor(source: TokenSource, now: () => number) {
    this.source = source;
    this.#now = now;
  }

  /** A token for a resource that is still valid. A login that failed once is not tried again. Throws ProblemError. */
  async token(resource: string): Promise<AccessToken> {
    const asked = this.#asked.get(resource) ?? this.#ask(resource);
    const token = await asked.token;
    const end = token.expiresAt - Math.min(MARGIN, (token.expiresAt - asked.at) / 2);
    return this.#now() < end ? token : this.#after(resource, asked).token;
  }

  /** A token in place of one that is not accepted any more. Throws ProblemError. */
  async tokenAfter(resource: string, rejected: string): Promise<AccessToken> {
    const asked = this.#asked.get(resource) ?? this.#ask(resource);
    const token = await asked.token;
    return token.token === rejected ? this.#after(resource, asked).token : token;
  }

  /** Whoever comes first asks; all others wait for that token. */
  #after(resource: string, old: Asked): Asked {
    const current = this.#asked.get(resource);
    return current === undefined || current === old ? this.#ask(resource) : current;
  }

  #ask(resource: string): Asked {
    const asked = { token: this.source.request(resource), at: this.#now() };
    this.#asked.set(resource, asked);
    return asked;
  }
}
