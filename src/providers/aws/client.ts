import type { ClientContext } from "../../eso/client-context.ts";
import type { Find } from "../../eso/external-secret.ts";
import type {
  Answer,
  Authorize,
  Note,
  RawSecret,
  ReadRequest,
  SecretsClient,
} from "../../eso/read-request.ts";
import type { AwsProvider } from "../../eso/stores/aws.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import { requestFor } from "./address.ts";
import { openCredentials } from "./auth.ts";
import { AwsCaller } from "./caller.ts";
import { regionOf } from "./region.ts";
import { retryOverride } from "./retry-settings.ts";
import type { AwsConnection } from "./sdk-config.ts";
import type { AwsService, ServiceOptions } from "./service.ts";

/** Opens a store of AWS Secrets Manager or Parameter Store. The SDK is loaded with the first read. Throws ProblemError. */
export function openAwsClient(provider: AwsProvider, context: ClientContext): SecretsClient {
  const { environment, network, record, store, awsBatch = "auto" } = context;
  const place = regionOf(provider.region, environment);
  if ("problem" in place) throw new ProblemError(place.problem, ["spec", "provider", "aws", "region"]);
  const { region } = place;
  const { service, prefix = "" } = provider;
  const connection: AwsConnection = { region, environment, http: network.http() };
  const { credentials, digest } = openCredentials(context, provider, connection);
  const retry = retryOverride(store.spec.retrySettings);
  const title = service === "ParameterStore" ? "AWS Parameter Store" : "AWS Secrets Manager";
  const caller = new AwsCaller({ service: `${title} in ${region}`, credentials, network, record, retry });
  const request = (name: string): ReadRequest => requestFor(name, {}, { ...provider, region });
  const identity = JSON.stringify([
    "aws",
    service,
    region,
    environmentOf(context),
    prefix,
    retry ?? null,
    awsBatch,
    digest,
  ]);
  return new AwsClient(identity, service, {
    connection,
    credentials,
    caller,
    batch: awsBatch,
    prefix,
    request,
  });
}

/** Stores that may use the process's environment have other endpoints than those that may not. */
function environmentOf({ mayUseAmbient }: ClientContext): string {
  return mayUseAmbient ? "own" : "none";
}

class AwsClient implements SecretsClient {
  readonly identity: string;
  readonly #kind: AwsProvider["service"];
  readonly #options: ServiceOptions;
  #service: Promise<AwsService> | undefined;
  #opened: AwsService | undefined;

  constructor(identity: string, kind: AwsProvider["service"], options: ServiceOptions) {
    this.identity = identity;
    this.#kind = kind;
    this.#options = options;
  }

  get notes(): readonly Note[] {
    return this.#opened?.notes ?? [];
  }

  async read(requests: readonly ReadRequest[]): Promise<ReadonlyMap<ReadRequest, Answer<RawSecret>>> {
    return (await this.#load()).read(requests);
  }

  async find(find: Find, authorize: Authorize, budget?: WorkBudget): Promise<Answer<SecretData>> {
    return (await this.#load()).find(find, authorize, budget);
  }

  async close(): Promise<void> {
    return Promise.resolve();
  }

  async #load(): Promise<AwsService> {
    this.#service ??= this.#import();
    this.#opened = await this.#service;
    return this.#opened;
  }

  async #import(): Promise<AwsService> {
    if (this.#kind === "ParameterStore") {
      return (await import("./parameter-store/service.ts")).openParameterStore(this.#options);
    }
    return (await import("./secrets-manager/service.ts")).openSecretsManager(this.#options);
  }
}
