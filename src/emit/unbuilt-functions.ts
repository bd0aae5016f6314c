/** Functions of External Secrets' templates that are not built in yet. */
export const UNBUILT_FUNCTIONS: ReadonlySet<string> = new Set(["toYaml"]);
