import type { Received, Reply } from "./exchange.ts";
import { checkHeaders, checkParameters, required, Violation } from "./exchange.ts";
import type { AzureSeed } from "./seed.ts";
import type { TokenIssuer } from "./tokens.ts";

/** The secret that App Service puts into IDENTITY_HEADER. */
export const IDENTITY_HEADER = "853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a";

/** The two endpoints that give tokens to what runs in Azure: of a machine, and of App Service and Container Apps. */
export class ManagedIdentity {
  readonly #seed: AzureSeed;
  readonly #tokens: TokenIssuer;
  readonly given: { clientId: string; resource: string }[] = [];

  constructor(seed: AzureSeed, tokens: TokenIssuer) {
    this.#seed = seed;
    this.#tokens = tokens;
  }

  /** Throws a Violation. */
  answer(request: Received): Reply {
    if (request.method !== "GET") throw new Violation("a managed identity is asked by GET only");
    switch (request.path) {
      case "/metadata/identity/oauth2/token":
        return this.#machine(request);
      case "/msi/token":
        return this.#appService(request);
      default:
        throw new Violation(`path ${request.path} is unknown`);
    }
  }

  /** https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http */
  #machine(request: Received): Reply {
    const { query, headers } = request;
    checkHeaders(request, "metadata", "x-client-sku", "x-client-ver");
    checkParameters(query, "api-version", "resource", "client_id", "object_id", "msi_res_id");
    if (headers["x-forwarded-for"] !== undefined) throw new Violation("a forwarded request is refused");
    if (headers["metadata"] !== "true") {
      return {
        status: 400,
        body: { error: "invalid_request", error_description: "Required metadata header not specified" },
      };
    }
    if (required(query, "api-version") !== "2018-02-01") throw new Violation("the api-version is unknown");
    return this.#token(query, "client_id");
  }

  /** https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
  #appService(request: Received): Reply {
    const { query, headers } = request;
    checkHeaders(request, "x-identity-header", "x-client-sku", "x-client-ver");
    checkParameters(query, "api-version", "resource", "client_id", "principal_id", "mi_res_id");
    if (headers["x-identity-header"] !== IDENTITY_HEADER) {
      return { status: 401, body: { statusCode: 401, message: "Unauthorized" } };
    }
    if (required(query, "api-version") !== "2019-08-01") throw new Violation("the api-version is unknown");
    return this.#token(query, "client_id");
  }

  #token(query: URLSearchParams, parameter: string): Reply {
    const { tenant, systemAssigned, userAssigned = [] } = this.#seed.managedIdentity ?? { tenant: "" };
    const named = query.get(parameter);
    const clientId = named === null ? systemAssigned : userAssigned.find((id) => id === named);
    if (clientId === undefined) {
      return { status: 400, body: { error: "invalid_request", error_description: "Identity not found" } };
    }
    const resource = required(query, "resource");
    const { token, claims } = this.#tokens.issue(tenant, clientId, resource);
    this.given.push({ clientId, resource });
    return {
      status: 200,
      body: {
        access_token: token,
        client_id: clientId,
        expires_in: String(this.#tokens.lifetime),
        expires_on: String(claims.exp),
        ext_expires_in: String(this.#tokens.lifetime),
        not_before: String(claims.nbf),
        resource,
        token_type: "Bearer",
      },
    };
  }
}
