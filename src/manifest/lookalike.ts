import type { Diagnostic } from "../ground/diagnostic.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";
import type { Opaque } from "./manifest.ts";

const GROUP = "external-secrets.io";

/** A warning for an object that passes though its kind is one of External Secrets: its group may be misspelt. */
export function lookalike({ hint: type, source }: Opaque): Diagnostic | undefined {
  if (type === undefined || !KINDS.includes(type.kind)) return undefined;
  const group = type.apiVersion.split("/")[0] ?? "";
  const { path, index, line } = source;
  const isNear = nearestName(group, [GROUP]) !== undefined;
  return {
    code: "SUSPICIOUS",
    severity: "warning",
    message: `Left ${type.kind} as it is: its group "${visible(group)}" is not one of External Secrets`,
    file: { path, index, line },
    hint: isNear ? `Did you mean "${GROUP}"?` : `Those of "${GROUP}" are rendered`,
  };
}

const KINDS = [
  "ExternalSecret",
  "ClusterExternalSecret",
  "SecretStore",
  "ClusterSecretStore",
  "PushSecret",
  "ClusterPushSecret",
];
