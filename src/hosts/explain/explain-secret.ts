import type { Stage } from "../../assemble/trace.ts";
import type { Emitted } from "../../emit/secret.ts";
import type { Diagnostic } from "../../ground/diagnostic.ts";
import { sortDiagnostics } from "../../ground/diagnostic.ts";
import { NO_JOURNAL } from "../../ground/journal.ts";
import { nearestName } from "../../ground/nearest.ts";
import type { Parsed } from "../../manifest/manifest.ts";
import { providerName } from "../../plan/address.ts";
import type { SecretPlan, Step } from "../../plan/render-plan.ts";
import { isStoreStep } from "../../plan/render-plan.ts";
import type { PlannedInputs, RunObserver } from "../../render.ts";
import { planInputs, resolvePlan } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { UsageError } from "../command.ts";
import { withDeadline } from "../deadline.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";
import { accessOptions, pipelineOptions } from "../pipeline-options.ts";
import { explainTree } from "../report/explain-tree.ts";
import type { ExplainedRun, StepKeys } from "../report/explanation.ts";
import { PlacedProblems } from "../report/placed-problems.ts";
import { templateReader } from "../report/template-report.ts";
import type { Tree } from "../report/tree.ts";
import { printTree } from "../report/tree.ts";
import { readInputs } from "../source.ts";
import { callerSources } from "../source/caller-sources.ts";
import type { ExplainedName } from "./explained-name.ts";

/**
 * `presecret explain KIND/NAME`: how one ExternalSecret is resolved, as a tree. No store is asked; where all of its
 * stores are fake ones, or --fake answers them, it is resolved, and the tree shows its keys.
 */
export async function explainSecret(io: Io, args: Arguments, name: ExplainedName): Promise<number> {
  const [, ...paths] = args.positionals;
  const inputs = await readInputs(io, paths, callerSources(io, args));
  const planned = await planInputs(inputs, pipelineOptions(io, args));
  const plans = planned.plan.secrets.filter((plan) => name.means(plan));
  const trees = await Promise.all(plans.map(async (plan) => treeOf(io, args, planned, plan)));
  const others = unplanned(planned, plans, name);
  if (trees.length + others.length === 0) throw notFound(planned, name);
  writeText(io.stdout, [...trees, ...others].map(printTree).join("\n"));
  return 0;
}

async function treeOf(io: Io, args: Arguments, planned: PlannedInputs, plan: SecretPlan): Promise<Tree> {
  const templates = await templateReader(planned);
  const known = aboutPlan(planned.diagnostics, plan);
  const run = isOffline(plan) ? await runOffline(io, args, planned, plan) : undefined;
  return explainTree({
    plan,
    templates: templates(plan),
    problems: new PlacedProblems(sortDiagnostics([...known, ...(run?.diagnostics ?? [])])),
    run,
  });
}

/** Everything that the entries need is there without a network. */
function isOffline({ steps }: SecretPlan): boolean {
  return steps.every((step) => !isStoreStep(step) || providerName(step.store.store) === "fake");
}

async function runOffline(
  io: Io,
  args: Arguments,
  planned: PlannedInputs,
  plan: SecretPlan,
): Promise<ExplainedRun & { readonly diagnostics: readonly Diagnostic[] }> {
  const { observer, keys, outcomes } = observeKeys();
  const alone = { ...planned, plan: { secrets: [plan] } };
  const emitted = await withDeadline(io, undefined, async (deadline) =>
    resolvePlan(alone, {
      ...pipelineOptions(io, args),
      access: accessOptions(io, args, deadline),
      keep: false,
      redact: true,
      observer,
    }),
  );
  return { keys, emitted: outcomes.get(plan), diagnostics: emitted.diagnostics };
}

/** Keeps the keys of each entry at each stage, and what became of the Secret. */
function observeKeys(): {
  readonly observer: RunObserver;
  readonly keys: ReadonlyMap<Step, StepKeys>;
  readonly outcomes: ReadonlyMap<SecretPlan, Emitted>;
} {
  const keys = new Map<Step, StepKeys>();
  const outcomes = new Map<SecretPlan, Emitted>();
  const traced = (step: Step, stage: Stage, now: readonly string[]): void => {
    const known = keys.get(step) ?? { read: [], rewritten: [], given: undefined };
    const next = stage === "rewritten" ? { rewritten: [...known.rewritten, now] } : { [stage]: now };
    keys.set(step, { ...known, ...next });
  };
  const emitted = (found: ReadonlyMap<SecretPlan, Emitted>): void => {
    for (const [plan, outcome] of found) outcomes.set(plan, outcome);
  };
  return { observer: { ...NO_JOURNAL, planned: () => undefined, traced, emitted }, keys, outcomes };
}

/** Diagnostics of the document that a plan comes from. */
function aboutPlan(diagnostics: readonly Diagnostic[], { manifest }: SecretPlan): Diagnostic[] {
  return diagnostics.filter((diagnostic) => isAbout(diagnostic, manifest));
}

function isAbout({ file, resourceRef }: Diagnostic, { source, ref }: Parsed): boolean {
  return (
    file?.path === source.path &&
    (file.index === undefined || file.index === source.index) &&
    resourceRef?.kind === ref.kind &&
    resourceRef.name === ref.name
  );
}

/** Documents of that name without a plan: they were refused, or are not for this controller. */
function unplanned(planned: PlannedInputs, plans: readonly SecretPlan[], name: ExplainedName): Tree[] {
  const known = new Set(plans.map(({ manifest }) => manifest));
  return planned.inputs
    .flatMap(({ manifests }) => manifests)
    .filter((manifest) => manifest.kind === "parsed")
    .filter((manifest) => name.meansDocument(manifest) && !known.has(manifest))
    .map((manifest) => {
      const problems = planned.diagnostics.filter((diagnostic) => isAbout(diagnostic, manifest));
      const { kind, namespace, name: own } = manifest.ref;
      const title = namespace === undefined ? own : `${namespace}/${own}`;
      return {
        text: `${kind} ${title} (${manifest.source.path}:${manifest.source.line})`,
        children: new PlacedProblems(problems).takeRest(),
      };
    });
}

function notFound(planned: PlannedInputs, name: ExplainedName): UsageError {
  const names = namesOf(planned, name);
  const nearest = nearestName(name.name, names);
  return new UsageError(
    `Cannot find ${name.kind} "${name.name}" in the input`,
    nearest === undefined ? listed(names) : `The nearest name is "${nearest}"`,
  );
}

/** Names that could have been asked for, those of objects that were refused too. */
function namesOf({ plan: { secrets }, inputs }: PlannedInputs, name: ExplainedName): readonly string[] {
  const ofKind = inputs
    .flatMap(({ manifests }) => manifests)
    .filter((manifest) => manifest.kind === "parsed")
    .flatMap(({ ref }) => (ref.kind === name.kind ? ref.name : []));
  const ofPlans = secrets.map((plan) => name.nameOf(plan));
  if (name.kind === "Secret") return [...new Set(ofPlans)];
  return [...new Set(name.kind === "ExternalSecret" ? [...ofPlans, ...ofKind] : ofKind)];
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "There is none";
  const others = names.length > MOST_NAMED ? [`${names.length - MOST_NAMED} more`] : [];
  return `There are: ${[...names.slice(0, MOST_NAMED), ...others].join(", ")}`;
}

const MOST_NAMED = 10;
