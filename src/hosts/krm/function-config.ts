import { RenderError } from "../../ground/diagnostic.ts";
import { nearestName } from "../../ground/nearest.ts";
import { visible } from "../../ground/visible.ts";
import type { JsonObject, JsonValue } from "../../ground/json-value.ts";
import { isJsonObject } from "../../ground/json-value.ts";
import type { Arguments } from "../command.ts";

/** An option of the function: the flag that it stands for, and what it takes. */
interface Option {
  readonly flag: string;
  readonly type: "string" | "boolean" | "list";
}

const OPTIONS: Readonly<Record<string, Option>> = {
  namespace: { flag: "namespace", type: "string" },
  stores: { flag: "stores", type: "string" },
  credentials: { flag: "credentials", type: "string" },
  allowHosts: { flag: "allow-host", type: "list" },
  fake: { flag: "fake", type: "string" },
  strict: { flag: "strict", type: "boolean" },
  keep: { flag: "keep", type: "boolean" },
  redact: { flag: "redact", type: "boolean" },
  timeout: { flag: "timeout", type: "string" },
  awsBatch: { flag: "aws-batch", type: "string" },
  seedFile: { flag: "seed-file", type: "string" },
  seedTime: { flag: "seed-time", type: "string" },
  report: { flag: "report", type: "string" },
  audit: { flag: "audit", type: "string" },
  hashSuffix: { flag: "hash-suffix", type: "boolean" },
  allowWrite: { flag: "allow-write", type: "boolean" },
};

const API_VERSION = "presecret.dev/v1alpha1";

/** Fields of presecret's own functionConfig. */
const OWN_FIELDS: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata", "spec", "status"]);

/**
 * The arguments that a functionConfig stands for, over those of the command line: `spec` of an object of
 * presecret.dev, or `data` of a ConfigMap, where every value is a text. Throws RenderError for what is not known.
 */
export function withFunctionConfig(args: Arguments, config: JsonObject | undefined): Arguments {
  const flags: Record<string, string | boolean | readonly string[]> = {};
  for (const [name, value] of Object.entries(optionsOf(config))) {
    const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
    if (option === undefined) throw unknownOption(name);
    flags[option.flag] = readOption(name, option, value);
  }
  return { ...args, flags: { ...args.flags, ...flags } };
}

function optionsOf(config: JsonObject | undefined): JsonObject {
  if (config === undefined) return {};
  const { apiVersion, kind } = config;
  if (kind === "ConfigMap") return membersOf(config, "data");
  if (typeof apiVersion === "string" && apiVersion.startsWith("presecret.dev/")) {
    const [misplaced] = Object.keys(config).filter((name) => !OWN_FIELDS.has(name));
    if (misplaced !== undefined) throw misplacedField(misplaced);
    if (apiVersion !== API_VERSION) throw otherVersion(apiVersion);
    return membersOf(config, "spec");
  }
  throw refused(
    `its kind is "${typeof kind === "string" ? visible(kind) : ""}"`,
    `Write apiVersion: ${API_VERSION}, kind: Presecret, with options in spec`,
  );
}

function membersOf(config: JsonObject, field: "spec" | "data"): JsonObject {
  const members = config[field] ?? {};
  if (isJsonObject(members)) return members;
  throw refused(`${field} is no map of options`, `Write ${field}: {OPTION: VALUE}`);
}

function otherVersion(apiVersion: string): RenderError {
  return refused(
    `its apiVersion is "${visible(apiVersion)}"`,
    `This version of presecret reads ${API_VERSION}`,
  );
}

function misplacedField(name: string): RenderError {
  return refused(
    `it has a field "${visible(name)}"`,
    Object.hasOwn(OPTIONS, name) ? "Write it below spec" : "Options stand below spec",
  );
}

function readOption(name: string, { type }: Option, value: JsonValue): string | boolean | readonly string[] {
  if (type === "list") {
    const items = typeof value === "string" ? value.split(",").map((item) => item.trim()) : value;
    if (isTexts(items)) return items;
    throw refused(`${name} is no list of texts`, `Write ${name}: [TEXT]`);
  }
  if (type === "string") {
    if (typeof value === "string" && value !== "") return value;
    throw refused(`${name} is no text`, `Write ${name}: TEXT`);
  }
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw refused(`${name} is neither true nor false`, `Write ${name}: true`);
}

function unknownOption(name: string): RenderError {
  const nearest = nearestName(name, Object.keys(OPTIONS));
  return refused(
    `it has no option "${visible(name)}"`,
    nearest === undefined ? `Options are: ${Object.keys(OPTIONS).join(", ")}` : `Did you mean ${nearest}?`,
  );
}

function refused(reason: string, hint: string): RenderError {
  return new RenderError({
    code: "FUNCTION_CONFIG_INVALID",
    severity: "error",
    message: `Cannot use the functionConfig: ${reason}`,
    field: { path: "functionConfig" },
    hint,
  });
}

function isTexts(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
