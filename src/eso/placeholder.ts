const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\{\{/, "Nothing has rendered the action in {{ … }}: render the chart, or fill in the template, first"],
  [/\$\{|\$\(/, "Nothing has filled in the ${…}: run what does so (envsubst, Flux, Terraform) first"],
  [/^\$[A-Za-z_]+$/, "Nothing has filled in the variable: run what does so (envsubst, for one) first"],
  [/<[^<>]+>/, "Put a value in the place of <…>"],
];

/** What to do about a text that is refused because it still holds a placeholder; undefined for any other text. */
export function placeholderHint(text: string): string | undefined {
  return PLACEHOLDERS.find(([pattern]) => pattern.test(text))?.[1];
}
