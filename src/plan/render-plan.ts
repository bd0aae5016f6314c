import type { ExternalSecret, ExternalSecretData, Find, RemoteRef, Rewrite } from "../eso/external-secret.ts";
import type { ReadRequest } from "../eso/read-request.ts";
import type { GenericStore } from "../eso/stores/store.ts";
import type { Located } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { Parsed } from "../manifest/manifest.ts";

/** A store as one ExternalSecret sees it: references without a namespace resolve in `namespace`. */
export interface PlannedStore {
  readonly store: GenericStore;
  readonly namespace: string;
  /** Who declared it: the stream, or the administrator with --stores. */
  readonly origin: "stream" | "administrator";
  /** Where it stands; undefined for a store that only a file of fake data knows. */
  readonly located: Located | undefined;
}

interface StepBase {
  /** Path of the entry in the ExternalSecret: `spec.data[2]`, `spec.dataFrom[0]`. */
  readonly path: FieldPath;
}

/** `spec.data[]`: one key from one secret. */
export interface DataStep extends StepBase {
  readonly kind: "data";
  readonly store: PlannedStore;
  readonly request: ReadRequest;
  readonly data: ExternalSecretData;
}

/** `spec.dataFrom[].extract`: all members of one secret. */
export interface ExtractStep extends StepBase {
  readonly kind: "extract";
  readonly store: PlannedStore;
  readonly request: ReadRequest;
  readonly extract: RemoteRef;
  readonly rewrite: readonly Rewrite[];
}

/** `spec.dataFrom[].find`: all secrets that match. */
export interface FindStep extends StepBase {
  readonly kind: "find";
  readonly store: PlannedStore;
  readonly find: Find;
  readonly rewrite: readonly Rewrite[];
}

/** `spec.dataFrom[].sourceRef.generatorRef`. */
export interface GeneratorStep extends StepBase {
  readonly kind: "generator";
  /** The generator's kind, a ClusterGenerator already unwrapped. */
  readonly generatorKind: string;
  readonly spec: unknown;
  readonly rewrite: readonly Rewrite[];
}

export type Step = DataStep | ExtractStep | FindStep | GeneratorStep;

/** A step that asks a store. */
export type StoreStep = Exclude<Step, GeneratorStep>;

/** Whether a step asks a store. */
export function isStoreStep(step: Step): step is StoreStep {
  return step.kind !== "generator";
}

/** How one ExternalSecret becomes a Secret: its entries in ESO's order, dataFrom before data. */
export interface SecretPlan {
  readonly externalSecret: ExternalSecret;
  /** The document that the Secret replaces: the ExternalSecret, or the ClusterExternalSecret that makes it. */
  readonly manifest: Parsed;
  /** Where the fields of the ExternalSecret stand. */
  readonly located: Located;
  /** Namespace of the ExternalSecret, the look-up namespace where it has none of its own. */
  readonly namespace: string;
  readonly targetName: string;
  readonly steps: readonly Step[];
  /** Every entry has its step. Otherwise problems were found, and no Secret can come of it. */
  readonly complete: boolean;
}

/** All that is to be rendered. It holds no secret and is safe to print. */
export interface RenderPlan {
  readonly secrets: readonly SecretPlan[];
}
