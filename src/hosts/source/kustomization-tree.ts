import { readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

import { LIMITS } from "../../ground/limits.ts";
import { readDocument } from "../../manifest/read-document.ts";
import { KUSTOMIZATION_FILES } from "./source-kind.ts";

/** What a kustomization and all that it leads to would make kustomize do beside reading files. */
export interface KustomizationTree {
  /** presecret is listed as a function. */
  readonly hasOwnFunction: boolean;
  /** Other functions and plugins, as `KIND NAME`. */
  readonly plugins: readonly string[];
  /** What would be fetched from elsewhere, as it is written. */
  readonly remote: readonly string[];
  /** It inflates charts. */
  readonly hasCharts: boolean;
}

/** The API group of presecret's own function configuration. */
export const FUNCTION_GROUP = "presecret.dev/";

const SOURCES = ["resources", "bases", "components"];
const PLUGINS = ["generators", "transformers", "validators"];
const CHARTS = ["helmCharts", "helmChartInflationGenerator", "helmGlobals"];
const FUNCTIONS = ["config.kubernetes.io/function", "config.k8s.io/function"];
const MOST_FILES = 2000;

/**
 * Walks a kustomization. What cannot be read is passed over: kustomize will say so better. An entry that does not
 * exist here counts as remote, since kustomize takes it for a URL then.
 */
export function readKustomizationTree(directory: string): KustomizationTree {
  const walker = new Walker();
  walker.visit(directory);
  return {
    hasOwnFunction: walker.hasOwnFunction,
    plugins: [...walker.plugins],
    remote: [...walker.remote],
    hasCharts: walker.hasCharts,
  };
}

type Node = Readonly<Record<string, unknown>>;

class Walker {
  hasOwnFunction = false;
  hasCharts = false;
  readonly plugins = new Set<string>();
  readonly remote = new Set<string>();
  readonly #seen = new Set<string>();

  visit(directory: string): void {
    const real = realpathSync(directory);
    if (this.#seen.has(real) || this.#seen.size > MOST_FILES) return;
    this.#seen.add(real);
    const file = KUSTOMIZATION_FILES.map((name) => join(directory, name)).find(isFile);
    const [kustomization] = file === undefined ? [] : readObjects(file);
    if (kustomization === undefined) return;
    this.#collectUrls(kustomization);
    this.hasCharts ||= CHARTS.some((field) => kustomization[field] !== undefined);
    for (const entry of SOURCES.flatMap((field) => textsOf(kustomization[field])))
      this.#source(directory, entry);
    for (const entry of PLUGINS.flatMap((field) => textsOf(kustomization[field])))
      this.#pluginEntry(directory, entry);
  }

  #source(directory: string, entry: string): void {
    const path = join(directory, entry);
    if (isDirectory(path)) this.visit(path);
    else if (!isFile(path)) this.remote.add(entry);
  }

  /** A path to configurations, or the configuration itself. */
  #pluginEntry(directory: string, entry: string): void {
    const path = join(directory, entry);
    if (entry.includes("\n")) for (const object of parseObjects(entry)) this.#plugin(object);
    else if (isDirectory(path)) this.#pluginDirectory(path);
    else if (isFile(path)) for (const object of readObjects(path)) this.#plugin(object);
    else this.remote.add(entry);
  }

  /** Its resources are the configurations. */
  #pluginDirectory(directory: string): void {
    const file = KUSTOMIZATION_FILES.map((name) => join(directory, name)).find(isFile);
    const [kustomization] = file === undefined ? [] : readObjects(file);
    for (const entry of textsOf(kustomization?.["resources"])) this.#pluginEntry(directory, entry);
    this.visit(directory);
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

  /** kustomize fetches whatever begins like a URL, wherever it expects a path. */
  #collectUrls(value: unknown): void {
    if (typeof value === "string") {
      if (/^https?:/i.test(value.trim())) this.remote.add(value);
    } else if (typeof value === "object" && value !== null)
      Object.values(value).forEach((member) => this.#collectUrls(member));
  }
}

function readObjects(file: string): Node[] {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size > LIMITS.document ? [] : parseObjects(readFileSync(file, "utf8"));
}

function parseObjects(text: string): Node[] {
  return text.split(/^---.*$/m).flatMap((part) => {
    try {
      const { value } = readDocument(part);
      return isNode(value) ? [value] : [];
    } catch {
      return [];
    }
  });
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
