import type { ResourceRef } from "../ground/diagnostic.ts";

const GROUP = "external-secrets.io";

/** The group of an apiVersion: all of it where no version follows. */
function groupOf(apiVersion: string): string {
  return apiVersion.split("/")[0] ?? "";
}

/** Whether an apiVersion is of External Secrets' own groups, with or without a version. */
export function isExternalSecretsGroup(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return group === GROUP || group.endsWith(`.${GROUP}`);
}

/** Whether an object is an ExternalSecret, of whatever version. */
export function isExternalSecretKind({
  apiVersion,
  kind,
}: Pick<ResourceRef, "apiVersion" | "kind">): boolean {
  return groupOf(apiVersion) === GROUP && kind === "ExternalSecret";
}
