import { texts } from "./common-fields.ts";
import type { Field, Members, ObjectField } from "./field.ts";
import { object, oneOf, required, text } from "./field.ts";
import { GENERATOR_SPECS, isGeneratorKind } from "./generator-kinds.ts";
import { metadata } from "./object-meta.ts";

/** A generator of the given kind (`generators.external-secrets.io/v1alpha1`), from apiVersion to spec. */
export function generator(kind: string): ObjectField {
  return object({
    apiVersion: required(text()),
    kind: required(text()),
    metadata: required(metadata),
    spec: kind === "ClusterGenerator" ? clusterGeneratorSpec() : generatorSpec(kind),
  });
}

/** Fake's spec; of the others only the kind is known here, so any object is accepted. */
function generatorSpec(kind: string): ObjectField {
  return kind === "Fake" ? object({ controller: text(), data: texts }) : object({}, { open: true });
}

function clusterGeneratorSpec(): ObjectField {
  const specs: Record<string, Field> = {};
  for (const [kind, member] of Object.entries(GENERATOR_SPECS)) specs[member] = generatorSpec(kind);
  const members: Members = specs;
  return object({
    kind: required(oneOf(...Object.keys(GENERATOR_SPECS).filter(isGeneratorKind))),
    generator: required(object(members, { minMembers: 1, maxMembers: 1 })),
  });
}
