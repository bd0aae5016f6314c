import { diagnosticsOf, hasErrors } from "../ground/diagnostic.ts";
import type { Input } from "../manifest/recognise.ts";
import { recogniseStream } from "../manifest/recognise.ts";
import { emptyInput, untouchedInputs } from "../manifest/untouched.ts";
import type { Rendered, RenderOptions } from "../render.ts";

/**
 * Renders inputs: every ExternalSecret becomes its Secret, everything else stays. The pipeline is loaded where there
 * is something to read, since most streams hold nothing of External Secrets. Throws only for bugs.
 */
export async function renderInputs(inputs: readonly Input[], options: RenderOptions): Promise<Rendered> {
  try {
    const recognition = recogniseStream(inputs);
    const untouched = options.redact ? undefined : untouchedInputs(recognition);
    if (untouched === undefined) {
      const { render } = await import("../render.ts");
      return await render(recognition, options);
    }
    const diagnostics = [...recognition.diagnostics, ...emptyInput(recognition, options.allowEmpty)];
    return { outputs: hasErrors(diagnostics) ? [] : untouched, diagnostics };
  } catch (error) {
    return { outputs: [], diagnostics: diagnosticsOf(error) };
  }
}
