import type { ExternalSecret } from "../eso/external-secret.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt, hasErrors, infoAt, warningAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { SecretData, Sensitive } from "../ground/sensitive.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import type { TemplateInput } from "./apply-template.ts";
import { applyTemplate } from "./apply-template.ts";
import { configuresArgocd } from "./configures-argocd.ts";
import { fieldOrigin, hasTemplateFrom } from "./field-origin.ts";
import { ownershipProblem, withoutOwner } from "./ownership.ts";
import { SecretDraft } from "./secret-draft.ts";
import type { SecretObject } from "./secret-object.ts";
import { secretProblems } from "./validate-secret.ts";

/** What becomes of one ExternalSecret. */
export type Emitted =
  /** This Secret is written, in place of the existing one where there is one. */
  | { readonly kind: "write"; readonly secret: SecretObject; readonly diagnostics: readonly Diagnostic[] }
  /** The existing Secret stays as it is, untouched; without one nothing is written. */
  | { readonly kind: "keep"; readonly diagnostics: readonly Diagnostic[] }
  /** The existing Secret is taken out. */
  | { readonly kind: "delete"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

export interface EmitInput extends Omit<TemplateInput, "draft"> {
  /** The Secret of the target's name in the stream, which stands for the live one. */
  readonly existing: SecretObject | undefined;
}

/**
 * Makes the Secret of one ExternalSecret from what was fetched (ESO: Reconcile from the point where the data is
 * there): the policies for empty results and creation, the layers of data, templates, metadata, and the API
 * server's own rules. ESO's bookkeeping labels and annotations are not written.
 */
export function emitSecret(input: EmitInput): Emitted {
  const { plan, data, existing } = input;
  const { creationPolicy, deletionPolicy, immutable = false } = plan.externalSecret.spec.target;
  if (creationPolicy === "None") return notEmitted(plan, "creationPolicy is None");
  if (data.size === 0 && deletionPolicy !== "Merge") return emitNothing(input);
  if (existing === undefined) return creationPolicy === "Merge" ? nothingToMergeInto(plan) : emitNew(input);
  return immutable ? emitImmutable(plan, existing) : emitUpdate(input, existing);
}

/** Nothing was fetched, with deletionPolicy Retain or Delete: no template is looked at. */
function emitNothing({ plan, existing }: EmitInput): Emitted {
  const { creationPolicy, deletionPolicy } = plan.externalSecret.spec.target;
  if (deletionPolicy === "Delete") {
    if (creationPolicy === "Owner") {
      return { ...notEmitted(plan, "nothing was found, and deletionPolicy is Delete"), kind: "delete" };
    }
    return failed(plan, ["spec", "target", "deletionPolicy"], {
      code: "ADMISSION_REFUSED",
      message: `Cannot delete Secret "${plan.targetName}": creationPolicy is ${creationPolicy}, and only an Owner deletes`,
      hint: "Set spec.target.creationPolicy to Owner, or spec.target.deletionPolicy to Retain or Merge",
    });
  }
  if (existing !== undefined) return notEmitted(plan, "nothing was found, and deletionPolicy is Retain");
  return failed(plan, ["spec", "target", "deletionPolicy"], {
    code: "RESULT_EMPTY",
    message: `Cannot write Secret "${plan.targetName}": nothing was found, and deletionPolicy Retain leaves the cluster as it is`,
    hint: "Correct the search, or set spec.target.deletionPolicy to Delete (no Secret) or Merge (a Secret without these keys)",
  });
}

function nothingToMergeInto(plan: SecretPlan): Emitted {
  return failed(plan, ["spec", "target", "creationPolicy"], {
    code: "SECRET_MISSING",
    message: `Cannot merge into Secret "${plan.targetName}": it is not in the input`,
    hint: "Add the Secret to the input, or set spec.target.creationPolicy to Owner or CreateOrMerge",
  });
}

/** As ESO: an existing Secret that is to be immutable keeps its data and metadata, whatever was fetched. */
function emitImmutable(plan: SecretPlan, existing: SecretObject): Emitted {
  const owned = ownershipProblem(plan, existing);
  if (owned !== undefined) return failed(plan, ["spec", "target"], owned);
  const warning = warningAt(plan.located, ["spec", "target", "immutable"], {
    code: "SUSPICIOUS",
    message: `Secret "${plan.targetName}" in the input keeps its data: spec.target.immutable leaves an existing Secret as it is`,
    hint: "Remove spec.target.immutable, or the Secret from the input",
  });
  const rest = { metadata: withoutOwner(plan, existing.rest.metadata) };
  return { kind: "write", secret: { ...existing, immutable: true, rest }, diagnostics: [warning] };
}

function emitNew(input: EmitInput): Emitted {
  const { plan } = input;
  const { metadata, spec } = plan.externalSecret;
  return finish(input, {
    name: plan.targetName,
    namespace: metadata.namespace,
    labels: new Map(),
    annotations: new Map(),
    rendered: new Set(),
    renderedKeys: new Map(),
    finalizers: [],
    type: undefined,
    immutable: spec.target.immutable ?? false,
    data: new Map(),
    rest: { metadata: {} },
  });
}

/** Templates run before the Secret's owner is looked at, so that their problems are told too. */
function emitUpdate(input: EmitInput, existing: SecretObject): Emitted {
  const { plan } = input;
  const merges = ["Merge", "CreateOrMerge"].includes(plan.externalSecret.spec.target.creationPolicy);
  const base = merges ? existing : { ...existing, data: new Map<string, Sensitive>() };
  const emitted = finish(input, { ...base, rest: { metadata: withoutOwner(plan, existing.rest.metadata) } });
  const owned = ownershipProblem(plan, existing);
  if (owned !== undefined) {
    const diagnostics = [...emitted.diagnostics, errorAt(plan.located, ["spec", "target"], owned)];
    return { kind: "failed", diagnostics };
  }
  if (emitted.kind !== "write") return emitted;
  return updateProblem(plan, existing, emitted.secret) ?? emitted;
}

/** What the API server refuses to change. */
function updateProblem(plan: SecretPlan, existing: SecretObject, secret: SecretObject): Emitted | undefined {
  const [type, newType] = [typeOf(existing), typeOf(secret)];
  if (existing.immutable && !(sameData(existing.data, secret.data) && type === newType)) {
    return failed(plan, ["spec", "target", "name"], {
      code: "SECRET_IMMUTABLE",
      message: `Cannot update Secret "${plan.targetName}" in the input: it is immutable, and its data or type would change`,
      hint: "Give the target another name, or remove immutable from the Secret",
    });
  }
  if (type === newType) return undefined;
  return failed(plan, ["spec", "target", "template", "type"], {
    code: "SECRET_INVALID",
    message: `Cannot change the type of Secret "${plan.targetName}" from "${type}" to "${newType}": a type is for ever`,
    hint: "Use the type that the Secret in the input has, or another target name",
  });
}

/** The type as the API server stores it. */
function typeOf({ type = "" }: SecretObject): string {
  return type === "" ? "Opaque" : type;
}

function sameData(a: SecretData, b: SecretData): boolean {
  return a.size === b.size && [...a].every(([key, value]) => sameBytes(value, b.get(key)));
}

function sameBytes(a: Sensitive, b: Sensitive | undefined): boolean {
  if (b === undefined || a.size !== b.size) return false;
  const other = b.reveal();
  return a.reveal().every((byte, index) => byte === other[index]);
}

/** Lays fetched values, templates and metadata over `base`, and checks the result. */
function finish(input: EmitInput, base: SecretObject): Emitted {
  const { plan } = input;
  const { template } = plan.externalSecret.spec.target;
  const draft = new SecretDraft(base);
  layFetched(plan.externalSecret, input.data, draft);
  layMetadata(plan.externalSecret, draft);
  const diagnostics = [...applyTemplate({ ...input, draft }), ...emptiedByTemplate(plan)];
  if (hasErrors(diagnostics)) return { kind: "failed", diagnostics };
  const secret: SecretObject = {
    ...base,
    data: draft.data,
    labels: draft.labels,
    annotations: draft.annotations,
    rendered: draft.rendered,
    renderedKeys: draft.renderedKeys,
    finalizers: [...new Set([...base.finalizers, ...(template?.metadata?.finalizers ?? [])])],
    type: template?.type === undefined || template.type === "" ? base.type : template.type,
  };
  const problems = secretProblems(secret).map(({ problem, path }) =>
    errorAt(plan.located, fieldOrigin(plan.externalSecret, secret, path), problem),
  );
  return problems.length === 0
    ? { kind: "write", secret, diagnostics: [...diagnostics, ...configuresArgocd(plan, secret, base)] }
    : { kind: "failed", diagnostics: [...diagnostics, ...problems] };
}

/** A source for labels or annotations counts as data of the template: fetched keys stay out, and nothing comes in. */
function emptiedByTemplate({ externalSecret: { spec }, located, targetName }: SecretPlan): Diagnostic[] {
  const { data = {}, templateFrom = [], mergePolicy } = spec.target.template ?? {};
  if (mergePolicy === "Merge" || templateFrom.length === 0 || Object.keys(data).length > 0) return [];
  if (templateFrom.some(({ target = "Data" }) => target.toLowerCase() === "data")) return [];
  const warning = warningAt(located, ["spec", "target", "template", "templateFrom"], {
    code: "SUSPICIOUS",
    message: `Secret "${targetName}" gets none of the fetched keys: with mergePolicy Replace the template's sources for labels and annotations take the place of data`,
    hint: "Set spec.target.template.mergePolicy to Merge to keep what is fetched",
  });
  return [warning];
}

/** Fetched keys stay out as soon as a template has data of its own, unless it says Merge. */
function layFetched({ spec }: ExternalSecret, data: SecretData, draft: SecretDraft): void {
  const { template } = spec.target;
  const hasOwnData = Object.keys(template?.data ?? {}).length > 0 || hasTemplateFrom(template);
  if (hasOwnData && template?.mergePolicy !== "Merge") return;
  for (const [key, value] of data) draft.setData(key, value);
}

/** Without a template, labels and annotations are the ExternalSecret's; with one, even an empty one, the template's. */
function layMetadata({ metadata, spec }: ExternalSecret, draft: SecretDraft): void {
  const { template } = spec.target;
  const source = template === undefined ? metadata : (template.metadata ?? {});
  for (const field of ["labels", "annotations"] as const) {
    for (const [key, text] of Object.entries(source[field] ?? {}))
      draft.setMetadata(field, key, text, { isRendered: false });
  }
}

function notEmitted(plan: SecretPlan, reason: string): Emitted & { kind: "keep" } {
  const info = infoAt(plan.located, [], { code: "NOT_EMITTED", message: `No Secret is written: ${reason}` });
  return { kind: "keep", diagnostics: [info] };
}

function failed(plan: SecretPlan, path: FieldPath, problem: Parameters<typeof errorAt>[2]): Emitted {
  return { kind: "failed", diagnostics: [errorAt(plan.located, path, problem)] };
}
