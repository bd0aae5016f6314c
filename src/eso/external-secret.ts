/**
 * ExternalSecret and ClusterExternalSecret as their CRDs spell them (apis/externalsecrets/v1), after defaulting:
 * what the CRD gives a default is required here.
 */

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface ExternalSecret {
  readonly apiVersion: string;
  readonly kind: "ExternalSecret";
  readonly metadata: ObjectMeta;
  readonly spec: ExternalSecretSpec;
}

export interface ExternalSecretSpec {
  readonly secretStoreRef?: SecretStoreRef;
  readonly refreshPolicy?: "CreatedOnce" | "Periodic" | "OnChange";
  readonly refreshInterval?: string;
  readonly syncWindows?: unknown;
  readonly target: ExternalSecretTarget;
  readonly data?: readonly ExternalSecretData[];
  readonly dataFrom?: readonly DataFrom[];
}

export interface SecretStoreRef {
  readonly name?: string;
  readonly kind?: "SecretStore" | "ClusterSecretStore";
}

export type CreationPolicy = "Owner" | "Orphan" | "Merge" | "None" | "CreateOrMerge";
export type DeletionPolicy = "Delete" | "Merge" | "Retain";
export type ConversionStrategy = "Default" | "Unicode";
export type DecodingStrategy = "Auto" | "Base64" | "Base64URL" | "None";

export interface ExternalSecretTarget {
  readonly name?: string;
  readonly creationPolicy: CreationPolicy;
  readonly deletionPolicy: DeletionPolicy;
  readonly immutable?: boolean;
  readonly manifest?: { readonly apiVersion: string; readonly kind: string };
  readonly template?: ExternalSecretTemplate;
}

export interface ExternalSecretTemplate {
  readonly type?: string;
  readonly engineVersion: "v2";
  readonly mergePolicy: "Replace" | "Merge";
  readonly metadata?: TemplateMetadata;
  readonly data?: Readonly<Record<string, string>>;
  readonly templateFrom?: readonly TemplateFrom[];
}

export interface TemplateMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
}

export interface TemplateFrom {
  readonly configMap?: TemplateRef;
  readonly secret?: TemplateRef;
  readonly literal?: string;
  readonly target?: string;
  readonly valuesDecodingStrategy?: DecodingStrategy;
}

export interface TemplateRef {
  readonly name: string;
  readonly items: readonly TemplateRefItem[];
}

export interface TemplateRefItem {
  readonly key: string;
  readonly templateAs: "Values" | "KeysAndValues";
}

export interface ExternalSecretData {
  readonly secretKey: string;
  readonly remoteRef: RemoteRef;
  readonly sourceRef?: SourceRef;
}

/** ESO: ExternalSecretDataRemoteRef. */
export interface RemoteRef {
  readonly key: string;
  readonly property?: string;
  readonly version?: string;
  readonly metadataPolicy?: "None" | "Fetch";
  readonly conversionStrategy?: ConversionStrategy;
  readonly decodingStrategy?: DecodingStrategy;
  readonly nullBytePolicy?: "Ignore" | "Fail";
}

export interface SourceRef {
  readonly storeRef?: SecretStoreRef;
  readonly generatorRef?: GeneratorRef;
}

export interface GeneratorRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

export interface DataFrom {
  readonly extract?: RemoteRef;
  readonly find?: Find;
  readonly rewrite?: readonly Rewrite[];
  readonly sourceRef?: SourceRef;
}

/** ESO: ExternalSecretFind. */
export interface Find {
  readonly path?: string;
  readonly name?: { readonly regexp?: string };
  readonly tags?: Readonly<Record<string, string>>;
  readonly conversionStrategy?: ConversionStrategy;
  readonly decodingStrategy?: DecodingStrategy;
  readonly nullBytePolicy?: "Ignore" | "Fail";
}

export interface Rewrite {
  readonly merge?: RewriteMerge;
  readonly regexp?: { readonly source: string; readonly target: string };
  readonly transform?: { readonly template: string };
}

export interface RewriteMerge {
  readonly into?: string;
  readonly strategy: "Extract" | "JSON";
  readonly conflictPolicy: "Ignore" | "Error";
  readonly priority?: readonly string[];
  readonly priorityPolicy: "IgnoreNotFound" | "Strict";
}

export interface ClusterExternalSecret {
  readonly apiVersion: string;
  readonly kind: "ClusterExternalSecret";
  readonly metadata: ObjectMeta;
  readonly spec: ClusterExternalSecretSpec;
}

export interface ClusterExternalSecretSpec {
  readonly externalSecretSpec: ExternalSecretSpec;
  readonly externalSecretName?: string;
  readonly externalSecretMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly namespaceSelector?: LabelSelector;
  readonly namespaceSelectors?: readonly LabelSelector[];
  readonly namespaces?: readonly string[];
  readonly refreshTime?: string;
}

/** Kubernetes: metav1.LabelSelector. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}
