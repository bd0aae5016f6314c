import { Buffer } from "node:buffer";

import { isExternalSecretsGroup } from "../eso/api-group.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { RenderError } from "../ground/diagnostic.ts";
import type { JsonObject } from "../ground/json-value.ts";
import { isJsonObject } from "../ground/json-value.ts";
import { invalidDocument } from "./invalid-document.ts";
import { itemsOf } from "./list-items.ts";
import type { Manifest, Opaque, Parsed, Source } from "./manifest.ts";
import type { ObjectCount, ReadObject } from "./read-objects.ts";
import { readObjects } from "./read-objects.ts";
import type { RecognisedInput, Unread } from "./recognise.ts";
import { isTyped, splitList } from "./split-list.ts";

/** The documents of one input after those of interest were read. */
export interface ManifestInput {
  readonly path: string;
  readonly manifests: readonly Manifest[];
}

export interface ReadResult {
  readonly inputs: readonly ManifestInput[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the documents that recognition left unread. A List that holds an object of External Secrets is split into
 * its items; what turns out to be of no interest passes through as it is.
 */
export function readManifests(inputs: readonly RecognisedInput[]): ReadResult {
  const diagnostics: Diagnostic[] = [];
  const count: ObjectCount = { objects: 0 };
  const read = inputs.map(({ path, documents }) => ({
    path,
    manifests: documents.flatMap((document): readonly Manifest[] => {
      if (document.kind === "opaque") return [document];
      try {
        return readUnread(document, count, diagnostics);
      } catch (error) {
        if (!(error instanceof RenderError)) throw error;
        diagnostics.push(error.diagnostic);
        return [];
      }
    }),
  }));
  return { inputs: read, diagnostics };
}

/** Reads a document that recognition let pass. Throws RenderError. */
export function parseManifest(opaque: Opaque): Parsed {
  const [only] = readObjects(opaque.text, contentOf(opaque.text), opaque.source, { objects: 0 });
  if (only === undefined) throw new RenderError(invalidDocument(opaque.source, "it holds no object"));
  return only.parsed;
}

function readUnread(
  { text, content, source }: Unread,
  count: ObjectCount,
  diagnostics: Diagnostic[],
): readonly Manifest[] {
  const objects = readObjects(text, content, source, count);
  if (!objects.some(({ parsed }) => holdsExternalSecrets(parsed.object))) {
    const [only] = objects;
    diagnostics.push(...lostObjects(objects, content));
    const { ref } = only?.parsed ?? {};
    const hint = ref === undefined ? undefined : { apiVersion: ref.apiVersion, kind: ref.kind };
    const opaque: Opaque = { kind: "opaque", text, source, hint: objects.length === 1 ? hint : undefined };
    const isOne = only === undefined || (objects.length === 1 && itemsOf(only.parsed.object) === undefined);
    return [isOne ? opaque : { ...opaque, objects: () => objectsWithin(text, content, source) }];
  }
  for (const { warnings } of objects) diagnostics.push(...warnings());
  return objects.flatMap(({ parsed }) => splitList(parsed));
}

/** The objects of a document that passes through. What is no object of Kubernetes is not looked for. */
function objectsWithin(text: Uint8Array, content: Uint8Array, source: Source): readonly Parsed[] {
  return readObjects(text, content, source, { objects: 0 }).flatMap(({ parsed }) =>
    isTyped(parsed.object) ? splitList(parsed) : [],
  );
}

/** An object of External Secrets is lost where the next one begins without a line "---". */
function lostObjects(objects: readonly ReadObject[], content: Uint8Array): Diagnostic[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  if (!bytes.includes("external-secrets.io")) return [];
  return objects.flatMap(({ warnings }) => warnings()).filter(({ severity }) => severity === "error");
}

function holdsExternalSecrets(object: JsonObject): boolean {
  const { apiVersion } = object;
  if (typeof apiVersion === "string" && isExternalSecretsGroup(apiVersion) && itemsOf(object) === undefined)
    return true;
  return (itemsOf(object) ?? []).some((item) => isJsonObject(item) && holdsExternalSecrets(item));
}

function contentOf(text: Uint8Array): Uint8Array {
  if (text[0] !== 45 || text[1] !== 45 || text[2] !== 45) return text;
  const end = text.indexOf(10);
  return end < 0 ? text.subarray(text.length) : text.subarray(end + 1);
}
