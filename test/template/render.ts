import type { GoString } from "../../src/go/bytes.ts";
import { fromGoString, toGoString } from "../../src/go/bytes.ts";
import type { RenderOptions } from "../../src/template/engine.ts";
import { renderTemplate } from "../../src/template/engine.ts";
import { loadFuncs } from "../../src/template/funcs/load.ts";
import { TemplateError } from "../../src/template/template-error.ts";

const FUNCS = await loadFuncs();

/** Renders a template over data, both as text. */
export function render(
  text: string,
  data: Readonly<Record<string, string>> = {},
  options: Partial<RenderOptions> = {},
): string {
  const values = new Map<GoString, GoString>();
  for (const [key, value] of Object.entries(data)) values.set(toGoString(key), toGoString(value));
  return fromGoString(
    renderTemplate({ name: "t", text: toGoString(text), data: values, funcs: FUNCS, ...options }),
  );
}

/** The TemplateError that rendering ends with; throws where it does not, and whatever else it ends with. */
export function failureOf(...args: Parameters<typeof render>): TemplateError {
  try {
    render(...args);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error("It was rendered");
}
