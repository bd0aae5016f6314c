/** `spec.provider.fake` (ESO: secretstore_fake_types.go): secrets that stand in the store itself. */
export interface FakeProvider {
  readonly data?: readonly FakeProviderData[];
  readonly validationResult?: number;
}

export interface FakeProviderData {
  readonly key: string;
  readonly value: string;
  readonly version?: string;
}
