import type { Diagnostic } from "../../ground/diagnostic.ts";
import { visible } from "../../ground/visible.ts";
import type { JsonObject, JsonValue } from "../../ground/json-value.ts";
import { isJsonObject } from "../../ground/json-value.ts";
import { isExternalSecret } from "./items.ts";
import type { Item } from "./resource-list.ts";

/** kustomize's names of an item before each of its transformers, as `resource.Resource` writes them. */
const PREVIOUS_NAMES = "internal.config.kubernetes.io/previousNames";

/**
 * Errors for the ExternalSecrets that kustomize renamed before it ran the function, and whose Secret is named after
 * them: kustomize does not follow the Secret, so that workloads would go on to refer to the old name.
 */
export function renamedTargets(items: readonly Item[]): Diagnostic[] {
  return items.flatMap(({ object }) => {
    const renaming = isExternalSecret(object) ? renamingOf(object) : undefined;
    return renaming === undefined ? [] : [renamedTarget(object, renaming)];
  });
}

interface Renaming {
  readonly from: string;
  readonly to: string;
}

function renamingOf(object: JsonObject): Renaming | undefined {
  const target = memberOf(memberOf(object["spec"], "target"), "name") ?? "";
  if (object["kind"] !== "ExternalSecret" || target !== "") return undefined;
  const name = memberOf(object["metadata"], "name");
  const previous = memberOf(memberOf(object["metadata"], "annotations"), PREVIOUS_NAMES);
  if (typeof name !== "string" || typeof previous !== "string") return undefined;
  const from = previous.split(",").find((other) => other !== "" && other !== name);
  return from === undefined ? undefined : { from, to: name };
}

function renamedTarget({ apiVersion }: JsonObject, { from, to }: Renaming): Diagnostic {
  return {
    code: "TARGET_RENAMED",
    severity: "error",
    message: `Cannot name the Secret of ExternalSecret "${visible(to)}": kustomize renamed it from "${visible(from)}" before the function ran, and workloads still refer to that`,
    resourceRef: {
      apiVersion: typeof apiVersion === "string" ? apiVersion : "",
      kind: "ExternalSecret",
      name: to,
    },
    field: { path: "spec.target.name" },
    hint: "List presecret as a component in the layer that sets the prefix or suffix, or set spec.target.name",
  };
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}
