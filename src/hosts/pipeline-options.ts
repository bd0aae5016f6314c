import type { TemplateSeed } from "../emit/template-engine.ts";
import type { Trust } from "../eso/trust.ts";
import { CALLER_TRUST } from "../eso/trust.ts";
import type { Deadline } from "../ground/deadline.ts";
import { decodeUtf8 } from "../ground/decode-utf8.ts";
import { RenderError } from "../ground/diagnostic.ts";
import type { FakeStores } from "../plan/stores.ts";
import type { PipelineOptions, RenderOptions } from "../render.ts";
import { allowHostFlag } from "./allow-host-flag.ts";
import type { Arguments } from "./command.ts";
import { hasFlag, stringFlag, UsageError } from "./command.ts";
import { MountedCredentials } from "./credential-files.ts";
import { checkFlagPath } from "./flag-path.ts";
import type { Io } from "./io.ts";
import { namespaceFlag } from "./namespace-flag.ts";
import { readDirectory, readInputs } from "./source.ts";

/** What the flags of render, plan and validate say about the pipeline. */
export function pipelineOptions(io: Io, args: Arguments): PipelineOptions {
  const stores = stringFlag(args, "stores");
  const fake = stringFlag(args, "fake");
  const credentials = stringFlag(args, "credentials");
  return {
    lookupNamespace: namespaceFlag(args) ?? "default",
    strict: hasFlag(args, "strict"),
    allowEmpty: hasFlag(args, "allow-empty"),
    unknownNamespaces: hasFlag(args, "strict") ? "refused" : "passed-over",
    administrator: async () => {
      if (credentials !== undefined) checkFlagPath(io, "--credentials", credentials);
      return stores === undefined ? [] : readDirectory(io, stores);
    },
    fake: fake === undefined ? undefined : async () => readFakeStores(io, fake),
    trust: callerTrust(args),
  };
}

/** The caller's own trust; a list of hosts narrows it to them. */
function callerTrust(args: Arguments): Trust {
  const allowedHosts = allowHostFlag(args);
  const network = allowedHosts.length === 0 ? "caller" : "listed";
  return { ...CALLER_TRUST, isAmbient: hasFlag(args, "ambient"), network, allowedHosts };
}

/** What the flags of render say about the way to the stores, and what they are given of the process. */
export function accessOptions(io: Io, args: Arguments, deadline: Deadline): RenderOptions["access"] {
  const credentials = stringFlag(args, "credentials");
  return {
    environment: io.env,
    credentialFiles: credentials === undefined ? undefined : new MountedCredentials(io.cwd, credentials),
    awsBatch: awsBatchOf(args),
    ...deadline,
  };
}

function awsBatchOf(args: Arguments): "auto" | "off" {
  const mode = stringFlag(args, "aws-batch") ?? "auto";
  if (mode === "auto" || mode === "off") return mode;
  throw new UsageError(`Flag --aws-batch cannot be "${mode}"`, "Write auto or off");
}

/** What --seed-file and --seed-time say; the code that reads them is loaded where they are given. */
export async function seedOf(io: Io, args: Arguments): Promise<TemplateSeed | undefined> {
  const isAsked = ["seed-file", "seed-time"].some((flag) => stringFlag(args, flag) !== undefined);
  return isAsked ? (await import("./seed.ts")).readSeed(io, args) : undefined;
}

interface FakeFile {
  readonly store: string | undefined;
  readonly data: readonly { readonly key: string; readonly value: string; readonly version?: string }[];
}

/** Documents of `data: [{key, value, version?}]`; one with `store: NAME` answers that store only. */
async function readFakeStores(io: Io, path: string): Promise<FakeStores> {
  if (path !== "-") checkFlagPath(io, "--fake", path);
  const [{ readDocument }, { YamlError }, [input]] = await Promise.all([
    import("../manifest/read-document.ts"),
    import("../go/yaml-error.ts"),
    readInputs(io, [path]),
  ]);
  const text = decodeUtf8(input?.bytes ?? new Uint8Array());
  if (text === undefined) throw badFakeFile(path, "it is not UTF-8");
  try {
    const documents = text.split(/^---.*$/m).map((part) => toFakeFile(readDocument(part).value, path));
    return (_kind, _namespace, name) => ({
      file: path,
      data: documents
        .filter(({ store }) => store === undefined || store === name)
        .flatMap(({ data }) => data),
    });
  } catch (error) {
    throw error instanceof YamlError ? badFakeFile(path, `line ${error.line} is not valid YAML`) : error;
  }
}

function toFakeFile(value: unknown, path: string): FakeFile {
  if (value === null) return { store: undefined, data: [] };
  if (!isNode(value) || value["data"] === undefined)
    throw badFakeFile(path, 'one of its documents has no list "data"');
  if (!Array.isArray(value["data"])) throw badFakeFile(path, "data is not a list");
  const data = value["data"] as readonly unknown[];
  return {
    store: typeof value["store"] === "string" ? value["store"] : undefined,
    data: data.map((entry, index) => {
      const { key, value: text, version } = isNode(entry) ? entry : {};
      if (
        typeof key !== "string" ||
        typeof text !== "string" ||
        !(version === undefined || typeof version === "string")
      ) {
        throw badFakeFile(path, `entry ${index + 1} needs key and value as texts`);
      }
      return version === undefined ? { key, value: text } : { key, value: text, version };
    }),
  };
}

function badFakeFile(path: string, reason: string): RenderError {
  return new RenderError({
    code: "INPUT_UNREADABLE",
    severity: "error",
    message: `Cannot use "${path}" as fake data: ${reason}`,
    hint: "Write data: [{key: NAME, value: TEXT}], with version where one is asked for; manifests are given without --fake",
  });
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
