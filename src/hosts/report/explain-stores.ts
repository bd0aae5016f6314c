import { storeName } from "../../eso/stores/store-name.ts";
import { printFieldPath } from "../../ground/field-path.ts";
import { providerName } from "../../plan/address.ts";
import type { PlannedStore, SecretPlan, StoreStep } from "../../plan/render-plan.ts";
import { isStoreStep } from "../../plan/render-plan.ts";
import type { Explanation } from "./explanation.ts";
import { placeOf } from "./explanation.ts";
import type { Tree } from "./tree.ts";
import { leaf } from "./tree.ts";

/** The stores that an ExternalSecret reads from: which reference chose each, and by which rule it was found. */
export function explainStores({ plan, problems }: Explanation): Tree[] {
  const used = Map.groupBy(plan.steps.filter(isStoreStep), (step) => step.store);
  const found = [...used].map(([store, steps]) => storeTree(plan, store, steps, problems));
  const unresolved = problems.take(plan.located.at(["spec", "secretStoreRef"]).field?.path);
  if (unresolved.length === 0) return found;
  const { kind = "SecretStore", name = "" } = plan.externalSecret.spec.secretStoreRef ?? {};
  return [...found, { text: `store ${kind} ${name}, named by spec.secretStoreRef`, children: unresolved }];
}

function storeTree(
  plan: SecretPlan,
  store: PlannedStore,
  steps: readonly StoreStep[],
  problems: Explanation["problems"],
): Tree {
  const { kind, metadata } = store.store;
  const place = store.located === undefined ? "" : ` (${placeOf({ located: store.located }, [])})`;
  const failures = problems.takeWhere(
    ({ resourceRef }) => resourceRef?.kind === kind && resourceRef.name === metadata.name,
  );
  return {
    text: `store ${storeName(store)}${place}, provider ${describeProvider(store)}`,
    children: [leaf(namedBy(plan, steps)), leaf(foundBy(store)), ...failures],
  };
}

/** An entry's own reference takes the place of spec.secretStoreRef as a whole. */
function namedBy({ externalSecret: { spec } }: SecretPlan, steps: readonly StoreStep[]): string {
  const own = steps.filter(({ path: [, list, index] }) => {
    if (typeof index !== "number") return false;
    const entry = list === "dataFrom" ? spec.dataFrom?.[index] : spec.data?.[index];
    return entry?.sourceRef?.storeRef !== undefined;
  });
  const names = own.map(({ path }) => `${printFieldPath(path)}.sourceRef.storeRef`);
  const replaces = spec.secretStoreRef === undefined ? "" : ", in place of spec.secretStoreRef";
  if (own.length === steps.length) return `named by ${names.join(", ")}${replaces}`;
  return `named by ${["spec.secretStoreRef", ...names].join(", ")}`;
}

function foundBy({ store, namespace, origin }: PlannedStore): string {
  const where = origin === "administrator" ? "found in --stores" : "found in the input";
  if (store.kind === "SecretStore")
    return `${where}: a SecretStore serves its own namespace, which is "${namespace}"`;
  const { conditions = [] } = store.spec;
  return conditions.length === 0
    ? `${where}: a ClusterSecretStore without conditions serves every namespace`
    : `${where}: one of its conditions allows namespace "${namespace}"`;
}

/** The provider and where it is; what it logs in with stays out. */
function describeProvider({ store }: PlannedStore): string {
  const { aws, azurekv, vault, openBao } = store.spec.provider;
  if (aws !== undefined) {
    const role = aws.role === undefined ? "" : `, role ${aws.role}`;
    return `aws ${aws.service}${aws.region === "" ? "" : ` in ${aws.region}`}${role}`;
  }
  if (azurekv !== undefined) return `azurekv at ${azurekv.vaultUrl}`;
  const server = vault ?? openBao;
  if (server === undefined) return providerName(store);
  const space = server.namespace === undefined ? "" : `, namespace ${server.namespace}`;
  const mount = server.path === undefined ? "" : `, mount ${server.path}`;
  return `${providerName(store)} at ${server.server}${space}${mount}`;
}
