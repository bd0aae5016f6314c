import type { GeneratorRef } from "../eso/external-secret.ts";
import { specMemberOf } from "../eso/generator-kinds.ts";
import type { Generator } from "../eso/generator.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { nearestName } from "../ground/nearest.ts";
import type { Parsed } from "../manifest/manifest.ts";
import type { EsoObject } from "./eso-objects.ts";

const GROUP = "generators.external-secrets.io";

/** A generator ready to run: its kind and spec, a ClusterGenerator already taken out of its wrapping. */
export interface ResolvedGenerator {
  readonly generatorKind: string;
  readonly spec: unknown;
}

/** The generators that ExternalSecrets may refer to. */
export class Generators {
  readonly #generators = new Map<string, Generator>();
  readonly #refused = new Set<string>();
  readonly #lookupNamespace: string;

  constructor(objects: readonly EsoObject<Generator>[], refused: readonly Parsed[], lookupNamespace: string) {
    this.#lookupNamespace = lookupNamespace;
    for (const { value } of objects) {
      this.#generators.set(this.#keyOf(value.kind, value.metadata.namespace, value.metadata.name), value);
    }
    for (const { ref } of refused) this.#refused.add(this.#keyOf(ref.kind, ref.namespace, ref.name));
  }

  /** The generator that `ref` names, as seen from `namespace`; undefined where there is none. */
  find(ref: GeneratorRef, namespace: string): Generator | undefined {
    if (ref.apiVersion !== `${GROUP}/v1alpha1`) return undefined;
    return this.#generators.get(this.#keyOf(ref.kind, namespace, ref.name));
  }

  /** ESO: resolvers.GeneratorRef. */
  resolve(
    ref: GeneratorRef,
    namespace: string,
  ): ResolvedGenerator | { problem: Problem } | { reported: true } {
    const generator = this.find(ref, namespace);
    if (generator === undefined) {
      return this.#refused.has(this.#keyOf(ref.kind, namespace, ref.name))
        ? { reported: true }
        : { problem: this.#notFound(ref, namespace) };
    }
    return generator.kind === "ClusterGenerator"
      ? unwrap(generator)
      : { generatorKind: generator.kind, spec: generator.spec };
  }

  #notFound(ref: GeneratorRef, namespace: string): Problem {
    if (ref.apiVersion !== `${GROUP}/v1alpha1`) {
      return {
        code: "GENERATOR_NOT_FOUND",
        message: `Cannot use "${ref.apiVersion}" in a generatorRef: generators are of "${GROUP}/v1alpha1"`,
        hint: `Set apiVersion to "${GROUP}/v1alpha1"`,
      };
    }
    const place = ref.kind === "ClusterGenerator" ? "" : ` in namespace "${namespace}"`;
    const nearest = nearestName(
      ref.name,
      [...this.#generators.values()]
        .filter(({ kind }) => kind === ref.kind)
        .map(({ metadata }) => metadata.name),
    );
    return {
      code: "GENERATOR_NOT_FOUND",
      message: `Cannot find ${ref.kind} "${ref.name}"${place}`,
      hint:
        nearest === undefined
          ? `Add the ${ref.kind} to the input, or pass the directory that holds it with --stores`
          : `The nearest name is "${nearest}"`,
    };
  }

  #keyOf(kind: string, namespace: string | undefined, name: string): string {
    const place = kind === "ClusterGenerator" ? "" : (namespace ?? this.#lookupNamespace);
    return JSON.stringify([kind, place, name]);
  }
}

/** ESO: clusterGeneratorToVirtual. `spec.generator` holds the spec under the name of the kind. */
function unwrap(generator: Generator): ResolvedGenerator | { problem: Problem } {
  const { kind, generator: specs } = clusterGeneratorSpec(generator);
  const member = specMemberOf(kind);
  const spec = specs[member];
  if (spec !== undefined) return { generatorKind: kind, spec };
  return {
    problem: {
      code: "GENERATOR_FAILED",
      message: `Cannot use ClusterGenerator "${generator.metadata.name}": its kind is "${kind}", but spec.generator.${member} is not set`,
      hint: `Set spec.generator.${member}, or spec.kind to the kind whose spec is there`,
    },
  };
}

interface ClusterGeneratorSpec {
  readonly kind: string;
  readonly generator: Readonly<Record<string, unknown>>;
}

function clusterGeneratorSpec(generator: Generator): ClusterGeneratorSpec {
  const { kind = "", generator: specs = {} } = generator.spec as Partial<ClusterGeneratorSpec>;
  return { kind, generator: specs };
}
