import { explainEntries } from "./explain-entries.ts";
import { explainStores } from "./explain-stores.ts";
import { explainTarget } from "./explain-target.ts";
import type { Explanation } from "./explanation.ts";
import { placeOf } from "./explanation.ts";
import type { Tree } from "./tree.ts";

/**
 * The resolution of one ExternalSecret as a tree: the stores, the entries in the order of processing, the templates,
 * the Secret. Problems stand where they arise. It holds names, never a value.
 */
export function explainTree(explanation: Explanation): Tree {
  const { plan, problems } = explanation;
  const { namespace, externalSecret } = plan;
  const children = [
    ...explainStores(explanation),
    ...explainEntries(explanation),
    ...explainTarget(explanation),
  ];
  return {
    text: `ExternalSecret ${namespace}/${externalSecret.metadata.name} (${placeOf(plan, [])})`,
    children: [...children, ...problems.takeRest()],
  };
}
