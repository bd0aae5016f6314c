import type { GoString } from "../go/bytes.ts";
import { decodeRune } from "../go/bytes.ts";
import type { Evaluation } from "./gjson-evaluation.ts";

/** How often a pattern may branch, for each byte of the text: beyond that gjson gives up and says no. */
const MAX_BRANCHES = 10_000;

/**
 * Whether a text fits a pattern as a whole: `*` stands for anything, `?` for one character, a backslash makes what
 * follows plain (tidwall/match, MatchLimit).
 */
export function matchesPattern(text: GoString, pattern: GoString, evaluation: Evaluation): boolean {
  if (pattern === "*") return true;
  return new Matcher(text, pattern, evaluation).matches(0, text.length, 0, pattern.length) === "yes";
}

type Outcome = "yes" | "no" | "stopped";

class Matcher {
  readonly #text: GoString;
  readonly #pattern: GoString;
  readonly #evaluation: Evaluation;
  #branches = 0;

  constructor(text: GoString, pattern: GoString, evaluation: Evaluation) {
    this.#text = text;
    this.#pattern = pattern;
    this.#evaluation = evaluation;
  }

  /** Matches a part of the text with a part of the pattern, both as offsets. */
  matches(textStart: number, textEnd: number, patternStart: number, patternEnd: number): Outcome {
    if (this.#branches > this.#text.length * MAX_BRANCHES) return "stopped";
    this.#branches++;
    let text = textStart;
    let pattern = patternStart;
    while (pattern < patternEnd) {
      this.#evaluation.spend(1);
      const { size } = this.#rune(this.#text, text, textEnd);
      const wanted = this.#rune(this.#pattern, pattern, patternEnd);
      if (wanted.rune === STAR) return this.#matchStar(text, textEnd, pattern, patternEnd);
      if (size === 0) return "no";
      if (wanted.rune === QUESTION_MARK) pattern += wanted.size;
      else {
        const plainAt = wanted.rune === BACKSLASH ? pattern + 1 : pattern;
        const plain = this.#rune(this.#pattern, plainAt, patternEnd);
        if (plain.size === 0 || plain.rune !== this.#rune(this.#text, text, textEnd).rune) return "no";
        pattern = plainAt + plain.size;
      }
      text += size;
    }
    return text === textEnd ? "yes" : "no";
  }

  /** Tries the rest of the pattern from each character of the text on. */
  #matchStar(textStart: number, textEnd: number, patternStart: number, patternEnd: number): Outcome {
    let text = textStart;
    let pattern = patternStart;
    let ends: Ends = { text: textEnd, pattern: patternEnd };
    for (;;) {
      while (pattern + 1 < ends.pattern && this.#pattern.charCodeAt(pattern + 1) === STAR) pattern++;
      if (pattern + 1 === ends.pattern) return "yes";
      const trimmed = this.#trimEnds(text, pattern, ends);
      if (trimmed === undefined) return "no";
      ends = trimmed;
      if (pattern + 1 === ends.pattern) return "yes";
      const [after, { text: end, pattern: last }] = [pattern + 1, ends];
      const outcome = this.#evaluation.nested(() => this.matches(text, end, after, last));
      if (outcome !== "no") return outcome;
      const { size } = this.#rune(this.#text, text, ends.text);
      if (size === 0) return "no";
      text += size;
    }
  }

  /** Takes characters that must be equal off both ends; undefined where they are not equal. */
  #trimEnds(textStart: number, patternStart: number, ends: Ends): Ends | undefined {
    let { text, pattern } = ends;
    while (text > textStart && pattern > patternStart + 1) {
      this.#evaluation.spend(1);
      const wanted = lastRune(this.#pattern, patternStart, pattern);
      const backslashes = this.#backslashesBefore(pattern - wanted.size);
      const escaped = backslashes % 2 === 1;
      if (wanted.rune === STAR && !escaped) break;
      const actual = lastRune(this.#text, textStart, text);
      const fits = (wanted.rune === QUESTION_MARK && !escaped) || wanted.rune === actual.rune;
      if (!fits) return undefined;
      text -= actual.size;
      pattern -= wanted.size + (escaped ? 1 : 0);
    }
    return { text, pattern };
  }

  #backslashesBefore(end: number): number {
    let at = end;
    while (this.#pattern.charCodeAt(at - 1) === BACKSLASH) at--;
    this.#evaluation.spend(end - at);
    return end - at;
  }

  #rune(s: GoString, at: number, end: number): Rune {
    if (at >= end) return { rune: -1, size: 0 };
    return end === s.length || end - at >= 4 ? decodeRune(s, at) : decodeRune(s.slice(at, end), 0);
  }
}

interface Ends {
  readonly text: number;
  readonly pattern: number;
}

interface Rune {
  readonly rune: number;
  readonly size: number;
}

const STAR = 0x2a;
const QUESTION_MARK = 0x3f;
const BACKSLASH = 0x5c;

/** `utf8.DecodeLastRuneInString` of a part of a text that is not empty. */
function lastRune(s: GoString, start: number, end: number): Rune {
  for (let at = end - 1; at >= start && at >= end - 4; at--) {
    const { rune, size, valid } = decodeRune(s, at);
    if (valid && at + size === end) return { rune, size };
    if ((s.charCodeAt(at) & 0xc0) !== 0x80) break;
  }
  return { rune: 0xfffd, size: 1 };
}
