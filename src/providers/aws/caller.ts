import type { Access, RecordCall } from "../../ground/journal.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { ADDRESS_HINT } from "../../net/connection-error.ts";
import type { Network } from "../../net/network.ts";
import type { RetryRule } from "../../net/network-error.ts";
import { NetworkError, RETRY } from "../../net/network-error.ts";
import { withRetry } from "../../net/retry.ts";
import { AwsFailure, serviceErrorOf } from "./aws-error.ts";
import type { RetryOverride } from "./retry-settings.ts";
import type { AwsCredentials } from "./sdk-config.ts";

/** One request to a service. */
export interface Operation<Output> {
  readonly name: string;
  /** What it is about, where it fails. */
  readonly about: readonly Omit<Access, "outcome">[];
  readonly send: () => Promise<Output>;
  /** What came of it, where it does not fail; all of `about` was found where this is absent. */
  readonly accesses?: (output: Output) => readonly Access[];
}

/** Any answer of a service. */
interface Answered {
  readonly requestId: string | undefined;
}

export interface CallerOptions {
  /** For messages: `AWS Secrets Manager in eu-central-1`. */
  readonly service: string;
  readonly credentials: AwsCredentials;
  readonly network: Network;
  readonly record: RecordCall;
  readonly retry: RetryOverride | undefined;
}

/** A clock that differs more is not allowed for, in milliseconds. */
const MOST_SKEW = 15 * 60_000;

/**
 * Sends requests to one service: with the run's retries, with credentials that are acquired again once where they
 * expired on the way, and once more where the clock turns out to be wrong. Throws AwsFailure for an error about the
 * request, and ProblemError where nothing of the service can be used.
 */
export class AwsCaller {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  async call<Output extends Answered>(operation: Operation<Output>): Promise<Output> {
    const { network, record, credentials } = this.#options;
    const started = network.clock.now();
    const call = { operation: operation.name, identity: credentials.name };
    let attempts = 0;
    const told = (accesses: readonly Access[], requestId: string | undefined): void => {
      record({ ...call, accesses, requestId, attempts, milliseconds: network.clock.now() - started });
    };
    try {
      const output = await withRetry(network, async (number) => {
        attempts = number;
        return this.#attempt(operation);
      });
      const found = operation.about.map((id) => ({ ...id, outcome: "found" }) as const);
      told(operation.accesses?.(output) ?? found, output.requestId);
      return output;
    } catch (error) {
      const requestId = error instanceof AwsFailure ? error.error.requestId : undefined;
      told(
        operation.about.map((id) => ({ ...id, outcome: outcomeOf(error) })),
        requestId,
      );
      throw error;
    }
  }

  /** One attempt, or a second one at once where what failed has been mended. */
  async #attempt<Output>(operation: Operation<Output>): Promise<Output> {
    const failure = await this.#try(operation);
    if (!(failure instanceof AwsFailure)) return failure;
    if (!this.#mend(failure)) throw this.#errorOf(failure);
    const second = await this.#try(operation);
    if (second instanceof AwsFailure) throw this.#errorOf(second);
    return second;
  }

  async #try<Output>(operation: Operation<Output>): Promise<Output | AwsFailure> {
    try {
      return await operation.send();
    } catch (error) {
      if (error instanceof NetworkError) throw this.#overridden(withoutAddress(error));
      if (error instanceof ProblemError) throw error;
      const answered = serviceErrorOf(error, this.#options.network.clock.wall());
      if (answered === undefined) throw this.#protocol();
      return new AwsFailure(answered);
    }
  }

  /** Whether there is hope for the same request: new credentials, or the service's own time. */
  #mend({ kind, error }: AwsFailure): boolean {
    if (kind === "expired") return this.#options.credentials.renew();
    return kind === "clock" && error.isClockCorrected && Math.abs(error.skew) <= MOST_SKEW;
  }

  #errorOf(failure: AwsFailure): Error {
    const { kind } = failure;
    if (kind === "throttled")
      return this.#overridden(new NetworkError(this.#throttled(failure), RETRY.throttled));
    if (kind === "server") return this.#overridden(new NetworkError(this.#server(failure), RETRY.transient));
    if (kind === "clock") return new ProblemError(this.#clock());
    if (kind === "expired" || kind === "credentials") {
      return new ProblemError(this.#refused(failure), this.#options.credentials.field);
    }
    return failure;
  }

  /** The store's own word on retries stands for our rule, where there is a rule at all. */
  #overridden(error: NetworkError): NetworkError {
    const { retry } = this.#options;
    if (retry === undefined || error.retry.attempts === 1) return error;
    const rule: RetryRule = { ...error.retry, attempts: retry.attempts, ...retry.wait };
    return new NetworkError(error.problem, rule);
  }

  #throttled({ error }: AwsFailure): Problem {
    return {
      code: "THROTTLED",
      message: `Cannot get an answer from ${this.#options.service}: it limits the rate of requests (${nameOf(error)})`,
      hint: "Render less often, or ask AWS for a higher quota of requests",
    };
  }

  #server({ error }: AwsFailure): Problem {
    return {
      code: "SERVER_ERROR",
      message: `Cannot get an answer from ${this.#options.service}: it fails with status ${error.status} (${nameOf(error)})`,
      hint: "Look at the AWS Health Dashboard of the region",
    };
  }

  #clock(): Problem {
    return {
      code: "CLOCK_SKEWED",
      message: `Cannot sign requests to ${this.#options.service}: the clock of this machine is wrong by more than AWS tolerates`,
      hint: "Set the clock (NTP); signatures are good for five minutes",
    };
  }

  #refused({ error, kind }: AwsFailure): Problem {
    const { service, credentials } = this.#options;
    const why = kind === "expired" ? "has expired" : "is not accepted";
    return {
      code: "AUTH_FAILED",
      message: `Cannot log in to ${service}: ${credentials.description} ${why} (${nameOf(error)})`,
      hint: credentials.hint,
    };
  }

  #protocol(): NetworkError {
    return this.#overridden(
      new NetworkError(
        {
          code: "PROTOCOL",
          message: `Cannot read the answer of ${this.#options.service}: it is not one of AWS`,
          hint: "Look at what stands at the endpoint: a proxy or another service answers there",
        },
        RETRY.protocol,
      ),
    );
  }
}

/** A code of AWS, or the status where there is none. */
function nameOf({ code, status }: AwsFailure["error"]): string {
  return code === "" ? `status ${status}` : code;
}

function outcomeOf(error: unknown): Access["outcome"] {
  if (!(error instanceof AwsFailure)) return "failed";
  return error.kind === "denied" ? "denied" : "failed";
}

/** A store of AWS has no address that could be corrected; what a proxy is the reason of keeps its hint. */
function withoutAddress(error: NetworkError): NetworkError {
  const { problem, retry } = error;
  if (problem.hint !== ADDRESS_HINT) return error;
  return new NetworkError({ ...problem, hint: UNREACHABLE_HINT }, retry);
}

const UNREACHABLE_HINT =
  "Look at the store's region and at the network between here and there; an endpoint of the environment, such as AWS_ENDPOINT_URL, counts for stores of --stores, or with --ambient";
