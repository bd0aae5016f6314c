import type { SecureContext } from "node:tls";
import { createSecureContext, getCACertificates } from "node:tls";

import type { TlsSettings } from "./network.ts";
import { NetworkError } from "./network-error.ts";

/**
 * Whom the connections of one store trust, and who they are: made for the first of them. Without a CA of its own a
 * store trusts Node's roots, and those of the system where they are not enough: to read them takes longer than all
 * else.
 */
export class TlsContext {
  readonly #settings: TlsSettings;
  #context: SecureContext | undefined;
  #trustsSystem = false;

  constructor(settings: TlsSettings) {
    this.#settings = settings;
  }

  /** Throws NetworkError where the settings cannot be used. */
  get(): SecureContext {
    const { ca, certificate: cert, key } = this.#settings;
    const roots = this.#trustsSystem ? [...getCACertificates("default"), ...getCACertificates("system")] : ca;
    try {
      this.#context ??= createSecureContext({ minVersion: "TLSv1.2", ca: roots, cert, key });
      return this.#context;
    } catch {
      throw new NetworkError({
        code: "CREDENTIAL_INVALID",
        message:
          "Cannot use the TLS settings of the store: a certificate or key is not valid PEM, or they do not fit together",
        hint: "Look at the client certificate, its key and the CA of the store",
      });
    }
  }

  /** Trusts the system's roots from now on; false where the store has a CA of its own, which stands alone. */
  trustSystem(): boolean {
    if (this.#settings.ca !== undefined) return false;
    if (!this.#trustsSystem) this.#context = undefined;
    this.#trustsSystem = true;
    return true;
  }
}
