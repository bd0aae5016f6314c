import type { RepeatedKey } from "../go/yaml-repeated.ts";
import { cutDiagnostics } from "../ground/cut-diagnostics.ts";
import type { Diagnostic, Located } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";

/**
 * What is to be told of the fields that an object has twice. Of two objects in one document everything is there twice:
 * that is an error, which says it once.
 */
export function repeatedFields(object: Located, keys: readonly RepeatedKey[]): readonly Diagnostic[] {
  const told = keys.map((key) => repeatedField(object, key));
  const mixed = told.find(({ severity }) => severity === "error");
  return mixed === undefined ? cutDiagnostics(object, told) : [mixed];
}

function repeatedField(object: Located, { path, distance }: RepeatedKey): Diagnostic {
  const where =
    distance === 0 ? "in the same line" : distance === 1 ? "one line above" : `${distance} lines above`;
  const code = "FIELD_REPEATED";
  const [name] = path;
  return path.length === 1 && (name === "apiVersion" || name === "kind")
    ? errorAt(object, path, {
        code,
        message: `Cannot tell two objects apart: another "${name}" stands ${where}`,
        hint: 'Put a line "---" between the objects',
      })
    : warningAt(object, path, {
        code,
        message: `The field is there twice, and only this one counts: the other one stands ${where}`,
        hint: "Remove one of the two, or make one list or map of both",
      });
}
