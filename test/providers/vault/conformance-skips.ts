const KEYS = "the API server takes no Secret with such a key, which the operator's test cluster did";
const GENERATOR = "the generator VaultDynamicSecret is not built in";

/** Recorded cases that end otherwise here, each with the reason. */
export const SKIPPED: ReadonlyMap<string, string> = new Map([
  ["extract v2: unicode keys", KEYS],
  ["extract: odd keys, conversion Unicode", KEYS],
  ["generator: read kv v1", GENERATOR],
  ["generator: default method", GENERATOR],
  ["generator: method LIST", GENERATOR],
  ["generator: write with parameters", GENERATOR],
]);

const DOTS = "a dot segment in a key leads to another place than the key says, even out of the mount";
const EMPTY = "an empty answer is no word of Vault's: with deletionPolicy Delete it would delete a Secret";
const REDIRECT = "a redirect takes the token to another place than the store names";

/** Recorded cases that are refused here by decision, each with the decision. */
export const OWN_REFUSALS: ReadonlyMap<string, string> = new Map([
  ["path: v1 mount, key 'folder/../folder/a'", DOTS],
  ["path: v2 dots out of the mount, key '../data/toplevel'", DOTS],
  ["path: v2 dots out of the mount, key 'dev/./x'", DOTS],
  ["path: v1 dots out of the mount, key '../nested/v1/app'", DOTS],
  ["path: v1 dots out of the mount, to a v2 mount and to sys", DOTS],
  ["fault: 404-empty, deletionPolicy Delete", EMPTY],
  ["fault: 200-empty, deletionPolicy Delete", EMPTY],
  ["fault: 204, deletionPolicy Delete", EMPTY],
  ["fault: redirect 301", REDIRECT],
  ["fault: redirect 302", REDIRECT],
]);
