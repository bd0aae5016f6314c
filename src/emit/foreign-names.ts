import type { Refused } from "../template/template-error.ts";

const OF_HELM =
  "Only Helm has it, while it renders a chart: render the chart first (presecret render CHART), and escape in it only what is left to External Secrets";

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
  ...["include", "lookup", "required", "tpl"].map((name) => [name, OF_HELM] as const),
]);

/** What to do about a function that only Helm has, or that External Secrets had once. Undefined for any other function. */
export function foreignFunctionHint(name: string): string | undefined {
  return FUNCTIONS.get(name);
}

const TOO_FEW: ReadonlyMap<string, string> = new Map([
  ["htpasswd", 'Name the algorithm behind the password: "bcrypt" or "sha"'],
]);

const TOO_MANY: ReadonlyMap<string, string> = new Map(
  ["pkcs12key", "pkcs12cert"].map((name) => [
    name,
    `The one that takes a password first is called ${name}Pass`,
  ]),
);

/** What to do about a function that does not take its arguments, as Helm's would. Undefined for most. */
export function refusedHint(functionName: string, refused: Refused): string | undefined {
  switch (refused) {
    case "too few":
      return TOO_FEW.get(functionName);
    case "too many":
      return TOO_MANY.get(functionName);
    case "no dict":
      return 'It takes what dict and fromJson give. The values at the top are none: read them with {{ index . "key" }}, which is empty where the key is missing, or with range';
  }
}
