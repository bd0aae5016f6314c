import type { GoString } from "../go/bytes.ts";
import { compileTemplate } from "./compile.ts";
import type { TemplateLimits } from "./limits.ts";
import type { TemplateTree } from "./parse.ts";
import { parseTemplate } from "./parse.ts";
import type { Step } from "./step.ts";
import type { FuncMap } from "./values.ts";

/** How much source of templates is kept compiled, in bytes; compiled it takes a hundred times as many. */
const CACHE_BYTES = 512 * 1024;

interface Cache {
  /** By text, then by name: a string that is looked up again has its hash already. */
  readonly programs: Map<GoString, Map<GoString, Step>>;
  bytes: number;
}

/** Compiled templates by function table, so that a table takes its templates with it. */
const CACHES = new WeakMap<FuncMap, Cache>();

/**
 * The compiled template of a name and a text, from the cache if it was compiled before. Throws a TemplateError for
 * what cannot be parsed.
 */
export function programOf(name: GoString, text: GoString, funcs: FuncMap, limits: TemplateLimits): Step {
  const known = CACHES.get(funcs)?.programs.get(text)?.get(name);
  if (known !== undefined && text.length <= limits.source) return known;
  return compileInto(cacheOf(funcs), parseTemplate({ name, text, functions: funcs, limits }), funcs);
}

function cacheOf(funcs: FuncMap): Cache {
  const cache = CACHES.get(funcs) ?? { programs: new Map<GoString, Map<GoString, Step>>(), bytes: 0 };
  CACHES.set(funcs, cache);
  return cache;
}

function compileInto(cache: Cache, tree: TemplateTree, funcs: FuncMap): Step {
  const { name, text } = tree;
  const program = compileTemplate(tree, funcs);
  if (cache.bytes + text.length > CACHE_BYTES) {
    cache.programs.clear();
    cache.bytes = 0;
  }
  cache.bytes += text.length + name.length;
  const byName = cache.programs.get(text) ?? new Map<GoString, Step>();
  cache.programs.set(text, byName.set(name, program));
  return program;
}
