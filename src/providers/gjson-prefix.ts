import type { GoString } from "../go/bytes.ts";
import { fromGoString } from "../go/bytes.ts";
import type { Evaluation } from "./gjson-evaluation.ts";
import { modifierOf } from "./gjson-modifiers.ts";
import { endOfFirst, endOfGroup } from "./gjson-scan.ts";

/** What the modifier or literal in front of a path makes of a text, and the path behind it. */
export interface Prefixed {
  readonly json: GoString;
  readonly rest: GoString;
}

/** Runs the modifier that a path begins with (gjson's execModifier); undefined where there is none of that name. */
export function runModifier(json: GoString, path: GoString, evaluation: Evaluation): Prefixed | undefined {
  const nameEnd = endOfName(path, /[:|.]/);
  const modifier = modifierOf(path.slice(1, nameEnd));
  if (modifier === undefined) return undefined;
  evaluation.spend(json.length);
  const argumentAt = path[nameEnd] === ":" ? nameEnd + 1 : nameEnd;
  const behind = path.slice(argumentAt);
  const size = argumentAt > nameEnd ? argumentSize(behind) : 0;
  return { json: modifier(json, behind.slice(0, size), evaluation), rest: behind.slice(size) };
}

/** An argument is JSON, or what stands before the next pipe that is not in brackets. */
function argumentSize(text: GoString): number {
  if (/^[{["]/.test(text)) return endOfFirst(text);
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "|") return at;
    if (/[{["(]/.test(text.charAt(at))) at += endOfFirst(text.slice(at)) - 1;
  }
  return text.length;
}

const LITERALS = ["true", "false", "null", "nan", "inf"];

/** Reads the literal that a path begins with, `!` and JSON (gjson's execStatic); undefined where there is none. */
export function readLiteral(path: GoString): Prefixed | undefined {
  if (/^![{["+\-0-9]/.test(path)) {
    const end = endOfGroup(path, 1);
    return { json: path.slice(1, end), rest: path.slice(end) };
  }
  const end = endOfName(path, /[|.]/);
  const name = path.slice(1, end);
  const isLiteral = LITERALS.includes(fromGoString(name).replaceAll("İ", "i").toLowerCase());
  return isLiteral ? { json: name, rest: path.slice(end) } : undefined;
}

function endOfName(path: GoString, stop: RegExp): number {
  const size = stop.exec(path.slice(1))?.index;
  return size === undefined ? path.length : size + 1;
}
