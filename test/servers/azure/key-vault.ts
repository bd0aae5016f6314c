import { randomUUID, X509Certificate } from "node:crypto";

import type { Received, Reply } from "./exchange.ts";
import { checkHeaders, checkParameters, Violation } from "./exchange.ts";
import type { Permission } from "./seed.ts";
import type { Claims, TokenIssuer } from "./tokens.ts";
import type { Collection, Stored, Vault } from "./vault.ts";
import { isObjectName } from "./vault.ts";

/**
 * Versions of the protocol that a client may name.
 * https://learn.microsoft.com/rest/api/keyvault/ lists them, and
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification/keyvault/data-plane has the stable ones.
 */
const API_VERSIONS: readonly string[] = [
  "2015-06-01",
  "2016-10-01",
  "7.0",
  "7.1",
  "7.2",
  "7.3",
  "7.4",
  "7.5",
  "7.6",
  "2025-07-01",
  "2026-04-01",
];

/** https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets#uri-parameters */
const MAX_RESULTS = 25;

const KINDS: Readonly<Record<Collection, string>> = {
  secrets: "Secret",
  keys: "Key",
  certificates: "Certificate",
};

/** An error in the form of https://learn.microsoft.com/azure/key-vault/general/common-parameters-and-headers#common-error-response */
class KeyVaultError extends Error {
  readonly status: number;
  readonly code: string;
  readonly inner: string | undefined;

  constructor(status: number, code: string, message: string, inner?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.inner = inner;
  }
}

/** What was asked of a vault, after the token was accepted. */
export interface Operation {
  readonly collection: Collection;
  readonly name: string | undefined;
  readonly version: string;
  readonly client: string;
}

/** The part of Key Vault's REST API that reads secrets, keys and certificates, for all vaults of a server. */
export class KeyVault {
  /** Every request that reached an object or a list, in order. */
  readonly operations: Operation[] = [];
  /** Requests that were answered with 401. */
  challenges = 0;
  /** As many of the next requests are answered with 429; their Retry-After in seconds, if one is to be sent. */
  throttled: { count: number; retryAfter?: number | string } = { count: 0 };
  /** Requests that are answered with 403 as from an address that the vault's firewall does not know. */
  isBehindFirewall = false;
  /** Lists begin with an empty page, as the service's own sometimes do. */
  hasEmptyPages = false;
  /** Told how many requests have reached an object or a list. */
  onOperation: ((count: number) => void) | undefined;
  readonly #vaults: readonly Vault[];
  readonly #tokens: TokenIssuer;

  constructor(vaults: readonly Vault[], tokens: TokenIssuer) {
    this.#vaults = vaults;
    this.#tokens = tokens;
  }

  /** The vault that a host name leads to. */
  vaultOf(host: string): Vault | undefined {
    return this.#vaults.find((vault) => vault.host === host);
  }

  /** Answers a request to one vault. Throws a Violation. */
  answer(request: Received, vault: Vault): Reply {
    const headers = { "x-ms-request-id": randomUUID(), ...echoOf(request), ...HEADERS };
    try {
      const { headers: own, ...reply } = this.#answer(request, vault);
      return { ...reply, headers: { ...headers, ...own } };
    } catch (error) {
      if (error instanceof Unauthorized) return this.#unauthorized(error, request, vault, headers);
      if (!(error instanceof KeyVaultError)) throw error;
      const inner = error.inner === undefined ? {} : { innererror: { code: error.inner } };
      const body = { error: { code: error.code, message: error.message, ...inner } };
      return { status: error.status, headers: { ...headers, ...retryAfterOf(error) }, body };
    }
  }

