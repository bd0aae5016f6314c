import type { JsonObject } from "../../ground/json-value.ts";
import { asJsonObject } from "../../ground/json-value.ts";
import { printObject } from "../../ground/print-object.ts";
import { readDocument } from "../../manifest/read-document.ts";
import type { OutputPart } from "../../manifest/write.ts";

/** Helm 4 says here which template an object came from, groups what comes back by it, and takes it away. */
const FILENAME = "postrenderer.helm.sh/postrender-filename";

/** Writes the template's name on what took the place of an object that had it. */
export function keepFilename(part: OutputPart): OutputPart {
  if (part.kind === "keep" || part.documents.length === 0 || part.text === undefined) return part;
  const name = filenameOf(new TextDecoder().decode(part.text));
  return name === undefined
    ? part
    : { ...part, documents: part.documents.map((document) => withFilename(document, name)) };
}

function filenameOf(text: string): string | undefined {
  if (!text.includes(FILENAME)) return undefined;
  const name = annotationsOf(objectOf(text.replace(/^---.*\n/, "")))[FILENAME];
  return typeof name === "string" ? name : undefined;
}

function withFilename(document: string, name: string): string {
  const object = objectOf(document);
  const annotations = annotationsOf(object);
  if (annotations[FILENAME] !== undefined) return document;
  const metadata = asJsonObject(object["metadata"]);
  return printObject({
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, [FILENAME]: name } },
  });
}

function annotationsOf(object: JsonObject): JsonObject {
  return asJsonObject(asJsonObject(object["metadata"])["annotations"]);
}

function objectOf(text: string): JsonObject {
  return asJsonObject(readDocument(text).value);
}
