import type { Command, Flag } from "./command.ts";
import { RECORD_FLAGS } from "./records.ts";
import { SOURCE_FLAGS } from "./source/caller-sources.ts";

/** What the pipeline plans with. */
const PLANNING: Readonly<Record<string, Flag>> = {
  namespace: {
    type: "string",
    short: "n",
    value: "NAMESPACE",
    help: "namespace of objects that have none (default: default)",
  },
  stores: {
    type: "string",
    value: "DIR",
    help: "directory with stores, Secrets, ConfigMaps and Namespaces to look up",
  },
  fake: { type: "string", value: "FILE", help: "answer every store from this file of fake data" },
  strict: {
    type: "boolean",
    help: "refuse spellings that External Secrets does not have, and namespaces of which nothing is known",
  },
};

const QUIET: Flag = { type: "boolean", short: "q", help: "print errors only" };

const INPUT: Readonly<Record<string, Flag>> = { ...PLANNING, quiet: QUIET };

/** The way to the stores and what templates draw from, for the commands that ask stores. */
const ACCESS: Readonly<Record<string, Flag>> = {
  credentials: {
    type: "string",
    value: "DIR",
    help: "directory of mounted credentials: secrets/NAMESPACE/NAME/KEY, tokens/NAMESPACE/SERVICEACCOUNT/*",
  },
  "allow-host": {
    type: "string",
    multiple: true,
    value: "HOST[:PORT]",
    help: "reach no other host than these, or below *.DOMAIN; may be given several times",
  },
  "seed-file": {
    type: "string",
    value: "FILE",
    help: "32 random bytes or more, from which template functions such as randAlphaNum draw",
  },
  "seed-time": {
    type: "string",
    value: "TIME",
    help: "time that now and other clocks of templates show with --seed-file (default: 2025-01-01T00:00:00Z)",
  },
  "aws-batch": {
    type: "string",
    value: "auto|off",
    help: "read secrets of AWS in batches, or never ask for one (default: auto)",
  },
  timeout: { type: "string", value: "DURATION", help: "give up after this time (default: 45s)" },
};

const AMBIENT: Flag = {
  type: "boolean",
  help: "let stores of the input that name no credentials use those of the caller",
};

const FORMAT: Flag = {
  type: "string",
  short: "f",
  value: "text|json|sarif",
  help: "format of the output (default: text)",
};

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "render",
    usage: "presecret render [PATH...|-] [flags]",
    summary: "write the manifests with native Secrets in place of ExternalSecrets",
    flags: {
      ...INPUT,
      ...SOURCE_FLAGS,
      output: {
        type: "string",
        short: "o",
        value: "FILE|DIR/",
        help: "write there instead of standard output",
      },
      redact: { type: "boolean", help: "write placeholders in place of the values of all Secrets" },
      keep: { type: "boolean", help: "keep stores and generators in the output" },
      ...ACCESS,
      ambient: AMBIENT,
      "allow-empty": { type: "boolean", help: "accept an input without any object" },
      "allow-git": { type: "boolean", help: "let -o write Secrets into a Git work tree" },
      ...RECORD_FLAGS,
    },
    example: ["kustomize build overlays/prod | presecret render - | kubectl apply -f -", "render a stream"],
    run: async (io, args) => (await import("./commands/render.ts")).runRender(io, args),
  },
  {
    name: "generate",
    usage: "presecret generate [flags]",
    summary: "run as Argo CD's config management plugin on the working directory",
    flags: {
      stores: {
        type: "string",
        value: "DIR",
        help: "directory with the administrator's stores, Secrets, ConfigMaps and Namespaces",
      },
      "tenant-stores": { type: "boolean", help: "let Applications bring SecretStores of their own" },
      "all-namespaces": {
        type: "boolean",
        help: "render ExternalSecrets of namespaces other than the Application's destination, too",
      },
      ...ACCESS,
      ...RECORD_FLAGS,
      audit: { type: "string", value: "FILE", help: "add a line of JSON for each access to a store to FILE" },
      strict: { type: "boolean", help: "refuse spellings that External Secrets does not have" },
      "allow-empty": { type: "boolean", help: "accept an Application without any object" },
      "allow-hydration": { type: "boolean", help: "run although KUBE_VERSION is empty" },
    },
    example: [
      "presecret generate --stores /etc/presecret/stores --credentials /etc/presecret/credentials --allow-host vault.example.com",
      "the command of plugin.yaml",
    ],
    run: async (io, args) => (await import("./commands/generate.ts")).runGenerate(io, args),
  },
  {
    name: "fn",
    usage: "presecret fn [flags]",
    summary: "run as a KRM function: a ResourceList in, a ResourceList out (also without any argument)",
    flags: { ...INPUT, ...ACCESS, ...RECORD_FLAGS },
    example: ["presecret fn < resource-list.yaml", "what kustomize does with a function"],
    run: async (io, args) => (await import("./commands/fn.ts")).runFn(io, args),
  },
  {
    name: "post-render",
    usage: "presecret post-render [flags]",
    summary: "run as a post-renderer of Helm: manifests in, manifests out",
    flags: {
      ...INPUT,
      ...ACCESS,
      ...RECORD_FLAGS,
      ambient: AMBIENT,
      redact: { type: "boolean", help: "write placeholders in place of the values of all Secrets" },
    },
    example: [
      "helm template shop ./chart --post-renderer presecret --post-renderer-args post-render",
      "with Helm 3; Helm 4 takes the name of a plugin",
    ],
    run: async (io, args) => (await import("./commands/post-render.ts")).runPostRender(io, args),
  },
  {
    name: "plan",
    usage: "presecret plan [PATH...|-] [flags]",
    summary: "list which secrets are needed, from which store, for which field; asks no store",
    flags: {
      ...INPUT,
      ...SOURCE_FLAGS,
      format: FORMAT,
      policy: {
        type: "string",
        value: "aws|vault|azure",
        help: "print the narrowest policy with which the manifests can be rendered, for one provider",
      },
    },
    example: ["presecret plan -f json manifests/", "what a pipeline must be allowed to read"],
    run: async (io, args) => (await import("./commands/plan.ts")).runPlan(io, args),
  },
  {
    name: "validate",
    usage: "presecret validate [PATH...|-] [flags]",
    summary: "check schemas, references and templates; asks no store",
    flags: {
      ...INPUT,
      ...SOURCE_FLAGS,
      strict: {
        type: "boolean",
        help: "refuse namespaces of which nothing is known; spellings that External Secrets does not have are refused anyway",
      },
      fix: { type: "boolean", help: "first rewrite the files as External Secrets spells it" },
      format: FORMAT,
    },
    example: ["presecret validate manifests/", "a check for pull requests"],
    run: async (io, args) => (await import("./commands/validate.ts")).runValidate(io, args),
  },
  {
    name: "verify",
    usage: "presecret verify [PATH...|-] [flags]",
    summary: "fail where an object of External Secrets is left in a rendered stream",
    flags: { quiet: QUIET },
    example: ["kustomize build . | presecret verify -", "catch a function that was skipped"],
    run: async (io, args) => (await import("./commands/verify.ts")).runVerify(io, args),
  },
  {
    name: "explain",
    usage: "presecret explain CODE | KIND/NAME [PATH...|-] [flags]",
    summary: "say what an error code means, or how an ExternalSecret is resolved; asks no store",
    flags: { ...PLANNING, ...SOURCE_FLAGS },
    example: ["presecret explain STORE_NOT_FOUND", "the long form of a message"],
    run: async (io, args) => (await import("./commands/explain.ts")).runExplain(io, args),
  },
];