  #answer(request: Received, vault: Vault): Reply {
    checkRequest(request);
    const { collection, name, version } = targetOf(request.path);
    const { appid } = this.#authenticate(request, vault);
    this.#throttle();
    if (this.isBehindFirewall) throw forbiddenByFirewall(vault);
    this.operations.push({ collection, name, version, client: appid });
    this.onOperation?.(this.operations.length);
    if (name === undefined || version === "versions")
      return this.#list(request, vault, appid, collection, name);
    authorize(vault, appid, `${collection}/get` as Permission);
    const object = find(vault, collection, name, version);
    if (!object.attributes.enabled) {
      const kind = KINDS[collection];
      const message = `Operation get is not allowed on a disabled ${kind.toLowerCase()}.`;
      // https://github.com/Azure/azure-sdk-for-js/issues/24756 shows the answer. What is outside of nbf and exp is given:
      // https://learn.microsoft.com/azure/key-vault/secrets/about-secrets#date-time-controlled-operations
      throw new KeyVaultError(403, "Forbidden", message, `${kind}Disabled`);
    }
    return { status: 200, body: bundleOf(request, collection, object) };
  }

  /** https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses#authentication */
  #authenticate({ headers: { authorization } }: Received, { tenant, resource }: Vault): Claims {
    if (authorization === undefined)
      throw new Unauthorized("AKV10000: Request is missing a Bearer or PoP token.");
    const [, token = ""] = /^Bearer +(\S+)$/.exec(authorization) ?? [];
    const claims = this.#tokens.read(token);
    if (claims === undefined)
      throw new Unauthorized("AKV10046: Unable to resolve the key used for signature validation.");
    if (claims.aud !== resource) {
      throw new Unauthorized(`AKV10022: Invalid audience. Expected ${resource}, found: ${claims.aud}.`);
    }
    if (claims.tid !== tenant) {
      // https://github.com/Azure/azure-sdk-for-net/blob/main/sdk/keyvault/Azure.Security.KeyVault.Keys/tests/ChallengeBasedAuthenticationPolicyTests.cs
      const message = `AKV10032: Invalid issuer. Expected one of https://sts.windows.net/${tenant}/, found ${claims.iss}.`;
      throw new Unauthorized(message);
    }
    const now = Date.now() / 1000;
    if (claims.exp <= now || claims.nbf > now) {
      throw new Unauthorized("[TokenExpired] Error validating token: 'S2S12086'.");
    }
    return claims;
  }

  /** https://learn.microsoft.com/azure/key-vault/general/overview-throttling */
  #throttle(): void {
    if (this.throttled.count === 0) return;
    this.throttled.count--;
    const message =
      "Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached";
    throw new Throttled(message, this.throttled.retryAfter);
  }

  #unauthorized(
    error: Unauthorized,
    request: Received,
    vault: Vault,
    headers: Readonly<Record<string, string>>,
  ): Reply {
    this.challenges++;
    const login = `https://login.microsoftonline.com/${vault.tenant}`;
    const challenge = `Bearer authorization="${login}", resource="${vault.resource}"`;
    const details =
      request.headers.authorization === undefined
        ? ""
        : `, error="invalid_token", error_description="${error.message}"`;
    return {
      status: 401,
      headers: { ...headers, "WWW-Authenticate": challenge + details },
      body: { error: { code: "Unauthorized", message: error.message } },
    };
  }

  /** https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets */
  #list(
    request: Received,
    vault: Vault,
    client: string,
    collection: Collection,
    name: string | undefined,
  ): Reply {
    authorize(vault, client, `${collection}/list` as Permission);
    const all =
      name === undefined
        ? [...vault[collection].values()].flatMap((versions) => versions.at(-1) ?? [])
        : [...(vault.versions(collection, name) ?? [])];
    const size = pageSize(request.query);
    const start = startOf(request.query);
    const isEmpty = this.hasEmptyPages && start === 0 && request.query.get("$skiptoken") === null;
    const page = isEmpty ? [] : all.slice(start, start + size);
    const next = start + page.length;
    return {
      status: 200,
      body: {
        value: page.map((object) => itemOf(request, collection, object, name !== undefined)),
        nextLink: next < all.length ? nextLink(request, next) : null,
      },
    };
  }
}

/** A token is missing or not accepted. */
class Unauthorized extends Error {}

class Throttled extends KeyVaultError {
  readonly retryAfter: number | string | undefined;

  constructor(message: string, retryAfter: number | string | undefined) {
    super(429, "Throttled", message);
    this.retryAfter = retryAfter;
  }
}

