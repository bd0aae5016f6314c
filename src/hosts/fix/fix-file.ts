import { isDeepStrictEqual } from "node:util";

import type { UncheckedObject } from "../../eso/unchecked-object.ts";
import { objectOf } from "../../eso/unchecked-object.ts";
import { readSpellings } from "../../eso/spellings.ts";
import { decodeUtf8 } from "../../ground/decode-utf8.ts";
import type { Diagnostic } from "../../ground/diagnostic.ts";
import { RenderError } from "../../ground/diagnostic.ts";
import { readManifests } from "../../manifest/read.ts";
import { recogniseStream } from "../../manifest/recognise.ts";
import type { Input } from "../source.ts";
import { fixText } from "./fix-text.ts";

/** A file after its fixes. */
export interface FixedFile {
  /** Undefined where nothing is to be written. */
  readonly bytes: Uint8Array | undefined;
  /** An info line for each fix. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Rewrites the spellings of one file. The result is read again: where it does not say what presecret took the file
 * for, the file stays as it is.
 */
export function fixFile({ path, bytes }: Input): FixedFile {
  const untouched = { bytes: undefined, diagnostics: [] };
  const text = decodeUtf8(bytes, { ignoreBOM: true });
  if (text === undefined) return untouched;
  const fixed = fixText(text);
  if (fixed.fixes.length === 0) return untouched;
  const written = new TextEncoder().encode(fixed.text);
  const meant = objectsOf({ path, bytes })?.map(rightly);
  if (meant === undefined || !isDeepStrictEqual(objectsOf({ path, bytes: written }), meant)) {
    return { bytes: undefined, diagnostics: [notFixed(path)] };
  }
  const diagnostics = fixed.fixes.map(({ line, written: wrong, right }): Diagnostic => ({
    code: "SPELLING_FIXED",
    severity: "info",
    message: `Rewrote "${wrong}" as "${right}"`,
    file: { path, line },
  }));
  return { bytes: written, diagnostics };
}

/** Every object of a file that is read; undefined where one of them cannot be. */
function objectsOf(input: Input): UncheckedObject[] | undefined {
  try {
    const { inputs, diagnostics } = readManifests(recogniseStream([input]).inputs);
    if (diagnostics.length > 0) return undefined;
    const manifests = inputs.flatMap((read) => read.manifests);
    return manifests.flatMap((manifest) => (manifest.kind === "parsed" ? [manifest.object] : []));
  } catch (error) {
    if (error instanceof RenderError) return undefined;
    throw error;
  }
}

/** An object as External Secrets spells it, in the version that it serves. */
function rightly(object: UncheckedObject): UncheckedObject {
  const right = readSpellings(object).object;
  if (right["apiVersion"] !== "external-secrets.io/v1beta1") return right;
  return objectOf([...Object.entries(right), ["apiVersion", "external-secrets.io/v1"]]);
}

function notFixed(path: string): Diagnostic {
  return {
    code: "SPELLING_ACCEPTED",
    severity: "error",
    message: "Cannot rewrite this file without changing more than its spelling: it is left as it is",
    hint: "Rewrite it by hand, as the problems of validate say",
    file: { path },
  };
}
