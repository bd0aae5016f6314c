import type { GoString } from "../go/bytes.ts";
import { toGoString } from "../go/bytes.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { Entries } from "./entries.ts";
import { renameKeys } from "./rename-keys.ts";
import type { Transform } from "./rewrite.ts";
import { StepError } from "./step-error.ts";

/** All entries under the keys that a template makes of theirs (ESO: RewriteTransform). Throws StepError. */
export function rewriteTransform(
  entries: Entries,
  source: string,
  path: FieldPath,
  transform: Transform,
): Entries {
  const template = toGoString(source);
  const templatePath = [...path, "template"];
  checkSyntax(template, templatePath, transform);
  return renameKeys(entries, path, (key) => {
    const result = transform(template, key);
    if ("problem" in result) throw new StepError(templatePath, result.problem);
    return result.text;
  });
}

/** ESO parses the template even where there is no key to run it over. */
function checkSyntax(template: GoString, path: FieldPath, transform: Transform): void {
  const result = transform(template, "");
  if (!("problem" in result)) return;
  if (result.problem.code === "TEMPLATE_SYNTAX") throw new StepError(path, result.problem);
}
