import type { Find, RemoteRef, Rewrite } from "../../eso/external-secret.ts";
import { readRequestKey } from "../../eso/read-request.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { printFieldPath } from "../../ground/field-path.ts";
import type { DataStep, ExtractStep, SecretPlan, Step } from "../../plan/render-plan.ts";
import { storeName } from "../../eso/stores/store-name.ts";
import type { ExplainedRun, Explanation, StepKeys } from "./explanation.ts";
import { listKeys } from "./explanation.ts";
import type { Tree } from "./tree.ts";
import { leaf } from "./tree.ts";

/** Every entry in the order of processing, dataFrom before data: what it asks for, and its keys step by step. */
export function explainEntries(explanation: Explanation): Tree[] {
  const { plan, problems } = explanation;
  const steps = new Map(plan.steps.map((step) => [printFieldPath(step.path), step]));
  return entryPaths(plan).map((path) => {
    const name = printFieldPath(path);
    const step = steps.get(name);
    const found = problems.take(plan.located.at(path).field?.path);
    if (step === undefined) return { text: name, children: found };
    return { text: `${name}: ${describe(step)}`, children: [...stepTree(step, explanation), ...found] };
  });
}

function entryPaths({ externalSecret: { spec } }: SecretPlan): FieldPath[] {
  return (["dataFrom", "data"] as const).flatMap((list) =>
    [...(spec[list] ?? []).keys()].map((index) => ["spec", list, index]),
  );
}

function describe(step: Step): string {
  if (step.kind === "generator") return `generator ${step.generatorKind}`;
  const from = `from ${storeName(step.store)}`;
  if (step.kind === "find") return `${describeFind(step.find)} ${from}`;
  if (step.kind === "extract") return `all members of ${describeRef(step.extract)} ${from}`;
  return `${describeRef(step.data.remoteRef)} ${from}`;
}

function describeRef({ key, property, version, metadataPolicy }: RemoteRef): string {
  return [
    property === undefined || property === "" ? "" : `property "${property}" of `,
    metadataPolicy === "Fetch" ? "the metadata of " : "",
    `"${key}"`,
    version === undefined || version === "" ? "" : ` in version "${version}"`,
  ].join("");
}

function describeFind({ path, name, tags }: Find): string {
  const criteria = [
    name?.regexp === undefined ? "" : `name matches "${name.regexp}"`,
    path === undefined ? "" : `path is "${path}"`,
    ...Object.entries(tags ?? {}).map(([tag, value]) => `tag "${tag}" is "${value}"`),
  ].filter((part) => part !== "");
  return criteria.length === 0 ? "all secrets" : `all secrets whose ${criteria.join(" and ")}`;
}

function stepTree(step: Step, { plan, run }: Explanation): Tree[] {
  const request = step.kind === "data" || step.kind === "extract" ? [leaf(requestText(step, plan))] : [];
  const keys = run?.keys.get(step);
  if (step.kind === "data") {
    const isGiven = run === undefined || keys?.given !== undefined;
    return [...request, leaf(isGiven ? `gives ${step.data.secretKey}${decoding(step)}` : "gives nothing")];
  }
  const rewrites = step.rewrite.map((operation, index) => rewriteTree(operation, index, keys));
  return [
    ...request,
    ...(keys === undefined ? [] : [leaf(`has ${listKeys(keys.read)}`)]),
    ...rewrites,
    leaf(givenText(step, run, keys)),
  ];
}

function requestText(step: DataStep | ExtractStep, { steps }: SecretPlan): string {
  const { request, store } = step;
  const first = steps.find(
    (other) =>
      "request" in other &&
      other.store === store &&
      readRequestKey(other.request) === readRequestKey(request),
  );
  const metadata = request.what === "metadata" ? "the metadata of " : "";
  const version = request.version === "" ? "" : `, version ${request.version}`;
  const once = first === undefined || first === step ? "" : `, which ${printFieldPath(first.path)} reads`;
  return `asks for ${metadata}${request.resourceId}${version}${once}`;
}

function rewriteTree(operation: Rewrite, index: number, keys: StepKeys | undefined): Tree {
  const after = keys?.rewritten[index];
  const result = after === undefined ? "" : `: ${listKeys(after)}`;
  return leaf(`rewrite[${index}] ${describeRewrite(operation)}${result}`);
}

function describeRewrite({ merge, regexp, transform }: Rewrite): string {
  if (merge !== undefined)
    return `merges by ${merge.strategy}${merge.into === undefined ? "" : ` into "${merge.into}"`}`;
  if (regexp !== undefined) return `regexp "${regexp.source}" to "${regexp.target}"`;
  return transform === undefined ? "does nothing" : `transform ${transform.template}`;
}

function givenText(step: Step, run: ExplainedRun | undefined, keys: StepKeys | undefined): string {
  if (run === undefined) return "its keys are known when it is read: --fake FILE shows them";
  return keys?.given === undefined ? "gives nothing" : `gives ${listKeys(keys.given)}${decoding(step)}`;
}

function decoding(step: Step): string {
  if (step.kind === "generator") return "";
  const ref = step.kind === "data" ? step.data.remoteRef : step.kind === "find" ? step.find : step.extract;
  const { decodingStrategy = "None" } = ref;
  return decodingStrategy === "None" ? "" : `, decoded by ${decodingStrategy}`;
}
