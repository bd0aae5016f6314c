import type { GoString } from "../go/bytes.ts";
import { compileTemplate } from "./compile.ts";
import type { TemplateLimits } from "./limits.ts";
import { parseTemplate } from "./parse.ts";
import type { Step } from "./step.ts";
import { TemplateError } from "./template-error.ts";
import type { FuncMap } from "./values.ts";

/** How much source of templates that are no longer in use is kept compiled, in bytes. */
const CACHE_BYTES = 4 * 1024 * 1024;

interface Cache {
  readonly programs: Map<string, Step>;
  bytes: number;
}

/** Compiled templates by function table, so that a table takes its templates with it. */
const CACHES = new WeakMap<FuncMap, Cache>();

/** The compiled template of a name and a text, from the cache if it was compiled before. Throws a TemplateError. */
export function programOf(name: GoString, text: GoString, funcs: FuncMap, limits: TemplateLimits): Step {
  const cache = CACHES.get(funcs) ?? { programs: new Map<string, Step>(), bytes: 0 };
  CACHES.set(funcs, cache);
  const key = `${limits.nesting} ${name.length} ${name}${text}`;
  const known = cache.programs.get(key);
  if (known !== undefined) return known;
  const program = compile(name, text, funcs, limits);
  if (cache.bytes + key.length > CACHE_BYTES) {
    cache.programs.clear();
    cache.bytes = 0;
  }
  cache.bytes += key.length;
  cache.programs.set(key, program);
  return program;
}

function compile(name: GoString, text: GoString, functions: FuncMap, limits: TemplateLimits): Step {
  if (text.length > limits.source) {
    throw new TemplateError(
      name,
      { line: 1, column: 1 },
      { kind: "limit", what: `it has more than ${limits.source} bytes` },
    );
  }
  return compileTemplate(parseTemplate({ name, text, functions, nesting: limits.nesting }), functions);
}
