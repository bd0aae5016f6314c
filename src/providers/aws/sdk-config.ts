import type { FieldPath } from "../../ground/field-path.ts";
import type { HttpClient } from "../../net/network.ts";
import type { ServiceName } from "./endpoint.ts";
import { endpointOf } from "./endpoint.ts";

/** Credentials as the SDK's clients take them. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Who a client is, for one store. Acquired with the first request, and kept for the run. */
export interface AwsCredentials {
  /** For a journal: a role, or what kind of credentials they are. Never a credential. */
  readonly name: string;
  /** For messages: `the access key of Secret "x"`. */
  readonly description: string;
  /** What to do where they are refused. */
  readonly hint: string;
  /** The field of the store that names them. */
  readonly field: FieldPath;
  /** Throws ProblemError. */
  get(): Promise<AwsIdentity>;
  /** Drops what has expired, once; false where there is nothing to acquire again. */
  renew(): boolean;
}

/** How the services of AWS are reached. */
export interface AwsConnection {
  readonly region: string;
  /** The process's environment where it may be used: endpoints are looked up there. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly http: HttpClient;
}

/** The settings of an SDK client. */
export interface SdkConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly ignoreConfiguredEndpointUrls?: boolean;
  readonly credentials: (() => Promise<AwsIdentity>) & { readonly memoized: boolean };
  readonly requestHandler: SdkRequestHandler;
  readonly maxAttempts: number;
  readonly retryMode: string;
  readonly defaultsMode: "standard";
  readonly authSchemePreference: string[];
  readonly useDualstackEndpoint: boolean;
  readonly useFipsEndpoint: boolean;
  readonly userAgentAppId: string;
}

/**
 * The settings of an SDK client, complete: what is left out here would be taken from the process's environment and
 * from the files in the home directory. Requests go through our own network; nothing is tried again.
 */
export function sdkConfig(
  { region, environment, http }: AwsConnection,
  service: ServiceName,
  credentials: () => Promise<AwsIdentity>,
): SdkConfig {
  const endpoint = endpointOf(service, environment);
  return {
    region,
    ...(endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint }),
    // The mark keeps the SDK from a cache of its own: ours knows of roles and of expired tokens.
    credentials: Object.assign(async () => credentials(), { memoized: true }),
    requestHandler: new SdkRequestHandler(http),
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    authSchemePreference: ["sigv4"],
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: "presecret",
  };
}

/** What of an SDK's request is sent. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** The SDK's way to our network. */
export class SdkRequestHandler {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  async handle(request: SdkRequest): Promise<{ response: SdkResponse }> {
    const { status, headers, body } = await this.#http.send({
      method: request.method,
      url: urlOf(request),
      headers: withoutHost(request.headers),
      body: bytesOf(request.body),
    });
    return { response: { statusCode: status, headers: Object.fromEntries(headers), body } };
  }

  httpHandlerConfigs(): object {
    return {};
  }

  updateHttpClientConfig(): void {
    // Nothing of it is left to the SDK.
  }

  destroy(): void {
    // The network is closed by who opened it.
  }
}

function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === "string" ? [value] : (value ?? [])) url.searchParams.append(name, one);
  }
  return url;
}

/** The host is the URL's; that it is also signed is a matter of the signature. */
function withoutHost(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "host"));
}

function bytesOf(body: unknown): Uint8Array | undefined {
  if (typeof body === "string") return new TextEncoder().encode(body);
  return body instanceof Uint8Array ? body : undefined;
}
