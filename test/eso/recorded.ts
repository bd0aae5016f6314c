import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parseAllDocuments } from "yaml";

import { isExternalSecretsGroup } from "../../src/eso/api-group.ts";
import type { UncheckedObject } from "../../src/eso/unchecked-object.ts";
import { isList, isObject, objectOf } from "../../src/eso/unchecked-object.ts";
import type { Located } from "../../src/ground/diagnostic.ts";
import { printFieldPath } from "../../src/ground/field-path.ts";

const DIRECTORY = resolve(import.meta.dirname, "../../fixtures/conformance");

/** One object of ESO's groups in a recorded case, and what the API server said. */
export interface RecordedObject {
  readonly file: string;
  readonly case: string;
  /** `KIND NAMESPACE/NAME`, as the recording names it. */
  readonly name: string;
  readonly object: UncheckedObject;
  /** The error; undefined for what was admitted. */
  readonly error: string | undefined;
}

interface Case {
  readonly name: string;
  readonly manifests: string;
  readonly rejected?: readonly { readonly object: string; readonly error: string }[] | null;
}

/** The ESO objects of all recorded manifests, those apart that are about reading YAML. */
export function recordedObjects(): RecordedObject[] {
  const files = readdirSync(DIRECTORY).filter((name) => /^manifest-(?!yaml).*\.json$/.test(name));
  return files.flatMap((file) => {
    const cases = JSON.parse(readFileSync(join(DIRECTORY, file), "utf8")) as Case[];
    return cases.flatMap((recorded) => objectsOf(file, recorded));
  });
}

function objectsOf(file: string, recorded: Case): RecordedObject[] {
  const rejected = new Map((recorded.rejected ?? []).map(({ object, error }) => [object, error]));
  return readStream(recorded.manifests)
    .filter((object) => isExternalSecretsGroup(String(object["apiVersion"])))
    .map((object) => {
      const name = nameOf(object);
      return { file, case: recorded.name, name, object, error: rejected.get(name) };
    });
}

/** YAML 1.1 as far as these cases need it; JSON objects as the reader of manifests gives them. */
export function readStream(text: string): UncheckedObject[] {
  return parseAllDocuments(text, { version: "1.1", merge: true, uniqueKeys: false })
    .map((document) => withoutPrototype(document.toJS()))
    .filter(isObject);
}

export function withoutPrototype(value: unknown): unknown {
  if (isList(value)) return value.map(withoutPrototype);
  if (!isObject(value)) return value;
  return objectOf(Object.entries(value).map(([name, item]) => [name, withoutPrototype(item)]));
}

function nameOf(object: UncheckedObject): string {
  const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
  const { name, namespace } = metadata as { name?: string; namespace?: string };
  const place = String(object["kind"]).startsWith("Cluster") ? "" : (namespace ?? "default");
  return `${String(object["kind"])} ${place}/${name ?? ""}`;
}

/** Gives the path back as the field, and nothing else. */
export const LOCATED: Located = { at: (path) => ({ field: { path: printFieldPath(path) } }) };
