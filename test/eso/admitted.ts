import type { Admission, AdmitOptions } from "../../src/eso/admit.ts";
import { admit } from "../../src/eso/admit.ts";
import { LOCATED, readStream } from "./recorded.ts";

/** Admits one document of YAML. */
export function admitYaml(yaml: string, options: Partial<AdmitOptions> = {}): Admission {
  return admit(readStream(yaml)[0], LOCATED, { strict: false, ...options });
}

/** What was found, one line each: code, field, message. */
export function linesOf({ diagnostics }: Admission): string[] {
  return diagnostics.map(({ code, field, message }) => `${code} ${field?.path ?? ""}: ${message}`);
}

/** An ExternalSecret with this spec, in YAML's flow style. */
export function externalSecret(spec: string): string {
  return `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: app}, spec: ${spec}}`;
}

/** A SecretStore, or a ClusterSecretStore, with this provider. */
export function store(provider: string, kind = "SecretStore", version = "v1"): string {
  return `{apiVersion: external-secrets.io/${version}, kind: ${kind}, metadata: {name: store}, spec: {provider: ${provider}}}`;
}
