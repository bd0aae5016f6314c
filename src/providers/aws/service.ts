import type { Find } from "../../eso/external-secret.ts";
import type { Answer, Authorize, Note, RawSecret, ReadRequest } from "../../eso/read-request.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import type { BatchMode } from "./batch.ts";
import type { AwsCaller } from "./caller.ts";
import type { AwsConnection, AwsCredentials } from "./sdk-config.ts";

/** One service of AWS, for one store. */
export interface AwsService {
  read(requests: readonly ReadRequest[]): Promise<ReadonlyMap<ReadRequest, Answer<RawSecret>>>;
  find(find: Find, authorize: Authorize, budget?: WorkBudget): Promise<Answer<SecretData>>;
  /** What the caller should know of how it was read. */
  readonly notes: readonly Note[];
}

/** What a service is opened with. */
export interface ServiceOptions {
  readonly connection: AwsConnection;
  readonly credentials: AwsCredentials;
  readonly caller: AwsCaller;
  readonly batch: BatchMode;
  /** The store's prefix. */
  readonly prefix: string;
  /** What reading a secret of this name is; the name has its prefix already. */
  readonly request: (name: string) => ReadRequest;
}
