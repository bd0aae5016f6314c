import type { Diagnostic } from "../ground/diagnostic.ts";
import type { JsonValue } from "../ground/json-value.ts";
import { documentHint } from "./document-hint.ts";
import type { Source } from "./manifest.ts";

/**
 * An error for a document that cannot be read. `index` counts from 0, as Kubernetes' tools have it; people count
 * documents and items from 1.
 */
export function invalidDocument(
  { path, index, line }: Source,
  reason: string,
  value?: JsonValue,
): Diagnostic {
  return {
    code: "DOCUMENT_INVALID",
    severity: "error",
    message: `Cannot read document ${index + 1}: ${reason}`,
    file: { path, index, line },
    hint: documentHint(path, value),
  };
}
