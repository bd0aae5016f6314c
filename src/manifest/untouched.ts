import type { Diagnostic } from "../ground/diagnostic.ts";
import type { Recognition } from "./recognise.ts";
import type { OutputPart } from "./write.ts";

/** The parts of one input's output, in order. */
export interface RenderedInput {
  readonly path: string;
  readonly parts: readonly OutputPart[];
}

/** The inputs as they are, where none of their documents has to be read; undefined where one has. */
export function untouchedInputs({ inputs }: Recognition): RenderedInput[] | undefined {
  const isUntouched = inputs.every(({ documents }) => documents.every(({ kind }) => kind === "opaque"));
  if (!isUntouched) return undefined;
  return inputs.map(({ path, documents }) => ({
    path,
    parts: documents.map(({ text }) => ({ kind: "keep", text })),
  }));
}

/** An error where the inputs hold no object at all and may not: the step before most likely failed. */
export function emptyInput({ inputs }: Recognition, allowEmpty: boolean): Diagnostic[] {
  const holdsObject = inputs.some(({ documents }) =>
    documents.some(
      (document) =>
        document.kind === "unread" || document.hint !== undefined || document.documents !== undefined,
    ),
  );
  if (holdsObject || allowEmpty) return [];
  return [
    {
      code: "INPUT_EMPTY",
      severity: "error",
      message: "Cannot render an input without any object",
      hint: "Look at the step before, which gave nothing; pass --allow-empty if it is meant",
    },
  ];
}
