import type { Problem } from "../ground/diagnostic.ts";

/**
 * What a provider says about a remoteRef, said of `dataFrom[].extract`: the fields are the same ones (ESO:
 * ExternalSecretDataRemoteRef), and hints name them in full, as `remoteRef.key`.
 */
export function aboutExtract(problem: Problem): Problem {
  if (problem.hint === undefined) return problem;
  return {
    ...problem,
    hint: problem.hint.replace(/\bremoteRef(?=\.(?:key|property|version)\b)/g, "extract"),
  };
}
