import { YamlError } from "../go/yaml-error.ts";
import { decodeUtf8 } from "../ground/decode-utf8.ts";
import type { Diagnostic, Where } from "../ground/diagnostic.ts";
import { RenderError, whereOf } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { JsonObject } from "../ground/json-value.ts";
import { isJsonObject } from "../ground/json-value.ts";
import { LIMITS } from "../ground/limits.ts";
import { printObject } from "../ground/print-object.ts";
import { invalidDocument } from "./invalid-document.ts";
import { splitJson } from "./json-stream.ts";
import type { Parsed, Source } from "./manifest.ts";
import { refOf } from "./object-ref.ts";
import type { Document } from "./read-document.ts";
import { readDocument } from "./read-document.ts";
import { repeatedFields } from "./repeated-fields.ts";
import { yamlReason } from "./yaml-reason.ts";

/** An object, and what is to be told of its text if the object is of interest. */
export interface ReadObject {
  readonly parsed: Parsed;
  readonly warnings: () => readonly Diagnostic[];
}

/** Objects that stand in the documents read so far: each counts as a document. */
export interface ObjectCount {
  objects: number;
}

/** The objects of one document: one of YAML, or those that stand behind one another in JSON. Throws RenderError. */
export function readObjects(
  text: Uint8Array,
  content: Uint8Array,
  source: Source,
  count: ObjectCount,
): ReadObject[] {
  if (content.length > LIMITS.document) {
    throw new RenderError({
      ...invalidDocument(source, `it has more than ${LIMITS.document / 1024 / 1024} MiB`),
      code: "LIMIT_EXCEEDED",
      hint: "Make several documents of it, or take long texts out of it",
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
    if (!isJsonObject(document.value)) {
      throw new RenderError(invalidDocument(place, "it is not an object", document.value));
    }
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

function decode(bytes: Uint8Array, source: Source): string {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  throw new RenderError({
    ...invalidDocument(source, "it is not UTF-8"),
    code: "YAML_INVALID",
    hint: "Save it as UTF-8: PowerShell, for one, writes UTF-16 if it is not told otherwise",
  });
}
