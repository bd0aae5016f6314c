import { decodeBase64 } from "../../go/base64.ts";

/** A state of the server as X-Vault-Index tells it: `v1:CLUSTER:LOCAL:REPLICATED:HMAC` in base64. */
interface State {
  readonly cluster: string;
  readonly local: bigint;
  readonly replicated: bigint;
}

/**
 * The later of two values of X-Vault-Index (Vault: api.MergeReplicationStates), so that every request sees what the
 * ones before have seen. A value that cannot be read, or is of another cluster, takes the place of the old one.
 */
export function laterState(known: string | undefined, received: string | undefined): string | undefined {
  if (known === undefined || received === undefined) return received ?? known;
  const [old, next] = [stateIn(known), stateIn(received)];
  if (old === undefined || next === undefined || old.cluster !== next.cluster) return received;
  return next.local >= old.local && next.replicated >= old.replicated ? received : known;
}

function stateIn(header: string): State | undefined {
  const decoded = decodeBase64(header, "std");
  const [, cluster, local, replicated] = (decoded.ok && /^v1:([^:]*):(\d+):(\d+):/.exec(decoded.value)) || [];
  if (cluster === undefined || local === undefined || replicated === undefined) return undefined;
  return { cluster, local: BigInt(local), replicated: BigInt(replicated) };
}
