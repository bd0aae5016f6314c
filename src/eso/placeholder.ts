/** What begins an action of Go's templates, which Helm and Argo CD fill in too. */
const ACTION = /\{\{/;
/** What begins a variable of envsubst, Flux or Terraform. */
const VARIABLE = /\$\{/;

const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [ACTION, "Nothing has rendered the action in {{ … }}: render the chart, or fill in the template, first"],
  [/\$\{|\$\(/, "Nothing has filled in the ${…}: run what does so (envsubst, Flux, Terraform) first"],
  [/^\$[A-Za-z_]+$/, "Nothing has filled in the variable: run what does so (envsubst, for one) first"],
  [/<[^<>]+>/, "Put a value in the place of <…>"],
  [/%\w+%|@\w+@|\{[^{}]+\}|\[[^[\]]+\]/, "Put a value in its place if it is a placeholder"],
];

/** What to do about a text that is refused because it still holds a placeholder; undefined for any other text. */
export function placeholderHint(text: string): string | undefined {
  return PLACEHOLDERS.find(([pattern]) => pattern.test(text))?.[1];
}

/**
 * The placeholder that a text which may be anything, such as the name of a secret, plainly holds: `{{ … }}` or `${…}`.
 * Names with `<` and `$(` are left alone.
 */
export function plainPlaceholder(text: string): string | undefined {
  if (ACTION.test(text)) return "{{ … }}";
  return VARIABLE.test(text) ? "${…}" : undefined;
}
