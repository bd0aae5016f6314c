import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";

/**
 * Who would find a problem, in the order in which they look. A problem of one stage hides all of later ones:
 * `names` (strict decoding), `schema` (types, patterns, counts), `rules` (CEL), `decoding` (the operator, in Go).
 */
export type Stage = "names" | "schema" | "rules" | "decoding";

/** A problem of an object, its place in it, and who would find it. */
export interface Finding {
  readonly stage: Stage;
  readonly path: FieldPath;
  readonly problem: Problem;
}
