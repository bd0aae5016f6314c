import { readInBatches } from "../batched-reads.ts";
import type { AwsService, ServiceOptions } from "../service.ts";
import { SecretsManagerApi } from "./client.ts";
import { SecretsManagerFinder } from "./finder.ts";
import { SecretsManagerReader } from "./reader.ts";

/** AWS Secrets Manager. Nothing is asked yet. */
export function openSecretsManager(options: ServiceOptions): AwsService {
  const { connection, credentials, caller, batch, prefix, request } = options;
  const api = new SecretsManagerApi(connection, async () => credentials.get());
  const reader = new SecretsManagerReader(api, caller, batch);
  const finder = new SecretsManagerFinder({ api, caller, reader, prefix, request });
  return {
    read: async (requests) => readInBatches(reader, requests),
    find: async (find, authorize, budget) => finder.find(find, authorize, budget),
    get notes() {
      return [...reader.batching.notes, ...finder.notes];
    },
  };
}
