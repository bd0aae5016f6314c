import type {
  HttpClient as PipelineHttpClient,
  PipelineOptions,
  PipelineRequest,
  PipelineResponse,
} from "@azure/core-rest-pipeline";
import { createHttpHeaders } from "@azure/core-rest-pipeline";

import { bytesOfGoString, fromGoString, goStringOfBytes, toGoString } from "../../go/bytes.ts";
import type { HttpClient, HttpRequest } from "../../net/network.ts";

/** Headers that the guarded client sets itself. */
const OWN_HEADERS: ReadonlySet<string> = new Set(["accept-encoding", "connection", "content-length", "host"]);

/** Stands where the SDKs want an agent; they find no other, and the run's own client never asks this one. */
const NO_AGENT = {
  maxFreeSockets: 0,
  maxSockets: 0,
  requests: {},
  sockets: {},
  destroy: (): void => undefined,
};

/**
 * What every client of the SDKs is made with: the run's own HTTP client, one attempt, no redirects (both are the run's
 * own business), and no look at the environment for a proxy: settings keep it away, the agent goes before them.
 */
export function sdkOptions(send: HttpClient["send"]): SdkOptions {
  return {
    httpClient: sdkHttpClient(send),
    agent: NO_AGENT,
    proxyOptions: { host: "http://localhost", port: 1 },
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
  };
}

type SdkOptions = PipelineOptions & { readonly httpClient: PipelineHttpClient };

/** An HTTP client for the SDKs on top of the run's own. What `send` throws reaches the SDK's caller as it is. */
function sdkHttpClient(send: HttpClient["send"]): PipelineHttpClient {
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
