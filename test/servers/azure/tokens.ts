import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Whom an access token was given to, and for what. */
export interface Claims {
  readonly aud: string;
  readonly iss: string;
  readonly tid: string;
  readonly appid: string;
  readonly nbf: number;
  readonly exp: number;
}

/**
 * Access tokens with the claims that
 * https://learn.microsoft.com/azure/key-vault/general/rest-error-codes#the-token-is-expired shows. To a client they are
 * opaque; only this issuer reads them.
 */
export class TokenIssuer {
  /** Seconds that a token is valid. */
  lifetime = 3599;
  #key = randomBytes(32);

  /** A token of `clientId` in `tenant` for `resource`. */
  issue(tenant: string, clientId: string, resource: string): { token: string; claims: Claims } {
    const now = Math.floor(Date.now() / 1000);
    const claims: Claims = {
      aud: resource,
      iss: `https://sts.windows.net/${tenant}/`,
      tid: tenant,
      appid: clientId,
      nbf: now - 300,
      exp: now + this.lifetime,
    };
    const signed = `${part({ typ: "JWT", alg: "HS256" })}.${part(claims)}`;
    return { token: `${signed}.${this.#sign(signed).toString("base64url")}`, claims };
  }

  /** The claims of a token of this issuer, whatever they say; undefined for any other text. */
  read(token: string): Claims | undefined {
    const [header = "", payload = "", signature = "", ...rest] = token.split(".");
    const given = Buffer.from(signature, "base64url");
    const own = this.#sign(`${header}.${payload}`);
    if (rest.length > 0 || given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
  }

  /** From now on no token that was given is accepted. */
  revokeAll(): void {
    this.#key = randomBytes(32);
  }

  #sign(text: string): Buffer {
    return createHmac("sha256", this.#key).update(text).digest();
  }
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
