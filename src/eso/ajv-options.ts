import type { Options } from "ajv";

/**
 * How ajv is set up, from source and for the product. Lengths are counted in UTF-16 units: what has a length
 * has a pattern of ASCII too, and the generated code needs nothing of ajv at run time.
 */
export const AJV_OPTIONS = {
  messages: false,
  inlineRefs: false,
  allowUnionTypes: true,
  strictTypes: false,
  unicode: false,
  logger: false,
} as const satisfies Options;
