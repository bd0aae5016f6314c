import { isMap, parseAllDocuments } from "yaml";

import { isGeneratorKind } from "../../eso/generator-kinds.ts";
import type { Edit } from "./edits.ts";
import { applyEdits, columnOf, lineOf, removePiece, shiftLines } from "./edits.ts";
import type { Member, Span } from "./nodes.ts";
import { isFlow, memberOf, membersOf, objectsIn, spanOf, textOf, valueAt } from "./nodes.ts";

/** One rewriting: `auth.serviceAccount` on line 12 became `auth.jwt.serviceAccountRef`. */
export interface Fix {
  readonly line: number;
  readonly written: string;
  readonly right: string;
}

export interface FixedText {
  readonly text: string;
  readonly fixes: readonly Fix[];
}

interface Change extends Fix {
  readonly edits: readonly Edit[];
}

/**
 * Rewrites what External Secrets spells otherwise, and nothing else: every other byte stays, comments and layout
 * among them. What cannot be read as YAML stays as it is.
 */
export function fixText(text: string): FixedText {
  const documents = parseAllDocuments(text, {
    schema: "failsafe",
    uniqueKeys: false,
    logLevel: "silent",
    prettyErrors: false,
  });
  const readable = (Array.isArray(documents) ? documents : []).filter(({ errors }) => errors.length === 0);
  const changes = readable
    .flatMap(({ contents }) => objectsIn(contents))
    .flatMap((object) => [
      ...versionChange(text, object),
      ...authChange(text, object),
      ...generatorChange(text, object),
    ]);
  return {
    text: applyEdits(
      text,
      changes.flatMap(({ edits }) => edits),
    ),
    fixes: changes,
  };
}

const GROUP = "external-secrets.io";

function versionChange(text: string, object: unknown): Change[] {
  const version = valueAt(object, ["apiVersion"]);
  if (textOf(version) !== `${GROUP}/v1beta1`) return [];
  return replaced(text, spanOf(version), "v1beta1", "v1", {
    written: `${GROUP}/v1beta1`,
    right: `${GROUP}/v1`,
  });
}

/** `aws.auth.serviceAccount`, one level deeper as `aws.auth.jwt.serviceAccountRef`. */
function authChange(text: string, object: unknown): Change[] {
  const auth = valueAt(object, ["spec", "provider", "aws", "auth"]);
  const member = memberOf(auth, "serviceAccount");
  const value = spanOf(member?.value);
  if (member === undefined || value === undefined || !isMap(auth) || memberOf(auth, "jwt") !== undefined)
    return [];
  const { key } = member;
  const fix = {
    line: lineOf(text, key.start),
    written: "auth.serviceAccount",
    right: "auth.jwt.serviceAccountRef",
  };
  const quote = /^["']/.exec(text.slice(key.start))?.[0] ?? "";
  const [jwt, ref] = [`${quote}jwt${quote}`, `${quote}serviceAccountRef${quote}`];
  if (isFlow(auth)) {
    const edits = [
      { ...key, text: `${jwt}: {${ref}` },
      { start: value.end, end: value.end, text: "}" },
    ];
    return [{ ...fix, edits }];
  }
  const indent = columnOf(text, key.start);
  const step = stepOf(text, member.value, indent);
  const line = `${jwt}:${eolOf(text)}${" ".repeat(indent + step)}${ref}`;
  return [{ ...fix, edits: [{ ...key, text: line }, ...shiftLines(text, key.end, value.end, step)] }];
}

/** A SecretGenerator, which wraps a generator's kind and spec. */
function generatorChange(text: string, object: unknown): Change[] {
  const [version, kind] = [valueAt(object, ["apiVersion"]), valueAt(object, ["kind"])];
  if (textOf(version) !== `${GROUP}/v1alpha1` || textOf(kind) !== "SecretGenerator") return [];
  const outer = valueAt(object, ["spec"]);
  const inner = memberOf(outer, "kind");
  const name = textOf(inner?.value) ?? "";
  const unwrapped = membersOf(outer).length === 2 && isGeneratorKind(name) ? unwrap(text, outer) : undefined;
  if (unwrapped === undefined) return [];
  const right = `kind: ${name} of generators.${GROUP}/v1alpha1`;
  const fix = { line: lineOf(text, spanOf(kind)?.start ?? 0), written: "kind: SecretGenerator", right };
  const edits = [
    ...editsFor(text, spanOf(version), GROUP, `generators.${GROUP}`),
    ...editsFor(text, spanOf(kind), "SecretGenerator", name),
    ...unwrapped,
  ];
  return [{ ...fix, edits }];
}

/** Puts `spec.spec` in the place of `spec`; undefined where it is written in a way that this does not know. */
function unwrap(text: string, outer: unknown): Edit[] | undefined {
  const [kind, spec] = [memberOf(outer, "kind"), memberOf(outer, "spec")];
  const [whole, part] = [spanOf(outer), spanOf(spec?.value)];
  if (!isMap(outer) || kind === undefined || spec === undefined || whole === undefined || part === undefined)
    return undefined;
  if (isFlow(outer)) return [{ ...whole, text: text.slice(part.start, part.end) }];
  return isMap(spec.value) && !isFlow(spec.value) ? unwrapBlock(text, kind, spec, part) : undefined;
}

function unwrapBlock(text: string, kind: Member, spec: Member, part: Span): Edit[] | undefined {
  const kindEnd = spanOf(kind.value)?.end;
  const deeper = columnOf(text, part.start) - columnOf(text, spec.key.start);
  if (kindEnd === undefined || deeper <= 0) return undefined;
  const keyEnd = spec.key.end + (/^\s*:/.exec(text.slice(spec.key.end))?.[0].length ?? 0);
  return [
    removePiece(text, kind.key.start, kindEnd),
    removePiece(text, spec.key.start, keyEnd),
    ...shiftLines(text, keyEnd, part.end, -deeper),
  ];
}

/** How far the members of a value stand behind its key; two columns where they share its line. */
function stepOf(text: string, value: unknown, indent: number): number {
  const first = membersOf(value)[0]?.key.start;
  if (!isMap(value) || isFlow(value) || first === undefined) return 2;
  const step = columnOf(text, first) - indent;
  return step > 0 ? step : 2;
}

function replaced(
  text: string,
  span: Span | undefined,
  written: string,
  right: string,
  names: Omit<Fix, "line">,
): Change[] {
  const edits = editsFor(text, span, written, right);
  return edits.length === 0 ? [] : [{ ...names, line: lineOf(text, span?.start ?? 0), edits }];
}

/** Replaces a part of a scalar as it is written, quotes and all. */
function editsFor(text: string, span: Span | undefined, written: string, right: string): Edit[] {
  if (span === undefined) return [];
  const at = text.slice(span.start, span.end).indexOf(written);
  return at < 0 ? [] : [{ start: span.start + at, end: span.start + at + written.length, text: right }];
}

function eolOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
