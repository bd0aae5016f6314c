import { type GoString, fromGoString } from "../go/bytes.ts";

/**
 * `syntax`: it cannot be parsed. `exec`: it fails when run. `limit`: it would pass a bound. `nondeterministic`: it
 * needs randomness or the clock, and no seed was given.
 */
export type TemplateErrorKind = "syntax" | "exec" | "limit" | "nondeterministic";

/** What a TemplateError says beside where. */
export interface TemplateFault {
  readonly kind: TemplateErrorKind;
  /** What is wrong: a clause in lower case that holds no value, only names and literals of the template, cut. */
  readonly what: string;
  /** The function that failed. */
  readonly functionName?: string;
  /** What the function does not take. */
  readonly refused?: Refused | undefined;
  readonly misspelt?: Misspelt;
}

/** What a function refuses before it runs: too few or too many arguments, or one that is no dict where it takes one. */
export type Refused = "too few" | "too many" | "no dict";

/** A name that does not exist, and those that do and may be told. `member`: what a text would have, were it JSON. */
export interface Misspelt {
  readonly what: "key" | "member" | "field" | "function" | "variable" | "template";
  readonly name: string;
  readonly known: readonly string[];
}

/** Where in a template's source, 1-based; the column counts bytes. */
export interface TemplatePosition {
  readonly line: number;
  readonly column: number;
}

/** Why a template could not be parsed or rendered. Its texts never hold a value that the template was given. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly kind: TemplateErrorKind;
  /** Name of the template that was rendered, not of one that it defines. */
  readonly templateName: string;
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly functionName: string | undefined;
  readonly refused: Refused | undefined;
  readonly misspelt: Misspelt | undefined;

  constructor(templateName: GoString, { line, column }: TemplatePosition, fault: TemplateFault) {
    const shownName = excerpt(templateName);
    super(`template "${shownName}", line ${line}, column ${column}: ${fault.what}`);
    this.kind = fault.kind;
    this.templateName = shownName;
    this.line = line;
    this.column = column;
    this.what = fault.what;
    this.functionName = fault.functionName;
    this.refused = fault.refused;
    this.misspelt = fault.misspelt;
  }
}

/** Line and column of a byte offset in a template's source. */
export function positionAt(text: GoString, offset: number): TemplatePosition {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0 && end < offset; end = text.indexOf("\n", start)) {
    line++;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

const MAX_EXCERPT = 40;

// eslint-disable-next-line no-control-regex -- control characters must not reach a terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A piece of a template's source for a message: text of at most 40 characters on one line. */
export function excerpt(source: GoString): string {
  const text = fromGoString(source.slice(0, 4 * MAX_EXCERPT)).replace(CONTROL, " ");
  const characters = [...text];
  if (characters.length <= MAX_EXCERPT && source.length <= 4 * MAX_EXCERPT) return text;
  return `${characters.slice(0, MAX_EXCERPT - 1).join("")}…`;
}
