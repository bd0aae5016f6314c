import type { SecretObject } from "../../emit/secret-object.ts";
import { shownKeys } from "../../emit/shown-keys.ts";
import { printFieldPath } from "../../ground/field-path.ts";
import { nearestName } from "../../ground/nearest.ts";
import type { SecretPlan } from "../../plan/render-plan.ts";
import type { Explanation } from "./explanation.ts";
import { listKeys } from "./explanation.ts";
import type { TemplateReport } from "./template-report.ts";
import type { Tree } from "./tree.ts";
import { leaf } from "./tree.ts";

/** The templates with their inputs, and the Secret with where each of its keys comes from. */
export function explainTarget(explanation: Explanation): Tree[] {
  const { plan, templates, problems, run } = explanation;
  const known = run === undefined ? undefined : knownKeys(explanation);
  const trees = templates.map((template) => templateTree(template, known, problems));
  const rest = problems.take(plan.located.at(["spec", "target"]).field?.path);
  return [...trees, secretTree(explanation, rest)];
}

/** The last entry that gives a key is the one whose value it has. */
function givenKeys({ plan, run }: Explanation): Map<string, string> {
  const given = new Map<string, string>();
  for (const step of plan.steps) {
    for (const key of run?.keys.get(step)?.given ?? []) given.set(key, printFieldPath(step.path));
  }
  return given;
}

/** Keys that the entries give, and those that they would give if they did not fail. */
function knownKeys(explanation: Explanation): string[] {
  const { data = [] } = explanation.plan.externalSecret.spec;
  return [...givenKeys(explanation).keys(), ...data.map(({ secretKey }) => secretKey)];
}

function templateTree(
  { field, inputs, functions, takesAll, isBroken }: TemplateReport,
  known: readonly string[] | undefined,
  problems: Explanation["problems"],
): Tree {
  const found = problems.take(field);
  const missing = known === undefined ? [] : inputs.filter((key) => !known.includes(key));
  const takes = takesAll ? [...inputs, "the data as a whole"] : inputs;
  return {
    text: `template ${field}`,
    children: [
      leaf(isBroken ? "cannot be parsed" : `takes ${listKeys(takes)}`),
      ...(functions.length === 0 ? [] : [leaf(`calls ${functions.join(", ")}`)]),
      ...missing.map((key) => leaf(missingText(key, known ?? []))),
      ...found,
    ],
  };
}

function missingText(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return `no entry gives "${key}"${nearest === undefined ? "" : `: the nearest key is "${nearest}"`}`;
}

function secretTree(explanation: Explanation, problems: readonly Tree[]): Tree {
  const { plan, run } = explanation;
  const { creationPolicy, deletionPolicy } = plan.externalSecret.spec.target;
  const text = `Secret ${plan.namespace}/${plan.targetName}, creationPolicy ${creationPolicy}, deletionPolicy ${deletionPolicy}`;
  const emitted = run?.emitted;
  if (emitted?.kind === "write")
    return { text, children: [...keyTrees(emitted.secret, explanation), ...problems] };
  return { text, children: [leaf(plannedText(explanation)), ...problems] };
}

function plannedText({ plan, run }: Explanation): string {
  if (run === undefined) {
    const { data = {}, templateFrom = [], mergePolicy } = plan.externalSecret.spec.target.template ?? {};
    const templated = Object.keys(data);
    const isReplaced = templated.length + templateFrom.length > 0 && mergePolicy !== "Merge";
    const keys = plan.steps.flatMap((step) => (step.kind === "data" ? [step.data.secretKey] : []));
    const known = isReplaced ? templated : [...new Set([...keys, ...templated])];
    return `keys that are known before anything is read: ${listKeys(known)}`;
  }
  return run.emitted === undefined || run.emitted.kind === "failed"
    ? "is not written: see the errors above"
    : "is not written";
}

const TEMPLATE_FROM = "spec.target.template.templateFrom";

function keyTrees(secret: SecretObject, explanation: Explanation): Tree[] {
  const given = givenKeys(explanation);
  const templated = Object.keys(explanation.plan.externalSecret.spec.target.template?.data ?? {});
  const keys = [...shownKeys(secret, "data")].map(([key, shown]) => {
    const isRendered = secret.renderedKeys.has(`data/${key}`);
    const source = isRendered ? TEMPLATE_FROM : sourceOf(key, templated, given, explanation.plan);
    return leaf(`${shown} from ${source}`);
  });
  return [leaf(`type ${secret.type ?? "Opaque"}`), ...keys];
}

function sourceOf(
  key: string,
  templated: readonly string[],
  given: ReadonlyMap<string, string>,
  { externalSecret: { spec } }: SecretPlan,
): string {
  if (templated.includes(key))
    return `template ${printFieldPath(["spec", "target", "template", "data", key])}`;
  const entry = given.get(key);
  const { templateFrom = [], mergePolicy } = spec.target.template ?? {};
  if (templateFrom.length > 0 && (entry === undefined || mergePolicy !== "Merge")) return TEMPLATE_FROM;
  return entry ?? "the Secret in the input, which is merged into";
}
