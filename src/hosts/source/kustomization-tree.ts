import { realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { LIMITS } from "../../ground/limits.ts";
import { readDocument } from "../../manifest/read-document.ts";
import { readRegularFile } from "../read-file.ts";
import { isInside } from "./inside.ts";
import { KUSTOMIZATION_FILES } from "./source-kind.ts";

/** What a kustomization and all that it leads to would make kustomize do beside reading files. */
export interface KustomizationTree {
  /** presecret is listed as a function. */
  readonly hasOwnFunction: boolean;
  /** Other functions and plugins, as `KIND NAME`. */
  readonly plugins: readonly string[];
  /** What is not there, so that it would be fetched, or lies outside of the root; as it is written. */
  readonly remote: readonly string[];
  /** It inflates charts. */
  readonly hasCharts: boolean;
  /** Fields that are not spelt as kustomize has them, which it may take for one of its own all the same. */
  readonly misspelt: readonly string[];
  /** Files of it that were not understood here, though kustomize may understand them. */
  readonly unread: readonly string[];
}

/** The API group of presecret's own function configuration. */
export const FUNCTION_GROUP = "presecret.dev/";

const SOURCES = ["resources", "bases", "components"];
const PLUGINS = ["generators", "transformers", "validators"];
const CHARTS = ["helmCharts", "helmChartInflationGenerator", "helmGlobals"];
/** All fields of a kustomization, as kustomize spells them (kustomize: types.Kustomization). */
const OTHERS =
  "apiVersion buildMetadata commonAnnotations commonLabels configMapGenerator configurations crds generatorOptions imageTags images kind labels metadata namePrefix nameSuffix namespace openapi patches patchesJson6902 patchesStrategicMerge replacements replicas secretGenerator sortOptions vars";
const FIELDS: ReadonlySet<string> = new Set([...SOURCES, ...PLUGINS, ...CHARTS, ...OTHERS.split(" ")]);
/** Lists of files, each of which may have a key before it: `KEY=FILE`. In capitals, since Go folds case. */
const FILES = ["FILES", "ENVS", "ENV"];
const FUNCTIONS = ["config.kubernetes.io/function", "config.k8s.io/function"];
const MOST_FOLDERS = 2000;

/**
 * Walks a kustomization. What cannot be read is passed over: kustomize will say so better. An entry that does not
 * exist here counts as remote, since kustomize takes it for a URL then; so does one outside of `root`.
 */
export function readKustomizationTree(directory: string, root = "/"): KustomizationTree {
  const walker = new Walker(root);
  walker.visit(directory);
  return {
    hasOwnFunction: walker.hasOwnFunction,
    plugins: [...walker.plugins],
    remote: [...walker.remote],
    hasCharts: walker.hasCharts,
    misspelt: [...walker.misspelt],
    unread: [...walker.unread],
  };
}

type Node = Readonly<Record<string, unknown>>;

class Walker {
  hasOwnFunction = false;
  hasCharts = false;
  readonly plugins = new Set<string>();
  readonly remote = new Set<string>();
  readonly misspelt = new Set<string>();
  readonly unread = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  visit(directory: string): void {
    const real = realpathSync(directory);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    const file = KUSTOMIZATION_FILES.map((name) => join(directory, name)).find(isFile);
    const kustomization = file === undefined ? undefined : this.#readFirst(file);
    if (kustomization === undefined) return;
    for (const field of Object.keys(kustomization)) if (!FIELDS.has(field)) this.misspelt.add(field);
    this.#collectUrls(kustomization);
    this.hasCharts ||= CHARTS.some((field) => kustomization[field] !== undefined);
    for (const entry of SOURCES.flatMap((field) => textsOf(kustomization[field])))
      this.#source(directory, entry);
    for (const entry of PLUGINS.flatMap((field) => textsOf(kustomization[field])))
      this.#pluginEntry(directory, entry);
  }

  #source(directory: string, entry: string): void {
    const path = resolve(directory, entry);
    if (!isInside(path, this.#root)) this.remote.add(entry);
    else if (isDirectory(path)) this.visit(path);
  }

  /** A path to configurations, or the configuration itself. What a folder of them gives is not foreseen here. */
  #pluginEntry(directory: string, entry: string): void {
    const inline = objectsIn(entry) ?? [];
    const path = resolve(directory, entry);
    if (inline.length > 0) for (const object of inline) this.#plugin(object);
    else if (!isInside(path, this.#root)) this.remote.add(entry);
    else if (isDirectory(path)) this.plugins.add(`of folder ${entry}`);
    else for (const object of this.#readAll(path)) this.#plugin(object);
  }

  #plugin(object: Node): void {
    this.#collectUrls(object);
    const metadata = isNode(object["metadata"]) ? object["metadata"] : {};
    const annotations = isNode(metadata["annotations"]) ? metadata["annotations"] : {};
    const isFunction =
      metadata["configFn"] !== undefined || FUNCTIONS.some((key) => annotations[key] !== undefined);
    const apiVersion = textOf(object["apiVersion"]);
    if (object["kind"] === "HelmChartInflationGenerator") this.hasCharts = true;
    if (apiVersion === "builtin" && !isFunction) return;
    if (apiVersion.startsWith(FUNCTION_GROUP)) this.hasOwnFunction = true;
    else this.plugins.add(`${textOf(object["kind"])} ${textOf(metadata["name"])}`);
  }

  /** As kustomize, which reads the first document only. */
  #readFirst(file: string): Node | undefined {
    try {
      const value = this.#seen.size > MOST_FOLDERS ? undefined : readDocument(textOfFile(file)).value;
      if (isNode(value)) return value;
    } catch {
      // It is counted below.
    }
    this.unread.add(file);
    return undefined;
  }

  #readAll(file: string): readonly Node[] {
    const objects = objectsIn(textOfFile(file));
    if (objects === undefined) this.unread.add(file);
    return objects ?? [];
  }

  /** kustomize fetches whatever begins like a URL, wherever it expects a path. */
  #collectUrls(value: unknown, areFiles = false): void {
    if (typeof value === "string") {
      const path = areFiles ? value.slice(value.indexOf("=") + 1) : value;
      if (isUrl(value) || isUrl(path)) this.remote.add(value);
    } else if (Array.isArray(value)) for (const item of value) this.#collectUrls(item, areFiles);
    else if (isNode(value)) {
      for (const [name, member] of Object.entries(value))
        this.#collectUrls(member, FILES.includes(name.toUpperCase()));
    }
  }
}

function isUrl(path: string): boolean {
  return /^https?:/i.test(path.trim());
}

/** All objects of a stream; undefined where it is not plainly cut into documents that can be read. */
function objectsIn(text: string): Node[] | undefined {
  if (/^---(?![ \t]*(?:#.*)?\r?$)/m.test(text)) return undefined;
  try {
    return text
      .split(/^---.*$/m)
      .map((part): unknown => readDocument(part).value)
      .filter(isNode);
  } catch {
    return undefined;
  }
}

/** A text that no reader takes for a document stands for what is too large, or no file. */
function textOfFile(file: string): string {
  const read = readRegularFile(file, { limit: LIMITS.document });
  return read.kind === "bytes" ? new TextDecoder().decode(read.bytes) : "[";
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
