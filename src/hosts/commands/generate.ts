import type { Trust } from "../../eso/trust.ts";
import type { Diagnostic } from "../../ground/diagnostic.ts";
import { hasErrors, RenderError } from "../../ground/diagnostic.ts";
import { exitCodeOf } from "../../ground/exit-code.ts";
import { holdsObject } from "../../manifest/holds-object.ts";
import { writeManifests } from "../../manifest/write.ts";
import type { ArgocdEnvironment } from "../argocd/environment.ts";
import { readArgocdEnvironment, withoutTenantVariables } from "../argocd/environment.ts";
import { readParameters } from "../argocd/parameters.ts";
import { reportToArgocd } from "../argocd/report.ts";
import { allowHostFlag } from "../allow-host-flag.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag, UsageError } from "../command.ts";
import { withDeadline } from "../deadline.ts";
import type { Io } from "../io.ts";
import { accessOptions, pipelineOptions, seedOf } from "../pipeline-options.ts";
import type { Records } from "../records.ts";
import { recorded } from "../records.ts";
import { renderInputs } from "../render-inputs.ts";
import { argocdCaller } from "../report/caller.ts";
import { readInputs } from "../source.ts";
import type { SourceOptions } from "../source/render-source.ts";
import { tenantRendererEnvironment } from "../source/renderer-environment.ts";
import { sourceKind } from "../source/source-kind.ts";

/**
 * `presecret generate`: the config management plugin of Argo CD. It renders the working directory, and listens to
 * nothing but the flags of plugin.yaml, the container's files and what the repo-server says about the run.
 */
export async function runGenerate(given: Io, args: Arguments): Promise<number> {
  if (args.positionals.length > 0) {
    throw new UsageError("presecret generate takes no argument", "It renders the working directory");
  }
  if (stringFlag(args, "audit") === "-") {
    throw new UsageError(
      "Flag --audit cannot be - here",
      "Name a file: Argo CD shows standard error to users",
    );
  }
  const caller = argocdCaller(given.env);
  const io: Io = { ...given, env: withoutTenantVariables(given.env) };
  const host = { command: "generate", caller, isInteractive: false };
  try {
    return await recorded(io, args, host, async (records) => generate(io, args, given.env, records));
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    reportToArgocd(io, [error.diagnostic]);
    return exitCodeOf([error.diagnostic]);
  }
}

async function generate(io: Io, args: Arguments, env: Io["env"], records: Records): Promise<number> {
  const argocd = readArgocdEnvironment(env, io.cwd, { allowHydration: hasFlag(args, "allow-hydration") });
  const options = {
    ...pipelineOptions(io, args),
    lookupNamespace: argocd.namespace ?? "default",
    trust: tenantTrust(args),
    // Argo CD would prune the Secrets that are not made.
    unknownNamespaces: "refused" as const,
    keep: false,
    redact: false,
    seed: await seedOf(io, args),
    observer: records.observer,
  };
  const { outputs, diagnostics } = await withDeadline(io, stringFlag(args, "timeout"), async (deadline) => {
    const sources = tenantSources(io, args, argocd, deadline.signal);
    return renderInputs(await readInputs(io, ["."], sources), {
      ...options,
      access: accessOptions(io, args, deadline),
    });
  });
  const chunks = writeManifests(outputs.flatMap(({ parts }) => parts));
  const all = hasFlag(args, "allow-empty")
    ? diagnostics
    : [...diagnostics, ...nothingLeft(chunks, diagnostics)];
  reportToArgocd(io, all);
  return finish(io, chunks, all, records);
}

/** Argo CD takes a stream without objects for an application without objects, and prunes them all. */
function nothingLeft(
  chunks: readonly Uint8Array[],
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (hasErrors(diagnostics) || holdsObject(chunks)) return [];
  return [
    {
      code: "OUTPUT_EMPTY",
      severity: "error",
      message: "Cannot give Argo CD an application without any object: nothing is left of the manifests",
      hint: "Look at the ExternalSecrets that make no Secret (creationPolicy None, deletionPolicy Delete, no Namespace); --allow-empty in plugin.yaml accepts it",
    },
  ];
}

async function finish(
  io: Io,
  chunks: readonly Uint8Array[],
  diagnostics: readonly Diagnostic[],
  records: Records,
): Promise<number> {
  const exitCode = exitCodeOf(diagnostics);
  await records.end(exitCode, diagnostics);
  if (exitCode === 0) io.stdout.write(...chunks);
  return exitCode;
}

/** Whoever writes the manifests is not who runs the plugin. */
function tenantTrust(args: Arguments): Trust {
  return {
    streamStores: hasFlag(args, "tenant-stores") ? "secret-stores" : "none",
    namespaces: hasFlag(args, "all-namespaces") ? "all" : "own",
    lookUps: "apart",
    isAmbient: false,
    network: "listed",
    allowedHosts: allowHostFlag(args),
    proxies: "none",
  };
}

function tenantSources(
  io: Io,
  args: Arguments,
  argocd: ArgocdEnvironment,
  signal: AbortSignal,
): SourceOptions {
  const chart = readParameters(argocd.parameters, { cwd: io.cwd, root: argocd.root });
  const kind = sourceKind(io.cwd, ".");
  const [parameter] = chart.given;
  if (parameter !== undefined && kind !== "chart") throw noChart(parameter, kind);
  return {
    helm: {
      ...chart,
      releaseName: chart.releaseName ?? argocd.application,
      namespace: argocd.namespace,
      kubeVersion: argocd.kubeVersion,
      apiVersions: argocd.apiVersions,
    },
    env: tenantRendererEnvironment(io.env),
    tenantRoot: argocd.root,
    allowEmpty: hasFlag(args, "allow-empty"),
    signal,
  };
}

function noChart(parameter: string, kind: string): RenderError {
  return new RenderError({
    code: "PARAMETER_INVALID",
    severity: "error",
    message: `Cannot use the Application's parameter "${parameter}": the source is ${kind === "kustomization" ? "a kustomization" : "a folder of manifests"}, and it is for charts`,
    hint: "Take it out of spec.source.plugin.parameters",
  });
}
