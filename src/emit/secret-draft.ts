import type { Sensitive } from "../ground/sensitive.ts";
import type { RenderedKey, SecretObject } from "./secret-object.ts";

type Layers = Pick<SecretObject, "data" | "labels" | "annotations" | "rendered" | "renderedKeys">;

/** What of a Secret is laid over one another: the existing one, fetched values, metadata, templates, in this order. */
export class SecretDraft implements Layers {
  readonly data: Map<string, Sensitive>;
  readonly labels: Map<string, string>;
  readonly annotations: Map<string, string>;
  readonly rendered: Set<string>;
  readonly renderedKeys: Map<string, RenderedKey>;

  constructor({ data, labels, annotations, rendered, renderedKeys }: Layers) {
    this.data = new Map(data);
    this.labels = new Map(labels);
    this.annotations = new Map(annotations);
    this.rendered = new Set(rendered);
    this.renderedKeys = new Map(renderedKeys);
  }

  /** `origin` tells where a key comes from that a template made. */
  setData(key: string, value: Sensitive, origin?: RenderedKey): void {
    this.#noteKey("data", key, origin);
    this.data.set(key, value);
  }

  /** A label or annotation; `isRendered` says that a template made its value. */
  setMetadata(
    field: "labels" | "annotations",
    key: string,
    text: string,
    { isRendered, origin }: { readonly isRendered: boolean; readonly origin?: RenderedKey | undefined },
  ): void {
    this.#noteKey(field, key, origin);
    this[field].set(key, text);
    if (isRendered) this.rendered.add(`${field}/${key}`);
    else this.rendered.delete(`${field}/${key}`);
  }

  /** A key that something else than a template's result has spelled may be shown. */
  #noteKey(field: "data" | "labels" | "annotations", key: string, origin: RenderedKey | undefined): void {
    const id = `${field}/${key}`;
    const isKnown = this[field].has(key) && !this.renderedKeys.has(id);
    if (origin === undefined || isKnown) this.renderedKeys.delete(id);
    else this.renderedKeys.set(id, origin);
  }
}