function retryAfterOf(error: KeyVaultError): Readonly<Record<string, string>> {
  if (!(error instanceof Throttled) || error.retryAfter === undefined) return {};
  return { "Retry-After": String(error.retryAfter) };
}

/** Headers that the service sends with every answer. https://github.com/Azure/azure-sdk-for-js has recordings. */
const HEADERS: Readonly<Record<string, string>> = {
  "Cache-Control": "no-cache",
  Pragma: "no-cache",
  Expires: "-1",
  "x-ms-keyvault-region": "westeurope",
  "x-ms-keyvault-service-version": "1.9.2090.1",
  "x-ms-keyvault-network-info": "conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;",
  "Strict-Transport-Security": "max-age=31536000;includeSubDomains",
  "X-Content-Type-Options": "nosniff",
};

function echoOf({ headers }: Received): Readonly<Record<string, string>> {
  const id = headers["x-ms-client-request-id"];
  return typeof id === "string" ? { "x-ms-client-request-id": id } : {};
}

/** https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses#request-body */
function checkRequest(request: Received): void {
  const { method, query, headers, body } = request;
  checkHeaders(request, "authorization", "content-type");
  if (method !== "GET") throw new Violation(`method ${method} is not part of reading`);
  if (body !== "") throw new Violation("a GET has no body");
  const { accept = "*/*" } = headers;
  if (!/application\/json|\*\/\*/.test(accept)) throw new Violation(`accept ${accept} leaves out JSON`);
  checkParameters(query, "api-version", "maxresults", "$skiptoken");
  const version = query.get("api-version");
  if (version === null) throw new KeyVaultError(400, "BadParameter", "api-version must be specified");
  if (!API_VERSIONS.includes(version)) throw new Violation(`api-version ${version} is unknown`);
}

interface Target {
  readonly collection: Collection;
  readonly name: string | undefined;
  /** Empty for the current version. */
  readonly version: string;
}

/** `/secrets`, `/secrets/NAME`, `/secrets/NAME/` and `/secrets/NAME/VERSION`; a slash may stand twice at the beginning. */
function targetOf(path: string): Target {
  const [, collection, name, version = ""] =
    /^\/{1,2}(secrets|keys|certificates)(?:\/([^/]+)(?:\/([^/]*))?)?\/?$/.exec(path) ?? [];
  if (collection === undefined) throw new Violation(`path ${path} is unknown`);
  if (name === undefined) return { collection: collection as Collection, name, version };
  const decoded = decodeURIComponent(name);
  if (!isObjectName(decoded)) {
    throw new KeyVaultError(400, "BadParameter", `The request URI contains an invalid name: ${decoded}`);
  }
  return { collection: collection as Collection, name: decoded, version: decodeURIComponent(version) };
}

/** https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/extensions/istio-add-on-plug-in-ca-certificate shows the message. */
function authorize({ access, host }: Vault, client: string, permission: Permission): void {
  const allowed = Object.hasOwn(access, client) ? access[client] : undefined;
  if (allowed?.includes(permission) === true) return;
  const [collection, operation] = permission.split("/");
  const vault = host.split(".")[0] ?? "";
  const message = `The user, group or application 'appid=${client};oid=${client}' does not have ${collection} ${operation} permission on key vault '${vault};location=westeurope'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`;
  throw new KeyVaultError(403, "Forbidden", message, "AccessDenied");
}

/** https://learn.microsoft.com/azure/key-vault/general/rest-error-codes#error-due-to-firewall-policy */
function forbiddenByFirewall({ host }: Vault): KeyVaultError {
  const message = `Client address is not authorized and caller is not a trusted service.\r\nVault: ${host}`;
  return new KeyVaultError(403, "Forbidden", message, "ForbiddenByFirewall");
}

function find(vault: Vault, collection: Collection, name: string, version: string): Stored<unknown> {
  const versions = vault.versions(collection, name) ?? [];
  const found =
    version === "" ? versions.at(-1) : versions.find((candidate) => candidate.version === version);
  if (found !== undefined) return found;
  const kind = KINDS[collection];
  const id = version === "" ? name : `${name}/${version}`;
  const message = `A ${kind.toLowerCase()} with (name/id) ${id} was not found in this key vault. If you recently deleted this ${kind.toLowerCase()} you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`;
  throw new KeyVaultError(404, `${kind}NotFound`, message);
}

