import type { RE2JS } from "re2js";

import type { GoString } from "./bytes.ts";
import { fromGoString, isValidUtf8 } from "./bytes.ts";
import { expand, parseExpandTemplate } from "./regexp-expand.ts";
import { regexpEngine } from "./regexp-engine.ts";
import { RegexpError, regexpErrorOf } from "./regexp-error.ts";
import type { ChargeMatching } from "./regexp-meter.ts";
import { MeteredText } from "./regexp-meter.ts";
import type { GroupNames } from "./regexp-source.ts";
import { toEngineSource } from "./regexp-source.ts";
import { byteOffset, matchTextOf } from "./regexp-text.ts";

export { RegexpError };

/**
 * `regexp.Compile`: a Go (RE2) expression. Throws RegexpError where Go has an error; its message does not hold the
 * expression.
 */
export function compileRegexp(source: GoString): Regexp {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const regexp = compile(source);
  const oldest = compiled.size < MOST_COMPILED ? undefined : compiled.keys().next().value;
  if (oldest !== undefined) compiled.delete(oldest);
  compiled.set(source, regexp);
  return regexp;
}

/** `regexp.QuoteMeta`: an expression that matches exactly this text. */
export function quoteMeta(s: GoString): GoString {
  return s.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

/**
 * `regexp.Regexp`: leftmost first. All strings are bytes and all indices byte offsets; a byte that is not valid UTF-8
 * matches as U+FFFD does. An empty match right behind a match is none. One match takes linear time, all matches of an
 * expression such as `.*y|x` quadratic time: `charge` is told of each match, and of what goes beyond a pass over the input.
 */
export class Regexp {
  /** The expression as it was given: Go's `String`. */
  readonly source: GoString;
  /** Go's `SubexpNames`: the names of the groups by number, "" for those without; the first is "". */
  readonly groupNames: GroupNames;
  readonly #engine: RE2JS;

  /** For compileRegexp(): the engine's program, and the names that it does not know. */
  constructor(source: GoString, engine: RE2JS, groupNames: GroupNames) {
    this.source = source;
    this.#engine = engine;
    const unnamed = Array.from({ length: engine.groupCount() + 1 }, () => "");
    this.groupNames = groupNames.length > 0 ? groupNames : unnamed;
  }

  /** How many instructions the program has: matching takes so many steps for each byte, at most. */
  get programSize(): number {
    return this.#engine.programSize();
  }

  /** `MatchString`: whether the expression matches anywhere. */
  match(s: GoString): boolean {
    return this.#engine.test(fromGoString(s));
  }

  /** `FindString`: the text of the first match; Go gives "" where this gives undefined. */
  find(s: GoString, charge?: ChargeMatching): GoString | undefined {
    const match = this.findIndex(s, charge);
    return match && s.slice(match[0], match[1]);
  }

  /** `FindStringIndex`: start and end of the first match. */
  findIndex(s: GoString, charge?: ChargeMatching): number[] | undefined {
    return this.#matches(s, 1, 0, charge)[0];
  }

  /** `FindStringSubmatchIndex`: start and end of the first match and of each group, -1 for a group without part. */
  findSubmatchIndex(s: GoString, charge?: ChargeMatching): number[] | undefined {
    return this.#matches(s, 1, this.groupNames.length - 1, charge)[0];
  }

  /** `FindAllString`: the texts of the first `n` matches, of all if `n` is negative. */
  findAll(s: GoString, n: number, charge?: ChargeMatching): GoString[] {
    return this.#matches(s, n, 0, charge).map(([start, end]) => s.slice(start, end));
  }

  /** `FindAllStringSubmatchIndex`: as findSubmatchIndex(), for the first `n` matches or all. */
  findAllSubmatchIndex(s: GoString, n: number, charge?: ChargeMatching): number[][] {
    return this.#matches(s, n, this.groupNames.length - 1, charge);
  }

  /** `ReplaceAllString`: every match replaced by the template, in which `$1`, `$name` and `${name}` are groups. */
  replaceAll(s: GoString, template: GoString, charge?: ChargeMatching): GoString {
    if (!template.includes("$")) return this.replaceAllLiteral(s, template, charge);
    const pieces = parseExpandTemplate(template);
    const matches = this.#matches(s, -1, this.groupNames.length - 1, charge);
    return replaceMatches(s, matches, (match) => expand(pieces, s, match, this.groupNames));
  }

  /** `ReplaceAllLiteralString`: every match replaced by the text as it is. */
  replaceAllLiteral(s: GoString, text: GoString, charge?: ChargeMatching): GoString {
    return replaceMatches(s, this.#matches(s, -1, 0, charge), () => text);
  }

  /** `Split`: what stands between the matches, in `n` pieces at most; all if `n` is negative, none if it is 0. */
  split(s: GoString, n: number, charge?: ChargeMatching): GoString[] {
    if (n === 0) return [];
    if (this.source !== "" && s === "") return [""];
    const pieces: GoString[] = [];
    let begin = 0;
    let end = 0;
    for (const [matchStart = 0, matchEnd = 0] of this.#matches(s, n, 0, charge)) {
      if (n > 0 && pieces.length === n - 1) break;
      end = matchStart;
      if (matchEnd !== 0) pieces.push(s.slice(begin, end));
      begin = matchEnd;
    }
    return end === s.length ? pieces : [...pieces, s.slice(begin)];
  }

  /** The offsets of the first `n` matches, of all if `n` is negative, each with its first `groups` groups. */
  #matches(s: GoString, n: number, groups: number, charge?: ChargeMatching): number[][] {
    const input = matchTextOf(s);
    const { text } = input;
    const metered = charge && new MeteredText(text, this.programSize, charge);
    const matcher = this.#engine.matcher(regexpEngine().MatcherInput.utf16(metered ?? text));
    const matches: number[][] = [];
    const most = n < 0 ? Number.POSITIVE_INFINITY : n;
    let previousEnd = -1;
    let from = 0;
    while (matches.length < most && from <= text.length && matcher.find(from)) {
      const [start, end] = [matcher.start(), matcher.end()];
      if (end !== from || start !== previousEnd) {
        const match: number[] = [];
        for (let group = 0; group <= groups; group++) {
          match.push(byteOffset(input, matcher.start(group)), byteOffset(input, matcher.end(group)));
        }
        matches.push(match);
      }
      charge?.(WORK_PER_MATCH);
      from = end === from ? indexAfter(text, end) : end;
      previousEnd = end;
    }
    return matches;
  }
}

/** What a match costs that is found at once. */
const WORK_PER_MATCH = 16;

/** The index behind the character at an index. */
function indexAfter(text: string, index: number): number {
  return index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
}

function replaceMatches(
  s: GoString,
  matches: readonly (readonly number[])[],
  replacement: (match: readonly number[]) => GoString,
): GoString {
  let replaced = "";
  let kept = 0;
  for (const match of matches) {
    const [start = 0, end = 0] = match;
    replaced += s.slice(kept, start) + replacement(match);
    kept = end;
  }
  return replaced + s.slice(kept);
}

/** The last expressions that were compiled: templates compile theirs anew for every value. */
const compiled = new Map<GoString, Regexp>();
const MOST_COMPILED = 16;

function compile(source: GoString): Regexp {
  if (!isValidUtf8(source)) throw new RegexpError("The expression is not valid UTF-8");
  const { source: engineSource, groupNames } = toEngineSource(fromGoString(source));
  return new Regexp(source, compileEngine(engineSource), groupNames);
}

function compileEngine(source: string): RE2JS {
  const { RE2JS: Engine, RE2JSSyntaxException } = regexpEngine();
  try {
    return Engine.compile(source);
  } catch (error) {
    throw error instanceof RE2JSSyntaxException ? regexpErrorOf(error.getDescription()) : error;
  }
}
