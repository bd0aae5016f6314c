import type { Find } from "../../eso/external-secret.ts";
import type { ReadRequest } from "../../eso/read-request.ts";
import { printFieldPath } from "../../ground/field-path.ts";
import type { PlannedStore, RenderPlan, SecretPlan, Step } from "../../plan/render-plan.ts";
import type { PlannedRequest } from "../../plan/requests.ts";
import { distinctRequests } from "../../plan/requests.ts";

/** What `plan -f json` prints: the Secrets of a plan with what each needs, and what the stores are asked. */
export interface PlanListing {
  readonly secrets: readonly ListedSecret[];
  readonly requests: readonly ListedRequest[];
}

/** A Secret that would be made; its names are NAMESPACE/NAME. */
export interface ListedSecret {
  readonly externalSecret: string;
  readonly secret: string;
  /** Fields that say when the operator reads again: a render reads once. */
  readonly withoutEffect: Readonly<Record<string, unknown>>;
  readonly reads: readonly ListedRead[];
}

/** One thing that an entry of an ExternalSecret needs: what a generator makes, a find gives, or a key holds. */
export type ListedRead = { readonly field: string } & (
  | { readonly generator: string }
  | { readonly store: string; readonly find: Find }
  | {
      readonly store: string;
      readonly key: string;
      readonly version?: string;
      readonly property?: string;
    }
);

/** What a store is asked, once however many entries need it. */
export type ListedRequest = ListedQuestion & {
  /** Kind and name. */
  readonly store: string;
  /** Namespace in which the store's own references are looked up. */
  readonly namespace: string;
  readonly neededBy: readonly { readonly externalSecret: string; readonly field: string }[];
};

type ListedQuestion =
  | { readonly find: Find }
  | {
      readonly resourceId: string;
      readonly version?: string;
      readonly what: ReadRequest["what"];
    };

/** Lists a plan; its members are a format that programs read. */
export function listPlan(plan: RenderPlan): PlanListing {
  return { secrets: plan.secrets.map(listSecret), requests: distinctRequests(plan).map(listRequest) };
}

function listSecret(plan: SecretPlan): ListedSecret {
  const { refreshInterval, refreshPolicy, syncWindows } = plan.externalSecret.spec;
  return {
    externalSecret: nameOf(plan),
    secret: `${plan.namespace}/${plan.targetName}`,
    withoutEffect: withoutUndefined({ refreshInterval, refreshPolicy, syncWindows }),
    reads: plan.steps.map(listRead),
  };
}

function listRead(step: Step): ListedRead {
  const field = printFieldPath(step.path);
  if (step.kind === "generator") return { field, generator: step.generatorKind };
  const store = listedStore(step.store);
  if (step.kind === "find") return { field, store, find: step.find };
  const { key, property, version } = step.kind === "data" ? step.data.remoteRef : step.extract;
  return {
    field,
    store,
    key,
    ...(version === undefined ? {} : { version }),
    ...(property === undefined ? {} : { property }),
  };
}

function listRequest({ store, asked, neededBy }: PlannedRequest): ListedRequest {
  return {
    store: listedStore(store),
    namespace: store.namespace,
    ...("find" in asked ? { find: asked.find } : listReadRequest(asked.read)),
    neededBy: neededBy.map(({ plan, path }) => ({
      externalSecret: nameOf(plan),
      field: printFieldPath(path),
    })),
  };
}

function listReadRequest({ resourceId, version, what }: ReadRequest): ListedQuestion {
  return { resourceId, ...(version === "" ? {} : { version }), what };
}

/** Without the namespace, which the listing has in a field of its own. */
function listedStore({ store: { kind, metadata } }: PlannedStore): string {
  return `${kind} ${metadata.name}`;
}

function nameOf({ namespace, externalSecret }: SecretPlan): string {
  return `${namespace}/${externalSecret.metadata.name}`;
}

function withoutUndefined(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
