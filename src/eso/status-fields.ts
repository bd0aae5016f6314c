import { any, list, object } from "./field.ts";

/** ESO: the conditions in the status of each kind. */
export const statusConditions = list(
  object(
    { type: any(), status: any(), reason: any(), message: any(), lastTransitionTime: any() },
    { untyped: true },
  ),
  { untyped: true },
);
