import { randomUUID } from "node:crypto";

import type { ClientContext } from "../../eso/client-context.ts";
import type { AccessId, Outcome } from "../../ground/journal.ts";
import { visible } from "../../ground/visible.ts";
import type { HttpClient, HttpRequest, HttpResponse, Network } from "../../net/network.ts";
import { NetworkError, RETRY } from "../../net/network-error.ts";
import { withRetry } from "../../net/retry.ts";
import { statusError } from "../../net/status-error.ts";
import { jsonMembers } from "./json-members.ts";

/** What a request is about, for the journal. */
export interface Subject {
  readonly operation: string;
  /** Who asks; empty where nobody logged in yet. */
  readonly identity: string;
  readonly access?: AccessId | undefined;
}

/** Sends requests to Azure's services: retries by the rules of the run, JSON answers only, every call told. */
export class Transport {
  readonly #network: Network;
  readonly #http: HttpClient;
  readonly #record: ClientContext["record"];

  constructor(
    { network, record }: Pick<ClientContext, "network" | "record">,
    http: HttpClient = network.http(),
  ) {
    this.#network = network;
    this.#http = http;
    this.#record = record;
  }

  /** The time by which tokens expire, in milliseconds since 1970. */
  now(): number {
    return this.#network.clock.wall();
  }

  /** An answer that is neither 429 nor 5xx, with a JSON object as body. Throws NetworkError. */
  async send(request: HttpRequest, subject: Subject): Promise<HttpResponse> {
    const start = this.#network.clock.now();
    const headers = { "x-ms-client-request-id": randomUUID(), ...request.headers };
    let attempts = 0;
    let response: HttpResponse | undefined;
    try {
      response = await withRetry(this.#network, async (number) => {
        attempts = number;
        const answer = await this.#http.send({ ...request, headers });
        const error = statusError(answer, request.url) ?? bodyError(answer, request.url);
        if (error !== undefined) throw error;
        return answer;
      });
      return response;
    } finally {
      const { operation, identity, access } = subject;
      this.#record({
        operation,
        identity,
        accesses: access === undefined ? [] : [{ ...access, outcome: outcomeOf(response?.status) }],
        requestId: response?.headers.get("x-ms-request-id"),
        attempts,
        milliseconds: this.#network.clock.now() - start,
      });
    }
  }
}

function outcomeOf(status: number | undefined): Outcome {
  if (status === 200) return "found";
  if (status === 404) return "missing";
  return status === 401 || status === 403 ? "denied" : "failed";
}

/** A login page, an empty or a cut answer must never pass for an answer of the service. */
function bodyError({ status, body }: HttpResponse, url: URL): NetworkError | undefined {
  if (status !== 200 && status !== 404) return undefined;
  if (jsonMembers(body) !== undefined) return undefined;
  return new NetworkError(
    {
      code: "PROTOCOL",
      message: `Cannot use the answer of "${visible(url.host)}": its body is not a JSON object`,
      hint: "Look at which service stands at this address: a proxy or a login page answers in its place",
    },
    RETRY.protocol,
  );
}
