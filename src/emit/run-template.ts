import type { GoString } from "../go/bytes.ts";
import type { Code } from "../ground/codes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";
import type { RenderOptions } from "../template/engine.ts";
import { renderTemplate } from "../template/engine.ts";
import { TemplateError } from "../template/template-error.ts";

/** Text that a template gave, or why it gave none. */
export type TemplateResult = { readonly text: GoString } | { readonly problem: Problem };

/** Renders one template; a failure is a problem that shows no value. */
export function runTemplate(options: RenderOptions): TemplateResult {
  try {
    return { text: renderTemplate(options) };
  } catch (error) {
    if (error instanceof TemplateError) return { problem: toProblem(error) };
    throw error;
  }
}

const CODES: Readonly<Record<TemplateError["kind"], Code>> = {
  syntax: "TEMPLATE_SYNTAX",
  exec: "TEMPLATE_EXEC",
  limit: "TEMPLATE_LIMIT",
  nondeterministic: "TEMPLATE_NONDETERMINISTIC",
};

function toProblem(error: TemplateError): Problem {
  const { kind, line, column, what } = error;
  return {
    code: CODES[kind],
    message: `Cannot render the template: line ${line}, column ${column}: ${what}`,
    hint: hintOf(error),
  };
}

function hintOf({ kind, misspelt }: TemplateError): string {
  const nearest = misspelt === undefined ? undefined : nearestName(misspelt.name, misspelt.known);
  if (nearest !== undefined) return `Did you mean "${visible(nearest)}"?`;
  if (kind === "nondeterministic") {
    return "Its result changes with each render, so the Secret would never be in sync: store the value in a provider, or pass --seed-file FILE";
  }
  if (kind === "exec") return 'For a key that may be missing write {{ index . "key" | default "…" }}';
  return kind === "syntax"
    ? "Templates are Go text/template with the functions of sprig"
    : "Make the template smaller";
}
