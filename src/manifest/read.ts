import { Buffer } from "node:buffer";

import { isExternalSecretsGroup } from "../eso/api-group.ts";
import { YamlError } from "../go/yaml-error.ts";
import { decodeUtf8 } from "../ground/decode-utf8.ts";
import type { Diagnostic, ResourceRef, Where } from "../ground/diagnostic.ts";
import { RenderError, whereOf } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { LIMITS } from "../ground/limits.ts";
import { printObject } from "../ground/print-object.ts";
import { documentHint } from "./document-hint.ts";
import { splitJson } from "./json-stream.ts";
import { itemsOf } from "./list-items.ts";
import type { Manifest, Opaque, Parsed, Source } from "./manifest.ts";
import type { JsonObject, JsonValue } from "../ground/json-value.ts";
import { isJsonObject } from "../ground/json-value.ts";
import type { Document } from "./read-document.ts";
import { readDocument } from "./read-document.ts";
import type { RecognisedInput, Unread } from "./recognise.ts";
import { repeatedFields } from "./repeated-fields.ts";
import { yamlReason } from "./yaml-reason.ts";

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

/** A List is no object of its own: each of its items is one, and so are those of a List in it. */
function splitList(list: Parsed): readonly Parsed[] {
  if (itemsOf(list.object) === undefined) return [list];
  return [...objectsOf(list.object, [], list.source)].map(({ object, path }, index) => {
    const ref = refOf(object, list.source);
    return {
      ...list,
      ref,
      object,
      text: index === 0 ? list.text : undefined,
      isListItem: true,
      print: () => printObject(object),
      at: (field) => ({ ...list.at([...path, ...field]), ...whereOf(ref, field) }),
    };
  });
}

interface ObjectOfList {
  readonly object: JsonObject;
  readonly path: FieldPath;
}

/** Throws RenderError. */
function* objectsOf(object: JsonObject, path: FieldPath, source: Source): Generator<ObjectOfList> {
  const items = itemsOf(object);
  if (items === undefined) yield { object, path };
  for (const [index, item] of (items ?? []).entries()) {
    if (!isJsonObject(item))
      throw new RenderError(invalidDocument(source, `item ${index + 1} of the list is not an object`));
    yield* objectsOf(item, [...path, "items", index], source);
  }
}

/** An object of External Secrets is lost where the next one begins without a line "---". */
function lostObjects(objects: readonly ReadObject[], content: Uint8Array): Diagnostic[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  if (!bytes.includes("external-secrets.io")) return [];
  return objects.flatMap(({ warnings }) => warnings()).filter(({ severity }) => severity === "error");
}

/** An object, and what is to be told of its text if the object is of interest. */
interface ReadObject {
  readonly parsed: Parsed;
  readonly warnings: () => readonly Diagnostic[];
}

/** Objects that stand in the documents read so far: each counts as a document. */
interface ObjectCount {
  objects: number;
}

function readObjects(
  text: Uint8Array,
  content: Uint8Array,
  source: Source,
  count: ObjectCount,
): ReadObject[] {
  if (content.length > LIMITS.document) {
    throw new RenderError({
      ...invalidDocument(source, `it has more than ${LIMITS.document / 1024 / 1024} MiB`),
      code: "LIMIT_EXCEEDED",
    });
  }
  const parts = splitJson(decode(content, source));
  count.objects += parts.length;
  if (parts.length > 1 && count.objects > LIMITS.documents) throw tooManyObjects(parts.length, source);
  return parts.flatMap((part) => {
    const place = part.lines === 0 ? source : { ...source, line: source.line + part.lines };
    const document = readPart(part.text, place);
    if (document.value === null) {
      if (part.text.includes("external-secrets.io")) throwFirst(textBehind(document, place));
      return [];
    }
    if (!isJsonObject(document.value)) throw new RenderError(invalidDocument(place, "it is not an object"));
    const bytes = parts.length === 1 ? text : undefined;
    const parsed = toParsed(document.value, document, part.text, place, bytes);
    return [
      {
        parsed,
        warnings: () => [...textBehind(document, place), ...repeatedFields(parsed, document.repeated())],
      },
    ];
  });
}

