import type { Clock } from "./clock.ts";
import { deadline } from "./connection-error.ts";
import type { Target } from "./guard.ts";
import { printTarget } from "./guard.ts";
import { Limit } from "./limit.ts";
import { NetworkError } from "./network-error.ts";

/** So many connections that fail one after the other, and no more are tried. */
const CIRCUIT = 5;

/** The time of a run, and its end. */
interface Run {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What a run knows of one host and port. */
export class Endpoint {
  readonly target: Target;
  /** For messages. */
  readonly name: string;
  readonly limit: Limit;
  #failures = 0;
  #last: NetworkError | undefined;

  constructor(target: Target, { clock, signal }: Run) {
    this.target = target;
    this.name = printTarget(target);
    this.limit = new Limit(clock, signal, () => deadline(this.name));
  }

  connected(): void {
    this.#failures = 0;
  }

  notConnected(error: NetworkError): void {
    this.#failures += 1;
    this.#last = error;
  }

  /** Throws what the last attempts ended with, where too many connections failed to try once more. */
  checkCircuit(): void {
    if (this.#failures >= CIRCUIT && this.#last !== undefined) throw new NetworkError(this.#last.problem);
  }
}

/** The endpoints of a run. */
export class Endpoints {
  readonly #run: Run;
  readonly #endpoints = new Map<string, Endpoint>();

  constructor(run: Run) {
    this.#run = run;
  }

  of(target: Target): Endpoint {
    const name = printTarget(target);
    const known = this.#endpoints.get(name);
    if (known !== undefined) return known;
    const endpoint = new Endpoint(target, this.#run);
    this.#endpoints.set(name, endpoint);
    return endpoint;
  }
}
