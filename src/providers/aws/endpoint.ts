/** A service of AWS as its endpoint variables name it: ESO's own, and the SDKs' suffix. */
interface Service {
  readonly operatorVariable: string;
  readonly sdkSuffix: string;
}

const SERVICES = {
  secretsManager: { operatorVariable: "AWS_SECRETSMANAGER_ENDPOINT", sdkSuffix: "SECRETS_MANAGER" },
  ssm: { operatorVariable: "AWS_SSM_ENDPOINT", sdkSuffix: "SSM" },
  sts: { operatorVariable: "AWS_STS_ENDPOINT", sdkSuffix: "STS" },
} as const satisfies Record<string, Service>;

export type ServiceName = keyof typeof SERVICES;

/**
 * The endpoint that the environment names for a service, in place of AWS's own: ESO's variable, else those of the
 * AWS SDKs. Undefined where there is none.
 */
export function endpointOf(
  service: ServiceName,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { operatorVariable, sdkSuffix } = SERVICES[service];
  const isIgnored = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] === "true";
  const ofSdk = isIgnored ? [] : [`AWS_ENDPOINT_URL_${sdkSuffix}`, "AWS_ENDPOINT_URL"];
  return [operatorVariable, ...ofSdk]
    .map((name) => environment[name])
    .find((url) => url !== undefined && url !== "");
}
