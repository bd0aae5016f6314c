import { Ajv } from "ajv";

import { AJV_OPTIONS } from "./ajv-options.ts";
import type { Validator } from "./ajv-problems.ts";
import { toJsonSchema } from "./json-schema.ts";
import type { SchemaKey } from "./schema.ts";

const ajv = new Ajv(AJV_OPTIONS);

/** The validator of a schema, compiled at its first use. The product has this module's code from standaloneSource. */
export function validatorOf(key: SchemaKey): Validator {
  return ajv.getSchema(key) ?? ajv.compile(toJsonSchema(key));
}
