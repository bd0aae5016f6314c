import type { GoString } from "./bytes.ts";
import { decodeRune } from "./bytes.ts";
import { isDigit, isLetter } from "./unicode.ts";

/** A piece of a replacement template: text as it is, or the number or name of a group. */
type Piece = { readonly text: GoString } | { readonly group: number } | { readonly name: GoString };

/** A replacement template, taken apart once for all matches. */
export type ExpandTemplate = readonly Piece[];

/**
 * Reads the template of `Regexp.Expand`: `$1`, `$name`, `${name}` and `$$`. A name without braces is the longest run
 * of letters, digits and underscores, so that `$1x` is the group named `1x`; a `$` without a name stays.
 */
export function parseExpandTemplate(template: GoString): ExpandTemplate {
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const dollar = template.indexOf("$", from);
    if (dollar < 0) break;
    if (dollar > from) pieces.push({ text: template.slice(from, dollar) });
    const { piece, end } = referenceAt(template, dollar + 1);
    pieces.push(piece);
    from = end;
  }
  return from < template.length ? [...pieces, { text: template.slice(from) }] : pieces;
}

/** `Regexp.Expand`: the template with the groups of one match, whose offsets into `s` are in `match`. */
export function expand(
  template: ExpandTemplate,
  s: GoString,
  match: readonly number[],
  groupNames: readonly GoString[],
): GoString {
  let expanded = "";
  for (const piece of template) {
    if ("text" in piece) expanded += piece.text;
    else if ("group" in piece) expanded += groupText(s, match, piece.group);
    else expanded += groupText(s, match, namedGroup(match, groupNames, piece.name));
  }
  return expanded;
}

function groupText(s: GoString, match: readonly number[], group: number): GoString {
  const start = match[2 * group] ?? -1;
  return start < 0 ? "" : s.slice(start, match[2 * group + 1]);
}

/** The first group of that name that took part in the match, else -1. */
function namedGroup(match: readonly number[], groupNames: readonly GoString[], name: GoString): number {
  return groupNames.findIndex((groupName, group) => groupName === name && (match[2 * group] ?? -1) >= 0);
}

/** What stands behind a `$`. */
function referenceAt(template: GoString, at: number): { readonly piece: Piece; readonly end: number } {
  if (template.charAt(at) === "$") return { piece: { text: "$" }, end: at + 1 };
  const hasBrace = template.charAt(at) === "{";
  const start = hasBrace ? at + 1 : at;
  const end = endOfName(template, start);
  const isWellFormed = end > start && (!hasBrace || template.charAt(end) === "}");
  if (!isWellFormed) return { piece: { text: "$" }, end: at };
  const name = template.slice(start, end);
  const piece = /^(?:0|[1-9][0-9]{0,8})$/.test(name) ? { group: Number(name) } : { name };
  return { piece, end: hasBrace ? end + 1 : end };
}

function endOfName(template: GoString, from: number): number {
  let at = from;
  while (at < template.length) {
    const { rune, size } = decodeRune(template, at);
    if (rune !== UNDERSCORE && !isLetter(rune) && !isDigit(rune)) break;
    at += size;
  }
  return at;
}

const UNDERSCORE = 0x5f;
