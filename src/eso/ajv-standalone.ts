import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";

import { AJV_OPTIONS } from "./ajv-options.ts";
import { toJsonSchema } from "./json-schema.ts";
import { SCHEMA_KEYS } from "./schema.ts";

/**
 * The source of an ES module that can stand for ajv-validators.ts: the same exports, without ajv and without code
 * that is made at run time.
 */
export function standaloneSource(): string {
  const ajv = new Ajv({ ...AJV_OPTIONS, code: { source: true, esm: true, lines: true } });
  const names: Record<string, string> = {};
  for (const key of SCHEMA_KEYS) {
    ajv.addSchema(toJsonSchema(key));
    names[nameOf(key)] = key;
  }
  const entries = SCHEMA_KEYS.map((key) => `  ${JSON.stringify(key)}: ${nameOf(key)},`);
  return `${standalone.default(ajv, names)}
const validators = {
${entries.join("\n")}
};
export function validatorOf(key) {
  return validators[key];
}
`;
}

function nameOf(key: string): string {
  return key.replace("/", "_");
}
