const OF_HELM =
  "Only charts have it, and none was rendered here: render the chart first (presecret render CHART)";

const HINTS: ReadonlyMap<string, string> = new Map([
  ["data", 'The values stand at the top: {{ .key }}, or {{ index . "a-key" }}'],
  ...["Values", "Release", "Chart", "Capabilities", "Files"].map((name) => [name, OF_HELM] as const),
]);

/**
 * What to do about a key that is missing at the top of a template's data because it is one of other templates:
 * Helm's, or those that External Secrets' guide shows. Undefined for any other key.
 */
export function foreignKeyHint(key: string): string | undefined {
  return HINTS.get(key);
}
