import type { GoString } from "../go/bytes.ts";
import type { Problem } from "../ground/diagnostic.ts";

/** A template without an action is its own result; one with an action is refused. */
export function literalTemplates(
  template: GoString,
): { readonly text: GoString } | { readonly problem: Problem } {
  if (!template.includes("{{")) return { text: template };
  return {
    problem: {
      code: "TEMPLATE_UNSUPPORTED",
      message: "Cannot render a template that contains an action",
      hint: "Fetch the keys as they are, or leave this ExternalSecret to the operator",
    },
  };
}
