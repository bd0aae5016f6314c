const OF_HELM =
  "Only charts have it, and none was rendered here: render the chart first (presecret render CHART)";

const KEYS: ReadonlyMap<string, string> = new Map([
  ["data", 'The values stand at the top: {{ .key }}, or {{ index . "a-key" }}'],
  ...["Values", "Release", "Chart", "Capabilities", "Files"].map((name) => [name, OF_HELM] as const),
]);

/**
 * What to do about a key that is missing at the top of a template's data because it is one of other templates:
 * Helm's, or those that External Secrets' guide shows. Undefined for any other key.
 */
export function foreignKeyHint(key: string): string | undefined {
  return KEYS.get(key);
}

const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ["toBytes", "Only the engine v1 of External Secrets had it: leave it out"],
  ["base64decode", "Only the engine v1 of External Secrets had it: write b64dec"],
  ["base64encode", "Only the engine v1 of External Secrets had it: write b64enc"],
]);

/** What to do about a function that External Secrets had once. Undefined for any other function. */
export function formerFunctionHint(name: string): string | undefined {
  return FUNCTIONS.get(name);
}

const WITH_PASSWORD: ReadonlyMap<string, string> = new Map(
  ["pkcs12key", "pkcs12cert"].map((name) => [
    name,
    `The one that takes a password first is called ${name}Pass`,
  ]),
);

/** What to do about a function that gets another number of arguments than it takes. Undefined for most. */
export function argumentsHint(functionName: string): string | undefined {
  return WITH_PASSWORD.get(functionName);
}
