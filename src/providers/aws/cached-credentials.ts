import type { FieldPath } from "../../ground/field-path.ts";
import type { AwsCredentials, AwsIdentity } from "./sdk-config.ts";

/** Where credentials come from. */
export interface CredentialSource {
  readonly name: string;
  readonly description: string;
  readonly hint: string;
  readonly field: FieldPath;
  /** What tells these credentials from others, secrets included: only for a keyed digest. */
  readonly parts: readonly string[];
  /** Whether asking again can give others. */
  readonly isRenewable: boolean;
  acquire(): Promise<AwsIdentity>;
}

/** Credentials that end sooner than this are not begun with. */
const MARGIN = 60_000;

/** Credentials of one source: acquired once, however many requests need them at the same time. */
export class CachedCredentials implements AwsCredentials {
  readonly name: string;
  readonly description: string;
  readonly hint: string;
  readonly field: FieldPath;
  readonly #source: CredentialSource;
  readonly #now: () => number;
  #identity: Promise<AwsIdentity> | undefined;
  #wasRenewed = false;

  /** `now`: milliseconds since 1970. */
  constructor(source: CredentialSource, now: () => number) {
    const { name, description, hint, field } = source;
    this.name = name;
    this.description = description;
    this.hint = hint;
    this.field = field;
    this.#source = source;
    this.#now = now;
  }

  async get(): Promise<AwsIdentity> {
    const acquiring = (this.#identity ??= this.#source.acquire());
    const identity = await acquiring;
    const { expiration } = identity;
    if (
      expiration === undefined ||
      expiration.getTime() - this.#now() > MARGIN ||
      !this.#source.isRenewable
    ) {
      return identity;
    }
    if (this.#identity === acquiring) this.#identity = this.#source.acquire();
    return this.#identity;
  }

  renew(): boolean {
    if (!this.#source.isRenewable) return false;
    // Requests that were under way together fail together: the first of them renews for all.
    if (!this.#wasRenewed) this.#identity = undefined;
    this.#wasRenewed = true;
    return true;
  }
}
