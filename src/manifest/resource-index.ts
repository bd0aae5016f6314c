import { Buffer } from "node:buffer";

import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { Manifest, Opaque, Parsed } from "./manifest.ts";
import { parseManifest } from "./read.ts";

/** Where an object comes from: the stream that is rendered, or the administrator's directory, for look-ups only. */
export interface IndexInput {
  readonly stream: readonly Manifest[];
  readonly administrator: readonly Manifest[];
  /** Namespace of objects that have none. */
  readonly lookupNamespace: string;
}

/** Whose objects are meant. */
export type Owner = "any" | "stream" | "administrator";

interface Kind {
  readonly stream: Map<string, Parsed>;
  readonly administrator: Map<string, Parsed>;
}

/** Finds objects by kind, namespace and name. Documents of a kind are read when the kind is first asked for. */
export class ResourceIndex {
  readonly #input: IndexInput;
  readonly #kinds = new Map<string, Kind>();
  readonly #readFrom = new Map<Parsed, Manifest>();
  readonly diagnostics: Diagnostic[] = [];

  constructor(input: IndexInput) {
    this.#input = input;
  }

  /** The v1 object of this kind and name; of `any`, the stream goes before the administrator's. Throws RenderError. */
  find(kind: string, namespace: string, name: string, of: Owner = "any"): Parsed | undefined {
    const key = JSON.stringify([namespace, name]);
    const { stream, administrator } = this.#ofKind(kind);
    const found = of === "administrator" ? undefined : stream.get(key);
    return found ?? (of === "stream" ? undefined : administrator.get(key));
  }

  /** All v1 objects of a kind. Throws RenderError. */
  all(kind: string, of: Owner = "any"): Parsed[] {
    const { stream, administrator } = this.#ofKind(kind);
    if (of === "administrator") return [...administrator.values()];
    return [...(of === "stream" ? stream : new Map([...administrator, ...stream])).values()];
  }

  /** The document of the stream that holds an object; undefined for one of the administrator's directory. */
  inStream(object: Parsed): Manifest | undefined {
    return this.#readFrom.get(object);
  }

  #ofKind(kind: string): Kind {
    const known = this.#kinds.get(kind);
    if (known !== undefined) return known;
    const objects: Kind = { stream: new Map(), administrator: new Map() };
    this.#kinds.set(kind, objects);
    for (const manifest of cut(this.#input.stream, kind)) this.#add(objects.stream, kind, manifest, true);
    for (const manifest of cut(this.#input.administrator, kind))
      this.#add(objects.administrator, kind, manifest, false);
    return objects;
  }

  #add(objects: Map<string, Parsed>, kind: string, manifest: Manifest, isStream: boolean): void {
    const parsed = manifest.kind === "opaque" ? parseOfKind(manifest, kind) : [manifest];
    for (const object of parsed)
      if (object.ref.apiVersion === "v1" && object.ref.kind === kind)
        this.#addObject(objects, kind, object, isStream ? manifest : undefined);
  }

  #addObject(
    objects: Map<string, Parsed>,
    kind: string,
    parsed: Parsed,
    inStream: Manifest | undefined,
  ): void {
    const namespace = kind === "Namespace" ? "" : (parsed.ref.namespace ?? this.#input.lookupNamespace);
    const key = JSON.stringify([namespace, parsed.ref.name]);
    if (inStream !== undefined) this.#readFrom.set(parsed, inStream);
    if (!objects.has(key)) objects.set(key, parsed);
    else if (inStream !== undefined && kind === "Secret") this.diagnostics.push(duplicate(parsed));
  }
}

/** Stretches of documents that may hold a kind are cut into their documents. */
function* cut(manifests: readonly Manifest[], kind: string): Generator<Manifest> {
  for (const manifest of manifests) {
    if (manifest.kind !== "opaque" || manifest.documents === undefined) yield manifest;
    else if (kind !== "Secret" && includesText(manifest.text, `kind: ${kind}`)) yield* manifest.documents();
  }
}

function includesText(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text, 0, "latin1");
}

/** The items of a List are looked up too, so that an object is found wherever it stands. */
function parseOfKind(manifest: Opaque, kind: string): readonly Parsed[] {
  if (manifest.objects !== undefined) return includesText(manifest.text, kind) ? manifest.objects() : [];
  if (manifest.hint?.kind !== kind || manifest.hint.apiVersion !== "v1") return [];
  return [parseManifest(manifest)];
}

function duplicate(object: Parsed): Diagnostic {
  return errorAt(object, ["metadata", "name"], {
    code: "OBJECT_DUPLICATE",
    message: `Cannot tell which one is meant: ${object.ref.kind} "${object.ref.name}" is in the input twice`,
    hint: "Remove or rename one of them",
  });
}
