import { ProblemError } from "../../ground/problem-error.ts";
import type { HttpRequest } from "../../net/network.ts";
import { NetworkError, RETRY } from "../../net/network-error.ts";
import { readToken, shownClient } from "./entra.ts";
import type { AccessToken, TokenSource } from "./login.ts";
import type { Transport } from "./transport.ts";

/** Where the platform gives tokens to what runs on it. */
export interface IdentityEndpoint {
  readonly url: string;
  readonly apiVersion: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http */
const MACHINE = "http://169.254.169.254";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The endpoint of App Service, Functions and Container Apps where the environment names it, otherwise that of the
 * machine. Undefined for platforms with a protocol of their own (Azure Arc, Service Fabric, Cloud Shell).
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function identityEndpoint(environment: Environment): IdentityEndpoint | undefined {
  const { IDENTITY_ENDPOINT: app, IDENTITY_HEADER: header } = environment;
  const { IDENTITY_SERVER_THUMBPRINT: fabric, IMDS_ENDPOINT: arc, MSI_ENDPOINT: shell } = environment;
  if (isSet(fabric) || isSet(arc) || (isSet(shell) && !isSet(app))) return undefined;
  if (isSet(app) && isSet(header)) {
    return { url: app, apiVersion: "2019-08-01", headers: { "x-identity-header": header } };
  }
  const { AZURE_POD_IDENTITY_AUTHORITY_HOST: host } = environment;
  const base = isSet(host) ? host.replace(/\/+$/, "") : MACHINE;
  return {
    url: `${base}/metadata/identity/oauth2/token`,
    apiVersion: "2018-02-01",
    headers: { metadata: "true" },
  };
}

/** Tokens of a managed identity: the platform's own, or a user-assigned one by its client ID. */
export class ManagedIdentitySource implements TokenSource {
  readonly identity: string;
  readonly digest: string;
  readonly tenant = undefined;
  readonly #endpoint: IdentityEndpoint;
  readonly #identityId: string | undefined;
  readonly #transport: Transport;

  constructor(endpoint: IdentityEndpoint, identityId: string | undefined, transport: Transport) {
    this.identity =
      identityId === undefined ? "the managed identity" : `managed identity of ${shownClient(identityId)}`;
    this.digest = JSON.stringify(["managed identity", endpoint.url, identityId ?? ""]);
    this.#endpoint = endpoint;
    this.#identityId = identityId;
    this.#transport = transport;
  }

  async request(resource: string): Promise<AccessToken> {
    const { url: base, apiVersion, headers } = this.#endpoint;
    const url = URL.parse(base);
    if (url === null) throw this.#failed("its endpoint in the environment is not an address");
    url.searchParams.set("api-version", apiVersion);
    url.searchParams.set("resource", resource);
    if (this.#identityId !== undefined) url.searchParams.set("client_id", this.#identityId);
    const request: HttpRequest = { method: "GET", url, headers: { accept: "application/json", ...headers } };
    const response = await this.#transport.send(request, {
      operation: "GET identity token",
      identity: this.identity,
    });
    // The machine's endpoint answers so while it starts or is updated.
    if (response.status === 410)
      throw new NetworkError(this.#failed("its endpoint is being updated").problem, RETRY.transient);
    if (response.status !== 200)
      throw this.#failed(`the platform has no such identity (status ${response.status})`);
    return readToken(response, url, this.#transport.now());
  }

  #failed(reason: string): ProblemError {
    return new ProblemError(
      {
        code: "AUTH_FAILED",
        message: `Cannot get a token of ${this.identity}: ${reason}`,
        hint: "Assign the identity to the machine or pod; identityId is the client ID of a user-assigned one",
      },
      ["spec", "provider", "azurekv", this.#identityId === undefined ? "authType" : "identityId"],
    );
  }
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
