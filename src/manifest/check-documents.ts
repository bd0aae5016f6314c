import { fromGoString, toGoString } from "../go/bytes.ts";
import type { YamlNode } from "../go/yaml-node.ts";
import { parseYaml } from "../go/yaml-parse.ts";

/** What an object is called. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/**
 * Reads back the documents that were made, and compares them with the objects that they are meant to be, in any
 * order. Throws TypeError, since a difference is a bug: then nothing may be written.
 */
export function checkDocuments(documents: readonly string[], wanted: readonly ObjectName[]): void {
  const found = documents.map(readBack).toSorted();
  const expected = wanted.map(printName).toSorted();
  if (found.length !== expected.length || found.some((name, index) => name !== expected[index])) {
    throw new TypeError("The documents that were made are not those that were planned");
  }
}

function readBack(document: string): string {
  if (/^(?:---|\.\.\.)/m.test(document)) throw new TypeError("A document that was made is more than one");
  const root = parseYaml(toGoString(document));
  const metadata = memberOf(root, "metadata");
  return printName({
    kind: textOf(memberOf(root, "kind")) ?? "",
    name: textOf(memberOf(metadata, "name")) ?? "",
    namespace: textOf(memberOf(metadata, "namespace")),
  });
}

function printName({ kind, name, namespace = "" }: ObjectName): string {
  return `${kind}/${namespace}/${name}`;
}

function memberOf(node: YamlNode | undefined, name: string): YamlNode | undefined {
  if (node?.kind !== "mapping") return undefined;
  return node.pairs.find(({ key }) => textOf(key) === name)?.value;
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" ? fromGoString(node.value) : undefined;
}
