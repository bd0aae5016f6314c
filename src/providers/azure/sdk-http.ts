import type {
  HttpClient as PipelineHttpClient,
  PipelineOptions,
  PipelineRequest,
  PipelineResponse,
} from "@azure/core-rest-pipeline";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { AzureLogger } from "@azure/logger";

import { bytesOfGoString, fromGoString, goStringOfBytes, toGoString } from "../../go/bytes.ts";
import type { HttpClient, HttpRequest, Network } from "../../net/network.ts";

/** Headers that the guarded client sets itself. */
const OWN_HEADERS: ReadonlySet<string> = new Set(["accept-encoding", "connection", "content-length", "host"]);

/**
 * What every client of the SDKs is made with: the run's connections, one attempt, no redirects (both are the run's own
 * business), and no look at the environment for a proxy. The settings of the proxy are never used: the agent goes
 * before them.
 */
export function sdkOptions(network: Network, send: HttpClient["send"]): SdkOptions {
  return {
    httpClient: sdkHttpClient(send),
    agent: network.agents().https,
    proxyOptions: { host: "http://localhost", port: 1 },
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
  };
}

type SdkOptions = PipelineOptions & { readonly httpClient: PipelineHttpClient };

/** An HTTP client for the SDKs on top of the run's own. What `send` throws reaches the SDK's caller as it is. */
function sdkHttpClient(send: HttpClient["send"]): PipelineHttpClient {
  // The SDKs print URLs, names and headers where AZURE_LOG_LEVEL or DEBUG says so.
  AzureLogger.log = (): void => undefined;
  return {
    sendRequest: async (request) => {
      const { status, headers, body } = await send(httpRequestOf(request));
      const response: PipelineResponse = {
        request,
        status,
        headers: createHttpHeaders(Object.fromEntries(headers)),
        bodyAsText: fromGoString(goStringOfBytes(body)),
      };
      return response;
    },
  };
}

function httpRequestOf({ method, url, headers, body }: PipelineRequest): HttpRequest {
  const own = [...headers].filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  return {
    method,
    url: new URL(url),
    headers: Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value])),
    body: bodyOf(body),
  };
}

/** The requests that are made here have no body, or a text. */
function bodyOf(body: PipelineRequest["body"]): Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string") return bytesOfGoString(toGoString(body));
  throw new TypeError("The SDK sends a body that is not text");
}
