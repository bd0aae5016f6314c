import type { RemoteRef } from "../../eso/external-secret.ts";
import type { ReadRequest } from "../../eso/read-request.ts";

/** What a remoteRef asks of a fake store: its key in its version. The fake provider has no metadata to fetch. */
export function addressFake({ key, version = "" }: RemoteRef): ReadRequest {
  return { resourceId: `fake:${key}`, version, what: "value", key };
}
