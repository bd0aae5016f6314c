import type { ExternalSecretSpec, RemoteRef } from "../eso/external-secret.ts";
import { placeholderHint, plainPlaceholder } from "../eso/placeholder.ts";
import type { Diagnostic, Located } from "../ground/diagnostic.ts";
import { warningAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { visible } from "../ground/visible.ts";

const FIELDS = ["key", "property"] as const;

/**
 * Warnings for keys and properties that still hold a placeholder. External Secrets fills in nothing there, so that a
 * store is asked for the text as it stands; it may have a secret of that name.
 */
export function unfilledRefs(
  { data = [], dataFrom = [] }: Pick<ExternalSecretSpec, "data" | "dataFrom">,
  located: Located,
): Diagnostic[] {
  return [
    ...dataFrom.flatMap(({ extract }, index) =>
      extract === undefined ? [] : unfilled(extract, ["spec", "dataFrom", index, "extract"], located),
    ),
    ...data.flatMap(({ remoteRef }, index) =>
      unfilled(remoteRef, ["spec", "data", index, "remoteRef"], located),
    ),
  ];
}

function unfilled(ref: RemoteRef, path: FieldPath, located: Located): Diagnostic[] {
  return FIELDS.flatMap((field) => {
    const text = ref[field] ?? "";
    const placeholder = plainPlaceholder(text);
    if (placeholder === undefined) return [];
    const hint = placeholderHint(text);
    return [
      warningAt(located, [...path, field], {
        code: "SUSPICIOUS",
        message: `The store is asked for ${field} "${visible(text)}" as it stands, with ${placeholder} in it`,
        ...(hint === undefined ? {} : { hint }),
      }),
    ];
  });
}
