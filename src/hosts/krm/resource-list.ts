import { isDeepStrictEqual } from "node:util";

import { YamlError } from "../../go/yaml-error.ts";
import { decodeUtf8 } from "../../ground/decode-utf8.ts";
import type { Diagnostic } from "../../ground/diagnostic.ts";
import { RenderError } from "../../ground/diagnostic.ts";
import type { JsonObject, JsonValue } from "../../ground/json-value.ts";
import { isJsonArray, isJsonObject } from "../../ground/json-value.ts";
import { printObject } from "../../ground/print-object.ts";
import type { Document } from "../../manifest/read-document.ts";
import { readDocument } from "../../manifest/read-document.ts";

/** One item of a ResourceList. */
export interface Item {
  readonly object: JsonObject;
  /** The item as a document of its own: as it was written where that can be told, else printed anew. */
  readonly text: string;
}

/** What a KRM function is given: the KRM Functions Specification's ResourceList. */
export interface ResourceList {
  readonly apiVersion: string;
  readonly items: readonly Item[];
  readonly functionConfig: JsonObject | undefined;
}

/** Whether a text is a ResourceList, as far as its first lines tell. */
export function looksLikeResourceList(text: string): boolean {
  return (
    /^[ \t]*(?:"kind":\s*"ResourceList"|kind:\s*["']?ResourceList["']?\s*$)/m.test(text) ||
    /"kind":\s*"ResourceList"/.test(text.slice(0, 4096))
  );
}

/** Reads a ResourceList in YAML or JSON. Throws RenderError. */
export function readResourceList(bytes: Uint8Array): ResourceList {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw invalid("it is not UTF-8");
  const document = parse(text);
  const { value } = document;
  if (!isJsonObject(value) || value["kind"] !== "ResourceList") throw invalid("it is no ResourceList");
  const behind = document.lineBehind();
  if (behind !== undefined) throw invalid(`something stands behind its end, in line ${behind}`);
  const { apiVersion, functionConfig } = value;
  const items = value["items"] ?? [];
  if (!isJsonArray(items)) throw invalid("items is not a list");
  const objects = items.filter(isJsonObject);
  if (objects.length !== items.length) throw invalid("an item is not an object");
  const lines = text.split("\n");
  return {
    apiVersion: typeof apiVersion === "string" ? apiVersion : "config.kubernetes.io/v1",
    items: objects.map((object, index) => ({
      object,
      text: cutItem(document, lines, objects, index) ?? printObject(object),
    })),
    functionConfig: readFunctionConfig(functionConfig),
  };
}

function readFunctionConfig(config: JsonValue | undefined): JsonObject | undefined {
  if (config === undefined || config === null) return undefined;
  if (!isJsonObject(config)) throw invalid("functionConfig is not an object");
  return config;
}

/** The lines of an item in block style, where they say what the item is; undefined where they do not. */
function cutItem(
  { lineOf }: Document,
  lines: readonly string[],
  items: readonly JsonObject[],
  index: number,
): string | undefined {
  const start = lineOf(["items", index]) - 1;
  const next = index + 1 < items.length ? lineOf(["items", index + 1]) - 1 : lines.length;
  const text = withoutIndent(lines.slice(start, next));
  return text !== undefined && isDeepStrictEqual(valueOf(text), items[index]) ? text : undefined;
}

/** Lines of a block sequence's item as a document: without the dash, and up to where the item ends. */
function withoutIndent([first = "", ...others]: readonly string[]): string | undefined {
  const [dash = ""] = /^ *- +(?=\S)/.exec(first) ?? [];
  if (dash === "") return undefined;
  const margin = " ".repeat(dash.length);
  const end = others.findIndex((line) => line.trim() !== "" && !line.startsWith(margin));
  const cut = others.slice(0, end < 0 ? others.length : end).map((line) => line.slice(dash.length));
  return `${[first.slice(dash.length), ...cut].join("\n").trimEnd()}\n`;
}

function valueOf(text: string): JsonValue | undefined {
  try {
    return readDocument(text).value;
  } catch {
    return undefined;
  }
}

/** What a KRM function gives. Errors are results too; with them there are no items. */
export interface ResourceListOutput {
  readonly apiVersion: string;
  /** Documents without separators. */
  readonly items: readonly string[];
  readonly functionConfig: JsonObject | undefined;
  readonly results: readonly Diagnostic[];
}

/** A ResourceList as block YAML, its items as they are. */
export function printResourceList(output: ResourceListOutput): string {
  const { apiVersion, items, functionConfig, results } = output;
  const head = printObject({ apiVersion, kind: "ResourceList" });
  const listed = items.length === 0 ? "items: []\n" : `items:\n${items.map(indentItem).join("")}`;
  const config = functionConfig === undefined ? "" : printObject({ functionConfig });
  const told = results.length === 0 ? "" : printObject({ results: results.map(toResult) });
  return `${head}${listed}${config}${told}`;
}

function indentItem(document: string): string {
  const [first = "", ...others] = document.trimEnd().split("\n");
  return [`- ${first}`, ...others.map((line) => (line === "" ? "" : `  ${line}`)), ""].join("\n");
}

/** A Result of the KRM Functions Specification; what it has no field for stands in its tags. */
function toResult({ message, severity, resourceRef, field, file, code, hint }: Diagnostic): JsonObject {
  return {
    message,
    severity,
    ...(resourceRef === undefined ? {} : { resourceRef: { ...resourceRef } }),
    ...(field === undefined ? {} : { field: { ...field } }),
    ...(file === undefined
      ? {}
      : { file: { path: file.path, ...(file.index === undefined ? {} : { index: file.index }) } }),
    tags: { code, ...(hint === undefined ? {} : { hint }) },
  };
}

function parse(text: string): Document {
  try {
    return readDocument(text);
  } catch (error) {
    if (error instanceof YamlError) throw invalid(`line ${error.line} is not valid YAML`);
    throw error;
  }
}

function invalid(reason: string): RenderError {
  return new RenderError({
    code: "DOCUMENT_INVALID",
    severity: "error",
    message: `Cannot read the ResourceList: ${reason}`,
    hint: "Run presecret fn as a KRM function, which gets a ResourceList on standard input",
  });
}
