import type { ConversionStrategy } from "../eso/external-secret.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { convertKeys } from "../providers/convert-key.ts";
import { keyCollision } from "../providers/key-collision.ts";
import type { Entries } from "./entries.ts";
import { areNames } from "./entries.ts";
import { StepError } from "./step-error.ts";

/** Keys by their conversionStrategy (ESO: ConvertKeys). Throws StepError where two become the same. */
export function convert(
  entries: Entries,
  strategy: ConversionStrategy | undefined,
  path: FieldPath,
): Entries {
  const result = convertKeys(strategy, entries);
  if ("converted" in result) return result.converted;
  const { first, second } = result.collision;
  const problem = keyCollision(result.collision);
  const reason = areNames([first, second]) ? problem.message : "two of them become one";
  throw new StepError(path, { ...problem, message: `Cannot convert keys: ${reason}` });
}
