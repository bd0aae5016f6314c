import type { Answer } from "../eso/read-request.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { generateFake } from "./fake.ts";

/** Generators of ESO that work without a network and give another result each time. */
const CHANGING = ["Password", "UUID", "SSHKey", "MFA"];

/** Runs a generator by its kind and spec (ESO: the generators' Generate). Each kind but Fake is refused. */
export function generate(kind: string, spec: unknown): Answer<SecretData> {
  if (kind === "Fake") return generateFake(spec);
  const reason = CHANGING.includes(kind)
    ? "its values would change with each render"
    : "it is not built in (built in: Fake)";
  return {
    kind: "failed",
    problem: {
      code: "GENERATOR_UNSUPPORTED",
      message: `Cannot run generator "${kind}": ${reason}`,
      hint: "Store the value in a provider and read it from there, use the Fake generator, or leave this ExternalSecret to the operator",
    },
  };
}
