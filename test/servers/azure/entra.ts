import { randomUUID } from "node:crypto";

import { checkAssertion } from "./assertion.ts";
import { EntraError } from "./entra-error.ts";
import type { Received, Reply } from "./exchange.ts";
import { checkHeaders, checkParameters, required, Violation } from "./exchange.ts";
import type { AzureSeed, ClientSeed } from "./seed.ts";
import type { TokenIssuer } from "./tokens.ts";

/** Hosts of the login service. https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export const LOGIN_HOSTS: readonly string[] = [
  "login.microsoftonline.com",
  "login.windows.net",
  "login.microsoftonline.us",
  "login.chinacloudapi.cn",
  "login.partner.microsoftonline.cn",
  "login.microsoftonline.de",
];

/** Resources that a token may be for: the vaults of each cloud, and one that no vault accepts. */
const RESOURCES: readonly string[] = [
  "https://vault.azure.net",
  "https://vault.usgovcloudapi.net",
  "https://vault.azure.cn",
  "https://vault.microsoftazure.de",
  "https://management.azure.com",
];

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** What MSAL and ADAL add to tell which library asks. */
const TELEMETRY: readonly string[] = [
  "x-client-sku",
  "x-client-ver",
  "x-client-os",
  "x-client-cpu",
  "x-client-current-telemetry",
  "x-client-last-telemetry",
  "x-ms-lib-capability",
  "x-app-name",
  "x-app-ver",
];

/** Microsoft Entra ID, as far as applications without a user need it. */
export class Entra {
  readonly #seed: AzureSeed;
  readonly #tokens: TokenIssuer;
  readonly #resources: readonly string[];
  /** Tokens given, newest last: which client, for what. */
  readonly given: { clientId: string; tenant: string; resource: string; by: string }[] = [];

  constructor(seed: AzureSeed, tokens: TokenIssuer) {
    this.#seed = seed;
    this.#tokens = tokens;
    this.#resources = [...RESOURCES, ...seed.vaults.flatMap(({ resource }) => resource ?? [])];
  }

  /** Answers a request to the login service. Throws a Violation. */
  answer(request: Received): Reply {
    const discovery = this.#discovery(request);
    if (discovery !== undefined) return discovery;
    const [, tenant = "", version] =
      /^\/([^/]+)\/oauth2\/(v2\.0\/)?token$/.exec(request.path) ??
      violation(`path ${request.path} is unknown`);
    if (request.method !== "POST") throw new Violation("the token endpoint takes POST only");
    try {
      return version === undefined ? this.#tokenV1(request, tenant) : this.#tokenV2(request, tenant);
    } catch (error) {
      if (error instanceof EntraError) return errorReply(error);
      throw error;
    }
  }

