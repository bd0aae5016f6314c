import type { Problem } from "../ground/diagnostic.ts";

/** The kinds of generators that can be run. */
const BUILT_IN = ["Fake"];

/** Generators of ESO that work without a network and give another result each time. */
const CHANGING = ["Password", "UUID", "SSHKey", "MFA"];

/** Why a generator cannot be run; undefined where its kind is built in. */
export function unsupportedGenerator(kind: string): Problem | undefined {
  if (BUILT_IN.includes(kind)) return undefined;
  const reason = CHANGING.includes(kind)
    ? "its values would change with each render"
    : `it is not built in (built in: ${BUILT_IN.join(", ")})`;
  return {
    code: "GENERATOR_UNSUPPORTED",
    message: `Cannot run generator "${kind}": ${reason}`,
    hint: "Store the value in a provider and read it from there, use the Fake generator, or leave this ExternalSecret to the operator",
  };
}
