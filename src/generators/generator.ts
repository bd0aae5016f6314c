import type { Answer } from "../eso/read-request.ts";
import { bytesOfGoString, toGoString } from "../go/bytes.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { Sensitive } from "../ground/sensitive.ts";

/** Runs a generator. Only Fake gives the same values at each render; the others are refused with the ways out. */
export function generate(kind: string, spec: unknown): Answer<SecretData> {
  if (kind === "Fake") return { kind: "value", value: fakeData(spec) };
  return {
    kind: "failed",
    problem: {
      code: "GENERATOR_UNSUPPORTED",
      message: `Cannot run generator "${kind}": its values would change with each render`,
      hint: "Store the value in a provider and read it from there, use the Fake generator, or leave this ExternalSecret to the operator",
    },
  };
}

/** ESO: generators/v1/fake. spec.data as it is. */
function fakeData(spec: unknown): SecretData {
  const data = typeof spec === "object" && spec !== null && "data" in spec ? spec.data : undefined;
  if (typeof data !== "object" || data === null) return new Map();
  return new Map(
    Object.entries(data).map(([key, value]) => [
      key,
      new Sensitive(bytesOfGoString(toGoString(String(value)))),
    ]),
  );
}
