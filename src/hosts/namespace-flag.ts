import { isLabel } from "../ground/kubernetes-names.ts";
import { visible } from "../ground/visible.ts";
import type { Arguments } from "./command.ts";
import { stringFlag, UsageError } from "./command.ts";

/** Value of --namespace; undefined where it was not given. Throws UsageError for what no namespace can be called. */
export function namespaceFlag(args: Arguments): string | undefined {
  const namespace = stringFlag(args, "namespace");
  if (namespace === undefined || isLabel(namespace)) return namespace;
  throw new UsageError(
    `Flag --namespace cannot be "${visible(namespace)}": no namespace can have this name`,
    "A namespace is a DNS label: at most 63 lower-case letters, digits and hyphens, with no hyphen at either end",
  );
}
