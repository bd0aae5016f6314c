import { assemble } from "./assemble/assemble.ts";
import { LIMITS } from "./ground/limits.ts";
import { WorkBudget } from "./ground/work-budget.ts";
import type { Trace } from "./assemble/trace.ts";
import type { EmittedPlan, Resources } from "./emit/emit-plan.ts";
import { emitPlan } from "./emit/emit-plan.ts";
import { templateEngineFor } from "./emit/lazy-template-engine.ts";
import { mayHoldSecrets, redactSecrets } from "./emit/redact-secrets.ts";
import type { Emitted } from "./emit/secret.ts";
import type { TemplateEngine, TemplateSeed } from "./emit/template-engine.ts";
import { writtenSecrets } from "./emit/written-secrets.ts";
import { isExternalSecretsGroup } from "./eso/api-group.ts";
import type { SchemaValidator } from "./eso/admit.ts";
import type { Trust } from "./eso/trust.ts";
import type { StoreAccess } from "./fetch/store-access.ts";
import type { Answers } from "./fetch/fetch.ts";
import { fetchPlan } from "./fetch/fetch.ts";
import { checkDeadline, GRACE } from "./ground/deadline.ts";
import type { Diagnostic } from "./ground/diagnostic.ts";
import { diagnosticsOf, hasErrors, sortDiagnostics } from "./ground/diagnostic.ts";
import type { Journal } from "./ground/journal.ts";
import { NO_JOURNAL } from "./ground/journal.ts";
import { printObject } from "./ground/print-object.ts";
import { checkDocuments } from "./manifest/check-documents.ts";
import type { Manifest, Parsed } from "./manifest/manifest.ts";
import type { Input, Recognition } from "./manifest/recognise.ts";
import { parseManifest, readManifests } from "./manifest/read.ts";
import { recogniseStream } from "./manifest/recognise.ts";
import { ResourceIndex } from "./manifest/resource-index.ts";
import type { RenderedInput } from "./manifest/untouched.ts";
import { emptyInput } from "./manifest/untouched.ts";
import type { OutputPart } from "./manifest/write.ts";
import type { EsoObjects } from "./plan/eso-objects.ts";
import { collectEsoObjects } from "./plan/eso-objects.ts";
import type { UnknownNamespaces } from "./plan/namespaces.ts";
import { Namespaces } from "./plan/namespaces.ts";
import type { Planned } from "./plan/plan.ts";
import { planSecrets } from "./plan/plan.ts";
import type { SecretPlan } from "./plan/render-plan.ts";
import type { FakeStores } from "./plan/stores.ts";

export interface PipelineOptions {
  /** Namespace of objects that have none. */
  readonly lookupNamespace: string;
  /** Refuse spellings that External Secrets does not have. */
  readonly strict: boolean;
  readonly allowEmpty: boolean;
  readonly unknownNamespaces: UnknownNamespaces;
  /** Reads the administrator's directory: asked only where there is something to look up. */
  readonly administrator: () => Promise<readonly Input[]>;
  /** Reads the data that answers every store in place of its provider. */
  readonly fake: (() => Promise<FakeStores>) | undefined;
  readonly trust: Trust;
  /** A second opinion on the schemas of objects. */
  readonly validateSchema?: SchemaValidator | undefined;
}

export interface RenderOptions extends PipelineOptions {
  /** Leave stores and generators in the output. */
  readonly keep: boolean;
  /** Write placeholders in place of values. */
  readonly redact: boolean;
  /** What templates draw on whose functions would give another result in each render; refused without it. */
  readonly seed?: TemplateSeed | undefined;
  /** Told of what happens, for reports; undefined where nobody wants to know. */
  readonly observer?: RunObserver | undefined;
  readonly access: Omit<StoreAccess, "trust">;
}

/** Observes a run. What it is told names objects and keys; values stay sealed. */
export interface RunObserver extends Journal {
  /** All is known that can be known without asking a store. */
  planned(planned: PlannedInputs): void;
  /** The keys of an entry at a stage of assemble. */
  readonly traced?: Trace | undefined;
  /** What became of the ExternalSecrets whose entries were all there. */
  emitted(outcomes: ReadonlyMap<SecretPlan, Emitted>): void;
}

