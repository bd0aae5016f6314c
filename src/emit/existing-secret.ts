import { bytesOfGoString, toGoString } from "../go/bytes.ts";
import { decodeBase64 } from "../go/base64.ts";
import type { Diagnostic, Problem } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import { Sensitive } from "../ground/sensitive.ts";
import type { Parsed } from "../manifest/manifest.ts";
import type { JsonObject, JsonValue } from "../ground/json-value.ts";
import { asJsonObject, isJsonObject } from "../ground/json-value.ts";
import type { SecretObject } from "./secret-object.ts";

/** A Secret that stands in the stream for the live one, or what is wrong with it. */
export type ExistingSecret =
  | { readonly secret: SecretObject }
  | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a Secret manifest as the API server would store it: stringData is merged into data and wins over it.
 * Values that are not what a Secret may hold are problems; their text is not repeated.
 */
export function readExistingSecret(manifest: Parsed): ExistingSecret {
  const reader = new Reader(manifest);
  const secret = reader.read();
  return reader.diagnostics.length === 0 ? { secret } : { diagnostics: reader.diagnostics };
}

class Reader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #manifest: Parsed;

  constructor(manifest: Parsed) {
    this.#manifest = manifest;
  }

  read(): SecretObject {
    const { object } = this.#manifest;
    this.#checkTypes(object);
    const { name, namespace, labels, annotations, finalizers, ...metadata } = asJsonObject(
      object["metadata"],
    );
    return {
      name: typeof name === "string" ? name : "",
      namespace: typeof namespace === "string" ? namespace : undefined,
      labels: this.#strings(labels, "labels"),
      annotations: this.#strings(annotations, "annotations"),
      rendered: new Set(),
      renderedKeys: new Map(),
      finalizers: Array.isArray(finalizers) ? finalizers.filter((item) => typeof item === "string") : [],
      type: typeof object["type"] === "string" && object["type"] !== "" ? object["type"] : undefined,
      immutable: object["immutable"] === true,
      data: this.#data(object),
      rest: { metadata },
    };
  }

  /** What is of another type would be left out, and the API server does not take the Secret at all. */
  #checkTypes(object: JsonObject): void {
    const { type, immutable, data, stringData, metadata } = object;
    const { labels, annotations } = asJsonObject(metadata);
    if ((type ?? "") !== "" && typeof type !== "string")
      this.#error(["type"], "type is a string: quote the value");
    if ((immutable ?? false) !== false && immutable !== true)
      this.#error(["immutable"], "immutable is true or false");
    const maps = { data, stringData, "metadata.labels": labels, "metadata.annotations": annotations };
    for (const [path, map] of Object.entries(maps)) {
      if ((map ?? null) !== null && !isJsonObject(map)) this.#error(path.split("."), `${path} is a map`);
    }
  }

  #strings(value: JsonValue | undefined, field: string): Map<string, string> {
    const strings = new Map<string, string>();
    for (const [key, text] of Object.entries(asJsonObject(value))) {
      if (typeof text === "string" || text === null) strings.set(key, text ?? "");
      else this.#error(["metadata", field, key], "a label or annotation is a string: quote the value");
    }
    return strings;
  }

  #data(object: JsonObject): Map<string, Sensitive> {
    const data = new Map<string, Sensitive>();
    for (const [key, value] of Object.entries(asJsonObject(object["data"]))) {
      const decoded = typeof value === "string" ? decodeBase64(toGoString(value), "std") : undefined;
      if (value === null) data.set(key, new Sensitive(new Uint8Array()));
      else if (decoded?.ok === true) data.set(key, new Sensitive(bytesOfGoString(decoded.value)));
      else this.#error(["data", key], "a value in data is base64: use stringData for plain text");
    }
    for (const [key, value] of Object.entries(asJsonObject(object["stringData"]))) {
      if (typeof value === "string" || value === null) {
        data.set(key, Sensitive.ofText(value ?? ""));
      } else this.#error(["stringData", key], "a value in stringData is a string: quote the value");
    }
    return data;
  }

  #error(path: readonly string[], want: string): void {
    const problem: Problem = {
      code: "SECRET_INVALID",
      message: `Cannot read Secret "${this.#manifest.ref.name}": ${want}`,
      hint: "Correct the Secret; the API server refuses it as it is",
    };
    this.diagnostics.push(errorAt(this.#manifest, path, problem));
  }
}
