import type { GoString } from "./bytes.ts";
import { isYamlBreak, isYamlPrintable, widthOf } from "./yaml-characters.ts";
import { resolvePlain } from "./yaml-scalar.ts";

export type YamlStyle = "plain" | "single" | "double" | "literal";

/** What go-yaml's emitter finds out about a text before it writes it (`yaml_emitter_analyze_scalar`). */
export interface ScalarAnalysis {
  readonly isMultiline: boolean;
  readonly allowsPlain: boolean;
  readonly allowsSingle: boolean;
  readonly allowsBlock: boolean;
}

/** What stands next to what in a text. */
interface Findings {
  hasIndicator: boolean;
  hasBreak: boolean;
  hasSpecial: boolean;
  beginsWithSpace: boolean;
  beginsWithBreak: boolean;
  endsWithSpace: boolean;
  endsWithBreak: boolean;
  hasBreakSpace: boolean;
  hasSpaceBreak: boolean;
}

const EMPTY: ScalarAnalysis = {
  isMultiline: false,
  allowsPlain: true,
  allowsSingle: true,
  allowsBlock: false,
};

/** Which styles a text outside of flow collections may have. */
export function analyzeScalar(text: GoString): ScalarAnalysis {
  if (text === "") return EMPTY;
  const found = findingsOf(text);
  const { beginsWithSpace, beginsWithBreak, endsWithSpace, endsWithBreak } = found;
  const hasBlankEdge = beginsWithSpace || beginsWithBreak || endsWithSpace || endsWithBreak;
  const isEscaped = found.hasSpaceBreak || found.hasSpecial;
  const allowsSingle = !found.hasBreakSpace && !isEscaped;
  return {
    isMultiline: found.hasBreak,
    allowsPlain: allowsSingle && !hasBlankEdge && !found.hasBreak && !found.hasIndicator,
    allowsSingle,
    allowsBlock: !found.endsWithSpace && !isEscaped,
  };
}

/** The style that go-yaml writes a string in, which is not part of a flow collection. */
export function styleOf(text: GoString, analysis: ScalarAnalysis, isSimpleKey: boolean): YamlStyle {
  const { allowsPlain, allowsSingle, allowsBlock, isMultiline } = analysis;
  if (text.includes("\n")) return allowsBlock && !isSimpleKey ? "literal" : "double";
  if (isSimpleKey && isMultiline) return "double";
  if (!readsAsString(text)) return "double";
  if (allowsPlain) return "plain";
  return allowsSingle ? "single" : "double";
}

/** Whether a text without quotes is a string to go-yaml, and to readers that know sexagesimal numbers. */
function readsAsString(text: GoString): boolean {
  return resolvePlain(text).kind === "str" && !SEXAGESIMAL.test(text);
}

const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

function findingsOf(text: GoString): Findings {
  const found: Findings = {
    hasIndicator: hasIndicator(text),
    hasBreak: false,
    hasSpecial: false,
    beginsWithSpace: text.startsWith(" "),
    beginsWithBreak: isYamlBreak(text, 0),
    endsWithSpace: text.endsWith(" "),
    endsWithBreak: false,
    hasBreakSpace: false,
    hasSpaceBreak: false,
  };
  if (PRINTABLE_ASCII.test(text)) return found;
  let previous: "space" | "break" | "other" = "other";
  for (let at = 0; at < text.length; at += widthOf(text, at)) {
    if (!isYamlPrintable(text, at)) found.hasSpecial = true;
    const kind = text[at] === " " ? "space" : isYamlBreak(text, at) ? "break" : "other";
    if (kind === "space" && previous === "break") found.hasBreakSpace = true;
    if (kind === "break") {
      found.hasBreak = true;
      if (previous === "space") found.hasSpaceBreak = true;
      found.endsWithBreak = at + widthOf(text, at) === text.length;
    }
    previous = kind;
  }
  return found;
}

const PRINTABLE_ASCII = /^[ -~]*$/;

/** Document marks, what begins another kind of node, `: ` and ` #`. */
function hasIndicator(text: GoString): boolean {
  return (
    /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[-?](?:[ \t]|$))/.test(text) ||
    /:(?:[ \t]|$)/.test(text) ||
    hasComment(text)
  );
}

/** Whether a `#` follows a space, a tab, NUL or what ends a line. */
function hasComment(text: GoString): boolean {
  for (let at = text.indexOf("#", 1); at > 0; at = text.indexOf("#", at + 1)) {
    if (/[ \t\0\r\n]/.test(text.charAt(at - 1))) return true;
    if (/(?:\xc2\x85|\xe2\x80[\xa8\xa9])$/.test(text.slice(Math.max(0, at - 3), at))) return true;
  }
  return false;
}
