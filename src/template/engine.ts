import type { GoString } from "../go/bytes.ts";
import type { RunBudget } from "./budget.ts";
import { Execution } from "./execution.ts";
import { TEMPLATE_LIMITS, type TemplateLimits } from "./limits.ts";
import { programOf } from "./program.ts";
import type { RandomSource } from "./seeded-random.ts";
import { TemplateError, positionAt } from "./template-error.ts";
import type { FuncMap, Value } from "./values.ts";
import { Dict, FuncError, LimitError } from "./values.ts";

/** One template to render. */
export interface RenderOptions {
  /** Its name, for messages and for templates that it defines: the key that it renders. */
  readonly name: GoString;
  readonly text: GoString;
  /** What the dot is at first: a `map[string]string`. */
  readonly data: ReadonlyMap<GoString, GoString>;
  /** The functions that it may use. Templates are cached by this object, so keep to one. */
  readonly funcs: FuncMap;
  /** What a missing key of a map is: an error, or `<no value>`, which is Go's default. */
  readonly missingKey?: "error" | "default";
  readonly limits?: Partial<TemplateLimits>;
  /** What it shares with other templates. */
  readonly budget?: RunBudget | undefined;
  /** Where randomness and time come from; without it functions that need them fail. */
  readonly random?: RandomSource | undefined;
}

/**
 * Renders a template as Go's text/template does, byte for byte. Throws a TemplateError for what Go refuses or
 * panics at, and where a bound would be passed.
 */
export function renderTemplate(options: RenderOptions): GoString {
  const { name, text, data, funcs, missingKey = "error", budget, random } = options;
  const limits = { ...TEMPLATE_LIMITS, ...options.limits };
  const program = programOf(name, text, funcs, limits);
  const dict = new Dict("map[string]string", isMap(data) ? data : new Map(data));
  const isStrict = missingKey === "error";
  const execution = new Execution({ name, data: dict, isStrict, limits, shared: budget, random });
  try {
    program(execution);
  } catch (error) {
    throw templateErrorOf(error, options, execution.pos);
  } finally {
    execution.budget.settle(execution.output.length);
  }
  return execution.output;
}

/** A bound that was passed, a value that cannot be printed: what was thrown without its place gets that of its action. */
function templateErrorOf(error: unknown, { name, text }: RenderOptions, pos: number): unknown {
  const position = positionAt(text, pos);
  if (error instanceof FuncError) {
    const kind = error instanceof LimitError ? "limit" : "exec";
    return new TemplateError(name, position, { kind, what: error.message });
  }
  if (error instanceof RangeError) {
    return new TemplateError(name, position, {
      kind: "limit",
      what: "it is nested too deep, or makes too much text",
    });
  }
  return error;
}

/** The data is not copied where that can be helped: no function may change a `map[string]string`. */
function isMap(data: ReadonlyMap<GoString, Value>): data is Map<GoString, Value> {
  return data instanceof Map;
}
