import type { RemoteRef } from "../../eso/external-secret.ts";
import type { Address } from "../../eso/read-request.ts";
import type { OpenBaoProvider } from "../../eso/stores/openbao.ts";
import { toGoString } from "../../go/bytes.ts";
import { parseInt } from "../../go/strconv-int.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { visible } from "../../ground/visible.ts";
import { endpointId } from "../vault/endpoint.ts";
import { cleanPath, pathProblem } from "../vault/path.ts";

/** The members of an OpenBao store that decide what a remoteRef leads to. */
export type OpenBaoMount = Pick<OpenBaoProvider, "server" | "namespace" | "path" | "version">;

/**
 * What a remoteRef asks of an OpenBao store (ESO: openbao.Client.GetSecret): the key is always below the mount, and
 * metadataPolicy has no effect.
 */
export function addressOpenBao(
  { key, version = "" }: Pick<RemoteRef, "key" | "version">,
  store: OpenBaoMount,
): Address {
  const mount = mountOf(store);
  const problem =
    pathProblem("its key", key) ?? pathProblem("the store's path", mount) ?? versionProblem(version, store);
  if (problem !== undefined) return { problem };
  const name = cleanPath(`${mount}/${key}`);
  return {
    request: {
      resourceId: `vault:${endpointId(store)}:${name}`,
      version: version === "" ? "" : String(parseInt(toGoString(version), 10, 0).value),
      what: "value",
      key: store.version === "v1" ? name : cleanPath(`${mount}/data/${key}`),
    },
  };
}

/** The KV mount: ESO's default where the store names none. */
export function mountOf({ path = "kv" }: Pick<OpenBaoProvider, "path">): string {
  return path;
}

function versionProblem(version: string, store: OpenBaoMount): Problem | undefined {
  if (version === "") return undefined;
  if (store.version === "v1") {
    return {
      code: "REMOTE_REF_UNSUPPORTED",
      message: "a KV store of version v1 keeps no versions",
      hint: "Remove remoteRef.version, or set the store's version to v2",
    };
  }
  if (parseInt(toGoString(version), 10, 0).ok) return undefined;
  return {
    code: "REMOTE_REF_UNSUPPORTED",
    message: `"${visible(version)}" is not the number of a version`,
    hint: "Write remoteRef.version as a number in quotes",
  };
}
