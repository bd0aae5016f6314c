import type { GoString } from "../go/bytes.ts";
import type { Code } from "../ground/codes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";
import type { RenderOptions } from "../template/engine.ts";
import { renderTemplate } from "../template/engine.ts";
import type { Misspelt } from "../template/template-error.ts";
import { TemplateError } from "../template/template-error.ts";
import { foreignFunctionHint, foreignKeyHint, refusedHint } from "./foreign-names.ts";

/** Text that a template gave, or why it gave none. */
export type TemplateResult = { readonly text: GoString } | { readonly problem: Problem };

/** Renders one template; a failure is a problem that shows no value. */
export function runTemplate(options: RenderOptions): TemplateResult {
  try {
    return { text: renderTemplate(options) };
  } catch (error) {
    if (error instanceof TemplateError) return { problem: templateProblem(error, options) };
    throw error;
  }
}

const CODES: Readonly<Record<TemplateError["kind"], Code>> = {
  syntax: "TEMPLATE_SYNTAX",
  exec: "TEMPLATE_EXEC",
  limit: "TEMPLATE_LIMIT",
  nondeterministic: "TEMPLATE_NONDETERMINISTIC",
};

/** A failure of the engine as a problem of the field that the template stands in. */
export function templateProblem(
  error: TemplateError,
  { name, text }: Pick<RenderOptions, "name" | "text">,
): Problem {
  const { kind, line, column, what, templateName } = error;
  const subject = name === text ? "the literal" : `template "${visible(templateName)}"`;
  return {
    code: CODES[kind],
    message: `Cannot render ${subject}: line ${line}, column ${column}: ${what}`,
    hint: hintOf(error),
  };
}

function hintOf({ kind, misspelt, refused, functionName = "" }: TemplateError): string {
  if (misspelt !== undefined) return misspeltHint(misspelt);
  return (refused === undefined ? undefined : refusedHint(functionName, refused)) ?? HINTS[kind];
}

function misspeltHint({ what, name, known }: Misspelt): string {
  const foreign = foreignHint({ what, name, known });
  if (foreign !== undefined) return foreign;
  const nearest = nearestName(name, known);
  return nearest === undefined ? MISSPELT_HINTS[what] : `Did you mean "${visible(nearest)}"?`;
}

/** Further in than at the top no key is known. */
function foreignHint({ what, name, known }: Misspelt): string | undefined {
  if (what === "function") return foreignFunctionHint(name);
  if (what !== "key" || known.length === 0) return undefined;
  return foreignKeyHint(name) ?? dottedKeyHint(name, known);
}

/** A hint where keys have dots in their names, of which this is the part before the first. */
function dottedKeyHint(name: string, known: readonly string[]): string | undefined {
  return known.some((key) => key.startsWith(`${name}.`))
    ? `A key that has a dot in its name is read with index: {{ index . "${visible(name)}.…" }}`
    : undefined;
}

const HINTS: Readonly<Record<TemplateError["kind"], string>> = {
  syntax: "Write the template as Go's text/template has it",
  exec: "Correct the template, or the value that it gets",
  limit: "Make the template smaller",
  nondeterministic:
    "Its result changes with each render, so the Secret would never be in sync: store the value in a provider, or pass --seed-file FILE",
};

const MISSPELT_HINTS: Readonly<Record<Misspelt["what"], string>> = {
  key: 'For a key that may be missing write {{ index . "key" | default "…" }}',
  member: "The value is text: where that is JSON write {{ (fromJson .key).field }}",
  field: "Use a field or method that the type has",
  function:
    "There are Go's own functions, sprig's without env, expandenv and getHostByName, and those of External Secrets; none of Helm's",
  variable: "Declare it before: {{ $name := … }}",
  template: 'Define it: {{ define "name" }}…{{ end }}',
};
