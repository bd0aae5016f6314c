import type {
  ClusterExternalSecret,
  ExternalSecret,
  LabelSelector,
  ObjectMeta,
} from "../eso/external-secret.ts";
import { webhookProblems } from "../eso/external-secret-rules.ts";
import type { Diagnostic, Located } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { visible } from "../ground/visible.ts";
import type { EsoObject } from "./eso-objects.ts";
import { matchSelector, selectorProblem } from "./label-selector.ts";
import type { Namespaces, UnknownNamespaces } from "./namespaces.ts";

const FORCE_SYNC = "external-secrets.io/force-sync";

/** An ExternalSecret that a ClusterExternalSecret makes, with its fields located in the latter. */
export interface ExpandedExternalSecret extends EsoObject<ExternalSecret> {
  readonly located: Located;
}

export interface Expansion {
  readonly externalSecrets: readonly ExpandedExternalSecret[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The ExternalSecrets that a ClusterExternalSecret makes, one for each Namespace that it selects, by name
 * (ESO: clusterexternalsecret.Reconciler). `exists` tells whether a namespace has an ExternalSecret of that name.
 */
export function expandClusterExternalSecret(
  object: EsoObject<ClusterExternalSecret>,
  {
    namespaces,
    unknownNamespaces,
  }: { readonly namespaces: Namespaces; readonly unknownNamespaces: UnknownNamespaces },
  exists: (namespace: string, name: string) => boolean,
): Expansion {
  const { value, manifest } = object;
  const bad = badSelector(value, manifest);
  if (bad !== undefined) return { externalSecrets: [], diagnostics: [bad] };
  const selected = selectedNamespaces(value, namespaces);
  const externalSecrets: ExpandedExternalSecret[] = [];
  const diagnostics: Diagnostic[] = namedInVain(value, namespaces).map((vain) =>
    unknownNamespace(vain, manifest, unknownNamespaces),
  );
  if (selected.length === 0 && diagnostics.length === 0) diagnostics.push(nothingSelected(manifest));
  for (const namespace of selected) {
    const made = { value: makeExternalSecret(value, namespace), manifest, located: locatedInSpec(manifest) };
    const problems = exists(namespace, made.value.metadata.name)
      ? [alreadyExists(manifest, namespace, made.value.metadata.name)]
      : webhookProblems(made.value, made.located);
    if (problems.length === 0) externalSecrets.push(made);
    diagnostics.push(...problems);
  }
  return { externalSecrets, diagnostics };
}

/** All selectors are tried in each namespace: what one of them selects is selected. */
function selectedNamespaces({ spec }: ClusterExternalSecret, namespaces: Namespaces): string[] {
  const selectors = selectorsOf(spec.namespaceSelectors, spec.namespaceSelector).map(
    ([selector]) => selector,
  );
  return namespaces.names.filter(
    (name) =>
      (spec.namespaces ?? []).includes(name) ||
      selectors.some((selector) => matchSelector(selector, namespaces.labels(name)) === "yes"),
  );
}

function selectorsOf(
  selectors: readonly LabelSelector[] = [],
  deprecated: LabelSelector | undefined,
): (readonly [LabelSelector, FieldPath])[] {
  const listed = selectors.map((selector, index) => [selector, ["namespaceSelectors", index]] as const);
  return deprecated === undefined ? listed : [...listed, [deprecated, ["namespaceSelector"]] as const];
}

/** One selector that is not valid stops all namespaces, those that are named too. */
function badSelector({ spec }: ClusterExternalSecret, located: Located): Diagnostic | undefined {
  for (const [selector, path] of selectorsOf(spec.namespaceSelectors, spec.namespaceSelector)) {
    const problem = selectorProblem(selector);
    if (problem !== undefined) return errorAt(located, ["spec", ...path], problem);
  }
  return undefined;
}

function makeExternalSecret({ metadata, spec }: ClusterExternalSecret, namespace: string): ExternalSecret {
  const { labels } = spec.externalSecretMetadata ?? {};
  const annotations = annotationsOf(metadata, spec.externalSecretMetadata?.annotations);
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: {
      name: spec.externalSecretName ?? metadata.name,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: spec.externalSecretSpec,
  };
}

/** force-sync is always the ClusterExternalSecret's own, or absent. */
function annotationsOf(
  metadata: ObjectMeta,
  own: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  const annotations = new Map(Object.entries(own ?? {}));
  annotations.delete(FORCE_SYNC);
  const forceSync = metadata.annotations?.[FORCE_SYNC];
  if (forceSync !== undefined) annotations.set(FORCE_SYNC, forceSync);
  return annotations.size === 0 ? undefined : Object.fromEntries(annotations);
}

function locatedInSpec(manifest: Located): Located {
  return {
    at: (path) =>
      path[0] === "spec" ? manifest.at(["spec", "externalSecretSpec", ...path.slice(1)]) : manifest.at(path),
  };
}

interface NamedInVain {
  readonly name: string;
  readonly index: number;
}

function namedInVain({ spec }: ClusterExternalSecret, { names }: Namespaces): NamedInVain[] {
  return (spec.namespaces ?? [])
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => !names.includes(name));
}

/** In a cluster too nothing is made in a namespace that is not there; here it may be one that nobody told of. */
function unknownNamespace(
  { name, index }: NamedInVain,
  located: Located,
  unknownNamespaces: UnknownNamespaces,
): Diagnostic {
  const isRefused = unknownNamespaces === "refused";
  const namespace = `namespace "${visible(name)}"`;
  return (isRefused ? errorAt : warningAt)(located, ["spec", "namespaces", index], {
    code: "NAMESPACE_UNKNOWN",
    message: isRefused
      ? `Cannot make an ExternalSecret in ${namespace}: nothing is known of it`
      : `Made no ExternalSecret in ${namespace}, of which nothing is known`,
    hint: "Only Namespaces in the input and in the directory given with --stores are known: add this one, or remove the name",
  });
}

function nothingSelected(located: Located): Diagnostic {
  return warningAt(located, ["spec"], {
    code: "NAMESPACE_UNKNOWN",
    message: "Selected no Namespace, so no ExternalSecret is made",
    hint: "Only Namespaces in the input and in the directory given with --stores are known: add those that are meant",
  });
}

function alreadyExists(located: Located, namespace: string, name: string): Diagnostic {
  return errorAt(located, ["metadata", "name"], {
    code: "OBJECT_DUPLICATE",
    message: `Cannot make ExternalSecret "${name}" in namespace "${namespace}": one with this name exists there`,
    hint: "Set spec.externalSecretName to another name, or remove the ExternalSecret",
  });
}
