import type { RemoteRef } from "../../eso/external-secret.ts";
import type { ReadRequest } from "../../eso/read-request.ts";

/** What a remoteRef asks a fake store for. The metadata policy means nothing there. */
export function addressFake({ key, version = "" }: RemoteRef): ReadRequest {
  return { resourceId: `fake:${key}`, version, what: "value", key };
}
