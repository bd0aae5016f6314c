import { readInBatches } from "../batched-reads.ts";
import type { AwsService, ServiceOptions } from "../service.ts";
import { ParameterStoreApi } from "./client.ts";
import { ParameterStoreFinder } from "./finder.ts";
import { ParameterStoreReader } from "./reader.ts";

/** AWS Parameter Store. Nothing is asked yet. */
export function openParameterStore(options: ServiceOptions): AwsService {
  const { connection, credentials, caller, batch, request } = options;
  const api = new ParameterStoreApi(connection, async () => credentials.get());
  const reader = new ParameterStoreReader(api, caller, batch);
  const finder = new ParameterStoreFinder({ api, caller, reader, request });
  return {
    read: async (requests) => readInBatches(reader, requests),
    find: async (find, authorize, budget) => finder.find(find, authorize, budget),
    get notes() {
      return reader.batching.notes;
    },
  };
}