/** An error for what stands behind the end of a document: it would be lost without a word. */
function textBehind(document: Document, source: Source): readonly Diagnostic[] {
  const line = document.lineBehind();
  if (line === undefined) return [];
  return [
    {
      ...invalidDocument({ ...source, line: source.line + line - 1 }, "something stands behind its end"),
      hint: 'Begin it with a line "---", in a file whose lines end with line feeds: no reader of Kubernetes looks at it there',
    },
  ];
}

function throwFirst([first]: readonly Diagnostic[]): void {
  if (first !== undefined) throw new RenderError(first);
}

function tooManyObjects(count: number, source: Source): RenderError {
  return new RenderError({
    ...invalidDocument(
      source,
      `it holds ${count} objects, and all documents together at most ${LIMITS.documents}`,
    ),
    code: "LIMIT_EXCEEDED",
    hint: "Split the input",
  });
}

function readPart(text: string, source: Source): Document {
  try {
    return readDocument(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const line = source.line + Math.max(error.line, 1) - 1;
    const { reason, hint } = yamlReason(error, text);
    throw new RenderError({ ...invalidDocument({ ...source, line }, reason), code: "YAML_INVALID", hint });
  }
}

function toParsed(
  object: JsonObject,
  document: Document,
  text: string,
  source: Source,
  bytes: Uint8Array | undefined,
): Parsed {
  const ref = refOf(object, source);
  const origin = originOf(text, object);
  const file = (path: FieldPath): Where["file"] =>
    origin === undefined
      ? {
          path: source.path,
          index: source.index,
          line: source.line + document.lineOf(path) - 1,
        }
      : { path: origin, index: source.index };
  return {
    kind: "parsed",
    ref,
    object,
    text: bytes,
    source,
    isListItem: bytes === undefined,
    print: () => printObject(object),
    at: (path) => {
      const at = file(path);
      return { ...whereOf(ref, path), ...(at === undefined ? {} : { file: at }) };
    },
  };
}

function refOf(object: JsonObject, source: Source): ResourceRef {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || apiVersion === "" || typeof kind !== "string" || kind === "") {
    throw new RenderError(invalidDocument(source, `it has no ${lackOf(apiVersion, kind)}`));
  }
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
  const name = typeof metadata["name"] === "string" ? metadata["name"] : "";
  const { namespace } = metadata;
  return typeof namespace === "string" && namespace !== ""
    ? { apiVersion, kind, name, namespace }
    : { apiVersion, kind, name };
}

/** Whether an object, or each one in a list, says what it is. */
function isTyped(object: JsonObject): boolean {
  const items = itemsOf(object);
  if (items === undefined) return lackOf(object["apiVersion"], object["kind"]) === "";
  return items.every((item) => isJsonObject(item) && isTyped(item));
}

function lackOf(apiVersion: JsonValue | undefined, kind: JsonValue | undefined): string {
  const lacking = Object.entries({ apiVersion, kind }).filter(
    ([, value]) => typeof value !== "string" || value === "",
  );
  return lacking.map(([name]) => name).join(" and ");
}

/** The file that Helm's `# Source:` comment or annotation, or kustomize's origin annotation, names. */
function originOf(text: string, object: JsonObject): string | undefined {
  const [, helm] = /^(?:\s*#.*\n)*?# Source: (\S.*?)\s*$/m.exec(text.slice(0, 1000)) ?? [];
  if (helm !== undefined && text.indexOf("# Source:") < text.search(/^[^#\s]/m)) return helm;
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
  const annotations = isJsonObject(metadata["annotations"]) ? metadata["annotations"] : {};
  const template = annotations["postrenderer.helm.sh/postrender-filename"];
  if (typeof template === "string") return template;
  const origin = annotations["config.kubernetes.io/origin"];
  return typeof origin === "string" ? /^path: (\S+)$/m.exec(origin)?.[1] : undefined;
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

function decode(bytes: Uint8Array, source: Source): string {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  throw new RenderError({
    ...invalidDocument(source, "it is not UTF-8"),
    code: "YAML_INVALID",
    hint: "Save it as UTF-8: PowerShell, for one, writes UTF-16 if it is not told otherwise",
  });
}

/** `index` counts from 0, as Kubernetes' tools have it; people count documents and items from 1. */
function invalidDocument({ path, index, line }: Source, reason: string): Diagnostic {
  return {
    code: "DOCUMENT_INVALID",
    severity: "error",
    message: `Cannot read document ${index + 1}: ${reason}`,
    file: { path, index, line },
    hint: documentHint(path),
  };
}
