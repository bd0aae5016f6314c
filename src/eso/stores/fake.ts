/** `spec.provider.fake` (ESO: secretstore_fake_types.go): secrets that stand in the store itself. */
export interface FakeProvider {
  readonly data?: readonly FakeProviderData[];
  readonly validationResult?: number;
  /** Set where a file answers in place of the store (`--fake`); no manifest can. */
  readonly standIn?: FakeStandIn;
}

export interface FakeStandIn {
  /** The file that the data stand in, as it was named. */
  readonly file: string;
  /** What `find.path` means to the store's own provider: nothing, the start of a key, or a folder. */
  readonly findPath: "ignored" | "prefix" | "folder";
}

export interface FakeProviderData {
  readonly key: string;
  readonly value: string;
  readonly version?: string;
}