/** What came of a run. With an error among the diagnostics the outputs are empty: all or nothing. */
export interface Rendered {
  readonly outputs: readonly RenderedInput[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is known of the inputs before anything is fetched. */
export interface PlannedInputs extends Planned {
  readonly inputs: readonly { readonly path: string; readonly manifests: readonly Manifest[] }[];
  readonly index: ResourceIndex;
}

/** Renders what was recognised; a host calls it through renderInputs(). Throws RenderError. */
export async function render(recognition: Recognition, options: RenderOptions): Promise<Rendered> {
  const planned = await planRecognised(recognition, options);
  options.observer?.planned(planned);
  if (planned.diagnostics.some(isOverLimit))
    return {
      outputs: [],
      diagnostics: sortDiagnostics([...planned.diagnostics, ...planned.index.diagnostics]),
    };
  const { replaced, outcomes, diagnostics: found } = await resolvePlan(planned, options);
  const diagnostics = sortDiagnostics([...planned.diagnostics, ...found, ...planned.index.diagnostics]);
  if (hasErrors(diagnostics)) {
    const unrun = planned.plan.secrets.filter((secret) => !outcomes.has(secret));
    const others = await problemsOfTemplates(unrun, emitResources(planned.index, options));
    return { outputs: [], diagnostics: sortDiagnostics([...diagnostics, ...others]) };
  }
  return {
    outputs: planned.inputs.map(({ path, manifests }) => ({
      path,
      parts: manifests.map((manifest) => partOf(manifest, planned, replaced, options)),
    })),
    diagnostics,
  };
}

/** The run as a whole is too large: no store is asked then. */
function isOverLimit({ code, resourceRef }: Diagnostic): boolean {
  return code === "LIMIT_EXCEEDED" && resourceRef === undefined;
}

/** What can be said of the templates of ExternalSecrets without a value. The engine is loaded where there is one. */
export async function problemsOfTemplates(
  secrets: readonly SecretPlan[],
  resources: Pick<Resources, "find">,
): Promise<readonly Diagnostic[]> {
  if (secrets.every(({ externalSecret: { spec } }) => spec.target.template === undefined)) return [];
  return (await import("./emit/template-problems.ts")).templateProblems(secrets, resources);
}

/** What can be said of the entries of ExternalSecrets without a value. */
export async function problemsOfEntries(secrets: readonly SecretPlan[]): Promise<readonly Diagnostic[]> {
  const { entryProblems } = await import("./assemble/entry-problems.ts");
  const { transformProblems } = await import("./emit/template-problems.ts");
  return [...entryProblems(secrets), ...(await transformProblems(secrets))];
}

/** Fetches, assembles and emits what is planned: the stages after the plan, for a part of it as for all of it. */
export async function resolvePlan(planned: PlannedInputs, options: RenderOptions): Promise<EmittedPlan> {
  const engine = await templateEngineFor(
    planned.plan.secrets,
    emitResources(planned.index, options),
    options.seed,
  );
  const answers = await fetchPlan(planned.plan, {
    // The seat of a policy of the administrator: inside the rules of trust all may be read.
    authorize: () => undefined,
    journal: options.observer ?? NO_JOURNAL,
    access: { ...options.access, trust: options.trust },
    resources: planned.index,
  });
  try {
    return emitAnswers(planned, answers, engine, options);
  } catch (error) {
    const diagnostics = [...answers.diagnostics, ...diagnosticsOf(error)];
    return { replaced: new Map(), outcomes: new Map(), diagnostics };
  } finally {
    await answers.closed;
  }
}

/** All that is made of the answers, and checked, while the clients are being closed. */
function emitAnswers(
  planned: PlannedInputs,
  answers: Answers,
  engine: TemplateEngine,
  options: RenderOptions,
): EmittedPlan {
  const { plan, index } = planned;
  const means = { transform: engine.transform, budget: new WorkBudget(LIMITS.rewriteWork) };
  // What a store did not answer in time is told with the store's name: there may be no time left then for the others.
  const grace = hasErrors(answers.diagnostics) ? GRACE / 2 : 0;
  const checkTime = (): void => {
    checkDeadline(options.access, grace);
  };
  const assembled = plan.secrets.map((secret) => {
    checkTime();
    return { plan: secret, assembled: assemble(secret, answers, means, options.observer?.traced) };
  });
  const emitted = emitPlan(assembled, emitResources(index, options), {
    ...options,
    templates: engine.templates,
    checkTime,
  });
  options.observer?.emitted(emitted.outcomes);
  const diagnostics = [
    ...answers.diagnostics,
    ...assembled.flatMap((secret) => secret.assembled.diagnostics),
    ...emitted.diagnostics,
  ];
  if (!hasErrors([...planned.diagnostics, ...diagnostics, ...index.diagnostics]))
    checkDocuments([...emitted.replaced.values()].flat(), writtenSecrets(emitted.outcomes));
  return { ...emitted, diagnostics };
}

/** Where look-ups are kept apart, templates read no object of the administrator. */
function emitResources(index: ResourceIndex, { trust }: RenderOptions): Resources {
  const of = trust.lookUps === "apart" ? "stream" : "any";
  return {
    find: (kind, namespace, name) => index.find(kind, namespace, name, of),
    inStream: (object) => index.inStream(object),
  };
}

/** Plans inputs without fetching anything. Throws RenderError. */
export async function planInputs(inputs: readonly Input[], options: PipelineOptions): Promise<PlannedInputs> {
  const recognition = recogniseStream(inputs);
  const planned = await planRecognised(recognition, options);
  return {
    ...planned,
    diagnostics: [...planned.diagnostics, ...emptyInput(recognition, options.allowEmpty)],
  };
}

async function planRecognised(recognition: Recognition, options: PipelineOptions): Promise<PlannedInputs> {
  const stream = readManifests(recognition.inputs);
  const manifests = stream.inputs.flatMap((input) => input.manifests);
  const recognised = recogniseStream(await options.administrator());
  const administrator = readManifests(recognised.inputs);
  const lookUps = administrator.inputs.flatMap((input) => input.manifests);
  const index = new ResourceIndex({
    stream: manifests,
    administrator: lookUps,
    lookupNamespace: options.lookupNamespace,
  });
  const own = collectEsoObjects(manifests.filter(isParsed).filter(isOwn), options);
  const others = collectEsoObjects(lookUps.filter(isParsed).filter(isOwn), options);
  const isApart = options.trust.lookUps === "apart";
  const unread = [
    ...recognition.diagnostics,
    ...stream.diagnostics,
    ...recognised.diagnostics,
    ...administrator.diagnostics,
  ];
  const planned = planSecrets({
    objects: withAdministrators(own, others),
    isIncomplete: hasErrors(unread),
    namespaces: new Namespaces(index.all("Namespace")),
    trustedNamespaces: new Namespaces(index.all("Namespace", isApart ? "administrator" : "any")),
    trust: options.trust,
    unknownNamespaces: options.unknownNamespaces,
    lookupNamespace: options.lookupNamespace,
    fake: options.fake === undefined ? undefined : await options.fake(),
  });
  const diagnostics = [...unread, ...own.diagnostics, ...others.diagnostics, ...planned.diagnostics];
  return { plan: planned.plan, foreign: planned.foreign, diagnostics, inputs: stream.inputs, index };
}

/** The objects of the stream, and beside them the stores and generators that the administrator declares. */
function withAdministrators(own: EsoObjects, others: EsoObjects): EsoObjects {
  const stores = others.stores.map((store) => ({ ...store, fromAdministrator: true as const }));
  return {
    ...own,
    stores: [...stores, ...own.stores],
    generators: [...others.generators, ...own.generators],
    refused: [...own.refused, ...others.refused],
  };
}

function partOf(
  manifest: Manifest,
  { foreign }: Planned,
  replaced: ReadonlyMap<Manifest, readonly string[]>,
  { keep, redact }: RenderOptions,
): OutputPart {
  const documents = replaced.get(manifest);
  if (documents !== undefined) return { kind: "replace", text: manifest.text, documents };
  if (redact && holdsSecrets(manifest)) return redactedPart(manifest);
  if (manifest.kind === "opaque") return { kind: "keep", text: manifest.text };
  const stays = foreign.has(manifest) || !isOwn(manifest) || (keep && !isResolved(manifest));
  if (!stays) return { kind: "replace", text: manifest.text, documents: [] };
  return manifest.text === undefined || manifest.isListItem
    ? { kind: "replace", text: manifest.text, documents: [manifest.print()] }
    : { kind: "keep", text: manifest.text };
}

function holdsSecrets(manifest: Manifest): boolean {
  const type = manifest.kind === "opaque" ? manifest.hint : manifest.ref;
  return type !== undefined && mayHoldSecrets(type);
}

/** Secrets of the input are hidden too: who redacts an output wants to show it. */
function redactedPart(manifest: Manifest): OutputPart {
  const { object } = manifest.kind === "opaque" ? parseManifest(manifest) : manifest;
  return { kind: "replace", text: manifest.text, documents: [printObject(redactSecrets(object))] };
}

function isOwn({ ref: { apiVersion } }: Parsed): boolean {
  return isExternalSecretsGroup(apiVersion);
}

function isResolved({ ref: { kind } }: Parsed): boolean {
  return kind === "ExternalSecret" || kind === "ClusterExternalSecret";
}

function isParsed(manifest: Manifest): manifest is Parsed {
  return manifest.kind === "parsed";
}
