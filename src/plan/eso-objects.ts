import type { Admitted, AdmitOptions } from "../eso/admit.ts";
import { admit, isExternalSecret, isStore } from "../eso/admit.ts";
import type { ClusterExternalSecret, ExternalSecret } from "../eso/external-secret.ts";
import type { Generator } from "../eso/generator.ts";
import type { GenericStore } from "../eso/stores/store.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";
import type { Parsed } from "../manifest/manifest.ts";

/** An admitted object, and the document that it came from. */
export interface EsoObject<Value> {
  readonly value: Value;
  readonly manifest: Parsed;
  /** It comes from the administrator's directory, and not from the stream. */
  readonly fromAdministrator?: true;
}

/** All objects of External Secrets' groups in the stream and in the administrator's directory. */
export interface EsoObjects {
  readonly externalSecrets: readonly EsoObject<ExternalSecret>[];
  readonly clusterExternalSecrets: readonly EsoObject<ClusterExternalSecret>[];
  readonly stores: readonly EsoObject<GenericStore>[];
  readonly generators: readonly EsoObject<Generator>[];
  /** Documents that admission refused: what refers to them is not reported a second time. */
  readonly refused: readonly Parsed[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Admits every object of External Secrets' groups among `manifests`: schema, defaults and webhook rules.
 * The old API version is told once, at the first object that has it.
 */
export function collectEsoObjects(manifests: readonly Parsed[], options: AdmitOptions): EsoObjects {
  const collector = new Collector();
  for (const manifest of manifests) collector.add(manifest, options);
  return collector;
}

class Collector implements EsoObjects {
  readonly externalSecrets: EsoObject<ExternalSecret>[] = [];
  readonly clusterExternalSecrets: EsoObject<ClusterExternalSecret>[] = [];
  readonly stores: EsoObject<GenericStore>[] = [];
  readonly generators: EsoObject<Generator>[] = [];
  readonly refused: Parsed[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #identities = new Set<string>();
  #toldDeprecation = false;

  add(manifest: Parsed, options: AdmitOptions): void {
    const { diagnostics, admitted, deprecatedVersion } = admit(manifest.object, manifest, options);
    this.diagnostics.push(...diagnostics);
    if (deprecatedVersion === true) this.#tellDeprecation(manifest);
    if (admitted === undefined) {
      this.refused.push(manifest);
      return;
    }
    if (this.#isDuplicate(manifest)) return;
    this.#sort(admitted, manifest);
  }

  #sort(value: Admitted, manifest: Parsed): void {
    if (isExternalSecret(value)) this.externalSecrets.push({ value, manifest });
    else if (isClusterExternalSecret(value)) this.clusterExternalSecrets.push({ value, manifest });
    else if (isStore(value)) this.stores.push({ value, manifest });
    else this.generators.push({ value, manifest });
  }

  /** Only one of two objects of one name could be in the cluster. */
  #isDuplicate(manifest: Parsed): boolean {
    const { kind, name, namespace = "" } = manifest.ref;
    const identity = JSON.stringify([kind, kind.startsWith("Cluster") ? "" : namespace, name]);
    if (!this.#identities.has(identity)) {
      this.#identities.add(identity);
      return false;
    }
    this.diagnostics.push(
      errorAt(manifest, ["metadata", "name"], {
        code: "OBJECT_DUPLICATE",
        message: `Cannot tell which one is meant: ${kind} "${name}" is in the input twice`,
        hint: "Remove or rename one of them",
      }),
    );
    return true;
  }

  #tellDeprecation(manifest: Parsed): void {
    if (this.#toldDeprecation) return;
    this.#toldDeprecation = true;
    this.diagnostics.push(
      warningAt(manifest, ["apiVersion"], {
        code: "VERSION_DEPRECATED",
        message: 'Read "external-secrets.io/v1beta1" as "external-secrets.io/v1"',
        hint: "No current cluster serves v1beta1: presecret validate --fix FILE... rewrites it",
      }),
    );
  }
}

function isClusterExternalSecret(value: Admitted): value is ClusterExternalSecret {
  return value.kind === "ClusterExternalSecret";
}
