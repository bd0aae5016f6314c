import { isExternalSecretsGroup } from "../../eso/api-group.ts";
import type { JsonObject } from "../../ground/json-value.ts";
import { asJsonObject, isJsonObject } from "../../ground/json-value.ts";
import { printObject } from "../../ground/print-object.ts";
import { readDocument } from "../../manifest/read-document.ts";
import type { Input } from "../../manifest/recognise.ts";
import type { OutputPart } from "../../manifest/write.ts";
import type { Item } from "./resource-list.ts";

/** Annotations by which kustomize and kpt follow an item: they belong to the item, not to what is made from it. */
const ORCHESTRATORS = [
  "config.kubernetes.io/",
  "internal.config.kubernetes.io/",
  "config.k8s.io/",
  "kustomize.config.k8s.io/",
  "internal.kpt.dev/",
];
const ORIGIN = "config.kubernetes.io/origin";
const PATHS = ["internal.config.kubernetes.io/path", "config.kubernetes.io/path"];
const NEEDS_HASH = "internal.config.kubernetes.io/needsHashSuffix";

/** An item as an input of the pipeline; an object of External Secrets without what an orchestrator wrote on it. */
export function toInput({ object, text }: Item, index: number): Input {
  const path = pathOf(object) ?? `items[${index}]`;
  const content = isExternalSecret(object) ? printObject(withoutOrchestrators(object)) : text;
  return { path, bytes: new TextEncoder().encode(content) };
}

/** The file that an item came from, as kpt says it; kustomize does not. */
export function pathOf(object: JsonObject): string | undefined {
  const annotations = annotationsOf(object);
  return PATHS.map((key) => annotations[key]).find((path) => typeof path === "string");
}

/** Whether an item is of External Secrets' API groups. */
export function isExternalSecret({ apiVersion }: JsonObject): boolean {
  return typeof apiVersion === "string" && isExternalSecretsGroup(apiVersion);
}

/** The documents that come out for an item: itself where it stays. */
export function toDocuments(
  item: Item,
  parts: readonly OutputPart[],
  options: { readonly hashSuffix: boolean },
): readonly string[] {
  return parts.flatMap((part) => {
    if (part.kind === "keep") return part.text.length === 0 ? [] : [item.text];
    return options.hashSuffix ? part.documents.map(withHashSuffix) : part.documents;
  });
}

/** kustomize then appends a hash of the data to a Secret's name, and to what refers to it. */
function withHashSuffix(document: string): string {
  const { value } = readDocument(document);
  if (!isJsonObject(value) || value["kind"] !== "Secret") return document;
  const metadata = asJsonObject(value["metadata"]);
  const annotations = { ...annotationsOf(value), [NEEDS_HASH]: "enabled" };
  return printObject({ ...value, metadata: { ...metadata, annotations } });
}

function withoutOrchestrators(object: JsonObject): JsonObject {
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : undefined;
  if (metadata === undefined || !isJsonObject(metadata["annotations"])) return object;
  const { annotations, ...others } = metadata;
  const kept = Object.entries(annotations).filter(
    ([key]) => key === ORIGIN || !ORCHESTRATORS.some((prefix) => key.startsWith(prefix)),
  );
  return {
    ...object,
    metadata: kept.length === 0 ? others : { ...others, annotations: Object.fromEntries(kept) },
  };
}

function annotationsOf(object: JsonObject): JsonObject {
  return asJsonObject(asJsonObject(object["metadata"])["annotations"]);
}
