import type { Diagnostic } from "../../ground/diagnostic.ts";
import { diagnosticsOf, RenderError } from "../../ground/diagnostic.ts";
import { exitCodeOf } from "../../ground/exit-code.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag, UsageError } from "../command.ts";
import { withDeadline } from "../deadline.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";
import { withFunctionConfig } from "../krm/function-config.ts";
import { isExternalSecret, pathOf, toDocuments, toInput } from "../krm/items.ts";
import { renamedTargets } from "../krm/renamed-targets.ts";
import type { ResourceList } from "../krm/resource-list.ts";
import { printResourceList, readResourceList } from "../krm/resource-list.ts";
import { accessOptions, pipelineOptions, seedOf } from "../pipeline-options.ts";
import type { Records } from "../records.ts";
import { recorded } from "../records.ts";
import { renderInputs } from "../render-inputs.ts";
import { reportDiagnostics } from "../report/stderr.ts";
import { readInputs } from "../source.ts";

/**
 * `presecret fn`: the KRM function. Every item stays but those of External Secrets; a run that fails gives the list
 * with its results and no items, prints them to standard error too (kustomize shows nothing else), and says so with
 * its exit code.
 */
export async function runFn(io: Io, args: Arguments): Promise<number> {
  if (args.positionals.length > 0) {
    throw new UsageError("presecret fn takes no argument", "Give it a ResourceList on standard input");
  }
  const [input] = await readInputs(io, ["-"]);
  return runFnOn(io, args, input?.bytes ?? new Uint8Array());
}

/** The function on an input that was read already. Throws RenderError where it is no ResourceList. */
export async function runFnOn(io: Io, args: Arguments, bytes: Uint8Array): Promise<number> {
  const list = readResourceList(bytes);
  try {
    return await runOnList(io, args, list);
  } catch (error) {
    if (!(error instanceof UsageError) || list.functionConfig === undefined) throw error;
    return give(io, args, list, { items: [], diagnostics: [badOption(error)] });
  }
}

async function runOnList(io: Io, args: Arguments, list: ResourceList): Promise<number> {
  const host = { command: "fn", caller: {}, isInteractive: false };
  return recorded(io, recordedArguments(args, list), host, async (records) => {
    const { items, diagnostics: found } = await transform(io, args, list, records).catch(withoutItems);
    const unrecorded = await records.end(exitCodeOf(found), found).then(() => [], diagnosticsOf);
    return give(io, args, list, { items, diagnostics: [...found, ...unrecorded] });
  });
}

/** Tells what was found on standard error, and gives the list: with an error among it, without items. */
function give(io: Io, args: Arguments, list: ResourceList, { items, diagnostics }: Transformed): number {
  reportDiagnostics(io, diagnostics, { quiet: hasFlag(args, "quiet") });
  const { apiVersion, functionConfig } = list;
  const exitCode = exitCodeOf(diagnostics);
  const given = exitCode === 0 ? items : [];
  writeText(io.stdout, printResourceList({ apiVersion, functionConfig, items: given, results: diagnostics }));
  return exitCode;
}

/** An option of the functionConfig that no flag can have. */
function badOption({ message, hint }: UsageError): Diagnostic {
  return {
    code: "FUNCTION_CONFIG_INVALID",
    severity: "error",
    message: `Cannot use the functionConfig: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    field: { path: "functionConfig" },
    hint,
  };
}

/** A functionConfig that cannot be used is told as a result, so here it only asks for no records. */
function recordedArguments(args: Arguments, { functionConfig }: ResourceList): Arguments {
  try {
    return withFunctionConfig(args, functionConfig);
  } catch (error) {
    if (error instanceof RenderError) return args;
    throw error;
  }
}

interface Transformed {
  readonly items: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

async function transform(
  io: Io,
  given: Arguments,
  list: ResourceList,
  { observer }: Records,
): Promise<Transformed> {
  const args = withFunctionConfig(given, list.functionConfig);
  const written = writtenFile(list);
  if (written !== undefined && !hasFlag(args, "allow-write") && !hasFlag(args, "redact"))
    throw writesFiles(written);
  const renamed = renamedTargets(list.items);
  if (renamed.length > 0) return { items: [], diagnostics: renamed };
  const pipeline = { ...pipelineOptions(io, args), allowEmpty: true };
  const choices = {
    keep: hasFlag(args, "keep"),
    redact: hasFlag(args, "redact"),
    seed: await seedOf(io, args),
    observer,
  };
  const inputs = list.items.map(toInput);
  const { outputs, diagnostics } = await withDeadline(io, stringFlag(args, "timeout"), async (deadline) =>
    renderInputs(inputs, { ...pipeline, ...choices, access: accessOptions(io, args, deadline) }),
  );
  const hashSuffix = hasFlag(args, "hash-suffix");
  const items = list.items.flatMap((item, index) =>
    toDocuments(item, outputs[index]?.parts ?? [], { hashSuffix }),
  );
  return { items, diagnostics };
}

function withoutItems(error: unknown): Transformed {
  return { items: [], diagnostics: diagnosticsOf(error) };
}

/**
 * A file that items came from, and Secrets would go to: kpt writes what a function gives back into the package's files.
 */
function writtenFile({ items }: ResourceList): string | undefined {
  const objects = items.map(({ object }) => object);
  const own = objects.filter(isExternalSecret);
  if (own.length === 0) return undefined;
  return [...own, ...objects].map(pathOf).find((path) => path !== undefined);
}

function writesFiles(path: string): RenderError {
  return new RenderError({
    code: "OUTPUT_REFUSED",
    severity: "error",
    message: `Cannot give Secrets back to an orchestrator that writes files: an item comes from "${path}"`,
    hint: "Set allowWrite: true in the functionConfig's spec if the output goes to a stream, or redact: true",
  });
}