  /** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#get-a-token */
  #tokenV2(request: Received, tenant: string): Reply {
    const form = formOf(request);
    checkParameters(request.query, "client-request-id");
    checkParameters(form, ...FORM_V2, ...TELEMETRY.map((name) => name.toLowerCase()), ...FORM_TELEMETRY);
    const scopes = required(form, "scope").split(" ");
    const [resource = ""] = scopes.flatMap((scope) =>
      scope.endsWith("/.default") ? scope.slice(0, -"/.default".length) : [],
    );
    if (
      scopes.some((scope) => !scope.endsWith("/.default") && !OPENID_SCOPES.includes(scope)) ||
      resource === ""
    ) {
      throw new EntraError(
        400,
        "invalid_scope",
        70011,
        "The provided value for the input parameter 'scope' is not valid",
      );
    }
    const { token } = this.#grant(request, form, tenant, resource);
    const { lifetime } = this.#tokens;
    return ok({ token_type: "Bearer", expires_in: lifetime, ext_expires_in: lifetime, access_token: token });
  }

  /**
   * https://learn.microsoft.com/azure/key-vault/general/rest-error-codes#troubleshooting-401 and
   * https://learn.microsoft.com/previous-versions/azure/active-directory/azuread-dev/v1-oauth2-client-creds-grant-flow
   */
  #tokenV1(request: Received, tenant: string): Reply {
    const form = formOf(request);
    checkParameters(request.query, "api-version");
    checkParameters(form, ...FORM_V1);
    const resource = required(form, "resource");
    const { token, claims } = this.#grant(request, form, tenant, resource);
    // Version 1 writes its numbers as text.
    return ok({
      token_type: "Bearer",
      expires_in: String(this.#tokens.lifetime),
      ext_expires_in: String(this.#tokens.lifetime),
      expires_on: String(claims.exp),
      not_before: String(claims.nbf),
      resource,
      access_token: token,
    });
  }

  #grant(
    request: Received,
    form: URLSearchParams,
    tenant: string,
    resource: string,
  ): ReturnType<TokenIssuer["issue"]> {
    const grant = required(form, "grant_type");
    if (grant !== "client_credentials") {
      throw new EntraError(
        400,
        "unsupported_grant_type",
        70003,
        `The app requested an unsupported grant type '${grant}'`,
      );
    }
    const clientId = required(form, "client_id");
    const client = this.#client(tenant, clientId);
    const by = this.#authenticate(request, form, client);
    if (!this.#resources.includes(resource)) {
      const message = `The resource principal named ${resource} was not found in the tenant named ${tenant}`;
      throw new EntraError(400, "invalid_resource", 500011, message);
    }
    this.given.push({ clientId, tenant, resource, by });
    return this.#tokens.issue(client.tenant, clientId, resource);
  }

  #client(tenant: string, clientId: string): ClientSeed {
    if (!this.#tenants().includes(tenant)) {
      throw new EntraError(400, "invalid_request", 90002, `Tenant '${tenant}' not found`);
    }
    const found = this.#seed.clients.find(
      (client) => client.tenant === tenant && client.clientId === clientId,
    );
    if (found !== undefined) return found;
    const message = `Application with identifier '${clientId}' was not found in the directory '${tenant}'`;
    throw new EntraError(400, "unauthorized_client", 700016, message);
  }

  #tenants(): readonly string[] {
    return [...this.#seed.clients, ...this.#seed.vaults].map(({ tenant }) => tenant);
  }

  /** How the client proves who it is: by a secret, or by a JWT that it or a federated issuer has signed. */
  #authenticate(request: Received, form: URLSearchParams, client: ClientSeed): string {
    const secret = form.get("client_secret");
    const assertion = form.get("client_assertion");
    if (secret !== null && assertion !== null)
      throw new Violation("client_secret and client_assertion are both there");
    if (secret !== null) {
      if (client.secrets?.includes(secret) === true) return "secret";
      throw new EntraError(401, "invalid_client", 7000215, "Invalid client secret provided");
    }
    if (assertion === null) {
      throw new EntraError(
        401,
        "invalid_client",
        7000218,
        "The request body must contain the parameter 'client_assertion' or 'client_secret'",
      );
    }
    if (form.get("client_assertion_type") !== ASSERTION_TYPE)
      throw new Violation("client_assertion_type is wrong");
    return checkAssertion(request, assertion, client);
  }

  /**
   * What MSAL asks before it asks for a token.
   * https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#fetch-the-openid-configuration-document
   */
  #discovery(request: Received): Reply | undefined {
    const { path, authority, query } = request;
    if (path === "/common/discovery/instance") {
      checkParameters(query, "api-version", "authorization_endpoint");
      const host = authority;
      return ok({
        tenant_discovery_endpoint: `${required(query, "authorization_endpoint").replace(/\/oauth2\/v2\.0\/authorize$/, "")}/v2.0/.well-known/openid-configuration`,
        "api-version": "1.1",
        metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
      });
    }
    const [, tenant] = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(path) ?? [];
    if (tenant === undefined) return undefined;
    checkParameters(query);
    const base = `https://${authority}/${tenant}`;
    return ok({
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      issuer: `${base}/v2.0`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    });
  }
}

const FORM_V2: readonly string[] = [
  "client_id",
  "scope",
  "grant_type",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
  "client_info",
  "claims",
];

/** MSAL for JavaScript writes its telemetry into the form. */
const FORM_TELEMETRY: readonly string[] = [
  "x-client-SKU",
  "x-client-VER",
  "x-client-OS",
  "x-client-CPU",
  "client-request-id",
];

const FORM_V1: readonly string[] = [
  "client_id",
  "resource",
  "grant_type",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
  "client_info",
];

const OPENID_SCOPES: readonly string[] = ["openid", "offline_access", "profile"];

function formOf(request: Received): URLSearchParams {
  checkHeaders(request, "content-type", "content-length", ...TELEMETRY);
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/x-www-form-urlencoded(;\s*charset=utf-8)?$/i.test(type)) {
    throw new Violation(`content-type ${type} is not a form`);
  }
  return new URLSearchParams(request.body);
}

function ok(body: unknown): Reply {
  return { status: 200, headers: { "Cache-Control": "no-store, no-cache" }, body };
}

function errorReply({ status, error, code, message }: EntraError): Reply {
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = new Date().toISOString().replace("T", " ").replace(/\.\d+/, "");
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${message}. Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}

function violation(reason: string): never {
  throw new Violation(reason);
}
