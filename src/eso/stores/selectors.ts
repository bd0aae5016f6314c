/** ESO: esmeta.SecretKeySelector. */
export interface SecretKeySelector {
  readonly name?: string;
  readonly namespace?: string;
  readonly key?: string;
}

/** ESO: esmeta.ServiceAccountSelector. */
export interface ServiceAccountSelector {
  readonly name: string;
  readonly namespace?: string;
  readonly audiences?: readonly string[];
}

/** ESO: CAProvider. */
export interface CaProvider {
  readonly type: "Secret" | "ConfigMap";
  readonly name: string;
  readonly key?: string;
  readonly namespace?: string;
}
