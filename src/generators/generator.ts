import type { Answer } from "../eso/read-request.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { generateFake } from "./fake.ts";

/** Runs a generator by its kind and spec (ESO: the generators' Generate): one that is built in, as the plan has seen to. */
export function generate(kind: string, spec: unknown): Answer<SecretData> {
  if (kind === "Fake") return generateFake(spec);
  throw new TypeError("A generator that is not built in was planned");
}
