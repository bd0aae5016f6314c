import { bytesOfGoString } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { visible } from "../../ground/visible.ts";
import type { HttpResponse } from "../../net/network.ts";
import { refusalOfEntra } from "./entra-refusal.ts";
import { jsonMembers, numberOf, textOf } from "./json-members.ts";
import type { AccessToken, TokenSource } from "./login.ts";
import type { Transport } from "./transport.ts";

/** What a client proves its identity with. */
export interface Proof {
  /** `client secret`, for messages. */
  readonly kind: "client secret" | "client certificate" | "federated token";
  /** The form's members that hold it. `endpoint` is whom an assertion is for, `now` milliseconds since 1970. */
  parameters(endpoint: string, now: number): Readonly<Record<string, string>>;
  /** Where the store says it. */
  readonly field: FieldPath;
}

/** A client of Microsoft Entra ID. */
export interface EntraClient {
  /** Without a slash at the end. */
  readonly authority: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly proof: Proof;
  readonly digest: string;
}

/**
 * Tokens of an application, by the client credentials grant.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#get-a-token
 */
export class EntraSource implements TokenSource {
  readonly identity: string;
  readonly digest: string;
  readonly tenant: string;
  readonly #client: EntraClient;
  readonly #transport: Transport;

  constructor(client: EntraClient, transport: Transport) {
    this.identity = shownClient(client.clientId);
    this.digest = client.digest;
    this.tenant = client.tenant;
    this.#client = client;
    this.#transport = transport;
  }

  async request(resource: string): Promise<AccessToken> {
    const { authority, tenant, clientId, proof } = this.#client;
    const url = new URL(`${authority}/${tenant}/oauth2/v2.0/token`);
    const form = new URLSearchParams({
      client_id: clientId,
      grant_type: "client_credentials",
      scope: `${resource}/.default`,
      ...proof.parameters(url.href, this.#transport.now()),
    });
    const response = await this.#transport.send(
      {
        method: "POST",
        url,
        headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
        body: bytesOfGoString(form.toString()),
      },
      { operation: "POST oauth2/v2.0/token", identity: this.identity },
    );
    if (response.status !== 200) throw this.#refused(response);
    return readToken(response, url, this.#transport.now());
  }

  #refused(response: HttpResponse): ProblemError {
    const { tenant, proof } = this.#client;
    const code = errorCode(response);
    const { reason, hint, field } = refusalOfEntra(code, proof);
    const problem: Problem = {
      code: "AUTH_FAILED",
      message: `Cannot log in to tenant "${visible(shownTenant(tenant))}" as ${this.identity}: ${reason} (${code === undefined ? `status ${response.status}` : `AADSTS${code}`})`,
      hint,
    };
    return new ProblemError(problem, field);
  }
}

/** The token in an answer of 200. Throws ProblemError where there is none. */
export function readToken({ body }: HttpResponse, { host }: URL, now: number): AccessToken {
  const members = jsonMembers(body);
  const token = textOf(members, "access_token");
  const lifetime = numberOf(members, "expires_in");
  if (token === undefined || token === "" || lifetime === undefined) {
    throw new ProblemError({
      code: "PROTOCOL",
      message: `Cannot use the answer of "${visible(host)}": it holds no token`,
      hint: "Look at which service stands at this address",
    });
  }
  return { token, expiresAt: now + lifetime * 1000 };
}

/** A client ID is shown only if it has the form of one: the reference may lead to a secret by mistake. */
export function shownClient(clientId: string): string {
  return GUID.test(clientId) ? `client "${clientId.toLowerCase()}"` : "the store's client";
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function shownTenant(tenant: string): string {
  return GUID.test(tenant) || /^[\w-]+(?:\.[\w-]+)+$/.test(tenant) ? tenant : "…";
}

function errorCode({ body }: HttpResponse): number | undefined {
  const codes = jsonMembers(body)?.get("error_codes");
  const [first] = codes?.kind === "array" ? codes.items : [];
  return first?.kind === "number" && /^\d{1,9}$/.test(first.text) ? Number(first.text) : undefined;
}