/**
 * What a GET of one object gives, in the members and their order of
 * https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret#examples,
 * https://learn.microsoft.com/rest/api/keyvault/keys/get-key/get-key#examples and
 * https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificate/get-certificate#examples
 */
function bundleOf(request: Received, collection: Collection, object: Stored<unknown>): unknown {
  const id = idOf(request, collection, object);
  const { attributes, tags, contentType, managed } = object;
  const common = { attributes: attributesOf(object), ...(tags === undefined ? {} : { tags }) };
  switch (collection) {
    case "secrets":
      return {
        value: object.content,
        ...(contentType === undefined ? {} : { contentType }),
        id,
        ...(managed === true ? { managed, kid: id.replace("/secrets/", "/keys/") } : {}),
        ...common,
      };
    case "keys":
      return { key: { kid: id, ...(object.content as Record<string, unknown>) }, ...common };
    case "certificates": {
      const der = Buffer.from(object.content as Uint8Array);
      return {
        id,
        kid: id.replace("/certificates/", "/keys/"),
        sid: id.replace("/certificates/", "/secrets/"),
        x5t: Buffer.from(new X509Certificate(der).fingerprint.replaceAll(":", ""), "hex").toString(
          "base64url",
        ),
        cer: der.toString("base64"),
        ...common,
        policy: {
          id: `${id.split("/").slice(0, -1).join("/")}/policy`,
          key_props: { exportable: true, kty: "RSA", key_size: 2048, reuse_key: false },
          secret_props: { contentType: "application/x-pkcs12" },
          issuer: { name: "Self" },
          attributes: { enabled: true, created: attributes.created, updated: attributes.updated },
        },
      };
    }
  }
}

function itemOf(
  request: Received,
  collection: Collection,
  object: Stored<unknown>,
  withVersion: boolean,
): unknown {
  const id = idOf(request, collection, object);
  const { tags, contentType, managed } = object;
  return {
    ...(contentType === undefined ? {} : { contentType }),
    [collection === "keys" ? "kid" : "id"]: withVersion ? id : id.split("/").slice(0, -1).join("/"),
    attributes: attributesOf(object),
    ...(tags === undefined ? {} : { tags }),
    ...(managed === true ? { managed } : {}),
  };
}

function attributesOf({ attributes: { enabled, nbf, exp, created, updated } }: Stored<unknown>): unknown {
  return {
    enabled,
    ...(nbf === undefined ? {} : { nbf }),
    ...(exp === undefined ? {} : { exp }),
    created,
    updated,
    recoveryLevel: "Recoverable+Purgeable",
    recoverableDays: 90,
  };
}

function idOf({ authority }: Received, collection: Collection, { name, version }: Stored<unknown>): string {
  return `https://${authority}/${collection}/${name}/${version}`;
}

function pageSize(query: URLSearchParams): number {
  const text = query.get("maxresults");
  if (text === null) return MAX_RESULTS;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= MAX_RESULTS) return size;
  throw new KeyVaultError(
    400,
    "BadParameter",
    `Invalid maxresults: ${text}, the value must be between 1 and ${MAX_RESULTS}`,
  );
}

/** A token of this server's own; another is refused. */
function startOf(query: URLSearchParams): number {
  const token = query.get("$skiptoken");
  if (token === null) return 0;
  const [, start] = /^start:(\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (start === undefined) throw new KeyVaultError(400, "BadParameter", "The skip token is not valid");
  return Number(start);
}

/** A page's successor, with the port as in the service's own. https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets#examples */
function nextLink({ authority, path, query }: Received, start: number): string {
  const host = authority.includes(":") ? authority : `${authority}:443`;
  const token = Buffer.from(`start:${start}`).toString("base64url");
  const size = query.get("maxresults") ?? String(MAX_RESULTS);
  return `https://${host}${path}?api-version=${query.get("api-version") ?? ""}&$skiptoken=${token}&maxresults=${size}`;
}
