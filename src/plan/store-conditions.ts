import type { ClusterSecretStoreCondition, GenericStore } from "../eso/stores/store.ts";
import { printStore } from "../eso/stores/store-name.ts";
import { toGoString } from "../go/bytes.ts";
import { compileRegexp } from "../go/regexp.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { Match } from "./label-selector.ts";
import { matchSelector, selectorProblem } from "./label-selector.ts";
import type { Namespaces } from "./namespaces.ts";

/**
 * Why a ClusterSecretStore may not be used from a namespace; undefined where it may
 * (ESO: Manager.shouldProcessSecret). One condition that holds is enough, and inside it one member. What cannot be
 * told, because labels of the namespace are unknown, is refused unless another condition holds. `isAssumed` says that
 * nobody may have named the namespace.
 */
export function conditionProblem(
  store: GenericStore,
  namespace: string,
  namespaces: Namespaces,
  isAssumed: boolean,
): Problem | undefined {
  const conditions = store.spec.conditions ?? [];
  if (conditions.length === 0) return undefined;
  let undecided = false;
  for (const condition of conditions) {
    const match = matchCondition(condition, namespace, namespaces);
    if (match === "yes") return undefined;
    if (match === "unknown") undecided = true;
    else if (match !== "no") return match;
  }
  return undecided ? unknownNamespace(store, namespace, isAssumed) : denied(store, namespace, isAssumed);
}

/** Selector, then names, then regexes, as ESO tries them: a selector that is not valid counts only if reached. */
function matchCondition(
  condition: ClusterSecretStoreCondition,
  namespace: string,
  namespaces: Namespaces,
): Match | Problem {
  const { namespaceSelector, namespaces: names = [], namespaceRegexes = [] } = condition;
  let bySelector: Match = "no";
  if (namespaceSelector !== undefined) {
    const problem = selectorProblem(namespaceSelector);
    if (problem !== undefined) return problem;
    bySelector = matchSelector(namespaceSelector, namespaces.labels(namespace));
  }
  if (bySelector === "yes" || names.includes(namespace)) return "yes";
  const matches = namespaceRegexes.some((source) =>
    compileRegexp(toGoString(source)).match(toGoString(namespace)),
  );
  return matches ? "yes" : bySelector;
}

function denied(store: GenericStore, namespace: string, isAssumed: boolean): Problem {
  return {
    code: "STORE_DENIED",
    message: `Cannot use ${printStore(store)} from namespace "${namespace}": none of its conditions allows it`,
    hint: isAssumed
      ? `${assumed(namespace)}, else add it to spec.conditions of the store`
      : "Add the namespace to spec.conditions of the store",
  };
}

function unknownNamespace(store: GenericStore, namespace: string, isAssumed: boolean): Problem {
  const place = `the Namespace "${namespace}" to the input, or to the directory given with --stores`;
  return {
    code: "NAMESPACE_UNKNOWN",
    message: `Cannot decide whether ${printStore(store)} may be used from namespace "${namespace}": the labels of the namespace are not known`,
    hint: isAssumed ? `${assumed(namespace)}, else add ${place}` : `Add ${place}`,
  };
}

/** What to look at first where a namespace is refused that nobody may have named. */
function assumed(namespace: string): string {
  return `What names no namespace is taken to be in "${namespace}": say -n NAMESPACE (spec.namespace of the function) if that is wrong`;
}
