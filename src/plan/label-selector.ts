import type { LabelSelector, LabelSelectorRequirement } from "../eso/external-secret.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { isLabelValue, isQualifiedName } from "../ground/kubernetes-names.ts";

/** Labels of a Namespace; where `complete` is false others than those listed may exist. */
export interface NamespaceLabels {
  readonly labels: ReadonlyMap<string, string>;
  readonly complete: boolean;
}

/** Whether a selector selects; `unknown` where that hangs on labels that nobody told. */
export type Match = "yes" | "no" | "unknown";

/**
 * What is wrong with a selector, which admission does not look at
 * (Kubernetes: metav1.LabelSelectorAsSelector and labels.NewRequirement).
 */
export function selectorProblem(selector: LabelSelector): Problem | undefined {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    const problem = labelProblem(key, [value]);
    if (problem !== undefined) return problem;
  }
  for (const requirement of selector.matchExpressions ?? []) {
    const problem = requirementProblem(requirement);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function requirementProblem({ key, operator, values = [] }: LabelSelectorRequirement): Problem | undefined {
  switch (operator) {
    case "In":
    case "NotIn":
      if (values.length === 0) return invalid(`operator "${operator}" of label "${key}" needs values`);
      break;
    case "Exists":
    case "DoesNotExist":
      if (values.length > 0) return invalid(`operator "${operator}" of label "${key}" takes no values`);
      break;
    default:
      return invalid(`"${operator}" is not an operator`);
  }
  return labelProblem(key, values);
}

function labelProblem(key: string, values: readonly string[]): Problem | undefined {
  if (!isQualifiedName(key)) return invalid(`"${key}" is not a valid label key`);
  const bad = values.find((value) => !isLabelValue(value));
  return bad === undefined ? undefined : invalid(`"${bad}" is not a valid label value`);
}

function invalid(reason: string): Problem {
  return {
    code: "SELECTOR_INVALID",
    message: `Cannot use the label selector: ${reason}`,
    hint: 'Operators are "In" and "NotIn" with values, "Exists" and "DoesNotExist" without',
  };
}

/** Whether a valid selector selects a Namespace: all its labels and expressions must hold. */
export function matchSelector(selector: LabelSelector, namespace: NamespaceLabels): Match {
  const matches = [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) =>
      matchRequirement({ key, operator: "In", values: [value] }, namespace),
    ),
    ...(selector.matchExpressions ?? []).map((requirement) => matchRequirement(requirement, namespace)),
  ];
  if (matches.includes("no")) return "no";
  return matches.includes("unknown") ? "unknown" : "yes";
}

function matchRequirement(requirement: LabelSelectorRequirement, namespace: NamespaceLabels): Match {
  const { key, operator, values = [] } = requirement;
  const value = namespace.labels.get(key);
  if (value === undefined && !namespace.complete) return "unknown";
  switch (operator) {
    case "In":
      return toMatch(value !== undefined && values.includes(value));
    case "NotIn":
      return toMatch(value === undefined || !values.includes(value));
    case "Exists":
      return toMatch(value !== undefined);
    default:
      return toMatch(value === undefined);
  }
}

function toMatch(matches: boolean): Match {
  return matches ? "yes" : "no";
}
