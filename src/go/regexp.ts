import { RE2JS } from "re2js";

import type { GoString } from "./bytes.ts";
import { fromGoString, isAscii, toGoString } from "./bytes.ts";

/** A source is not RE2. The source is not repeated: it may hold a secret. */
export class RegexpError extends Error {
  override readonly name = "RegexpError";
}

/** Compiles RE2 as Go's regexp.Compile does. Throws RegexpError. */
export function compileRegexp(source: GoString): Regexp {
  try {
    return new Regexp(RE2JS.compile(fromGoString(source)));
  } catch {
    throw new RegexpError("The regular expression is not valid RE2");
  }
}

interface Match {
  readonly start: number;
  readonly end: number;
  /** Text of each group, undefined where it took no part. */
  readonly groups: readonly (string | undefined)[];
}

/** A compiled expression. Matching takes linear time. Text that is not UTF-8 is matched with U+FFFD in its place. */
export class Regexp {
  readonly #re: RE2JS;

  constructor(re: RE2JS) {
    this.#re = re;
  }

  /** Go: MatchString. Unanchored. */
  match(s: GoString): boolean {
    return this.#re.matcher(fromGoString(s)).find();
  }

  /** Go: ReplaceAllString: `$1`, `${name}` and `$$` in the template. */
  replaceAll(s: GoString, template: GoString): GoString {
    const text = fromGoString(s);
    const names = this.#re.namedGroups();
    let result = "";
    let last = 0;
    for (const match of this.#matches(text)) {
      result += text.slice(last, match.start) + expand(fromGoString(template), match, names);
      last = match.end;
    }
    return last === 0 && result === "" ? s : toGoString(result + text.slice(last));
  }

  /** All matches; an empty one that touches the match before it does not count. */
  *#matches(text: string): Generator<Match> {
    const matcher = this.#re.matcher(text);
    let previous = -1;
    for (let at = 0; at <= text.length;) {
      if (!matcher.find(at)) return;
      const start = matcher.start();
      const end = matcher.end();
      if (end > start || start !== previous) {
        yield { start, end, groups: groupsOf(matcher) };
      }
      previous = end;
      at = end > start ? end : end + (isAscii(text) ? 1 : widthAt(text, end));
    }
  }
}

function groupsOf(matcher: {
  groupCount(): number;
  group(index: number): string | null;
}): (string | undefined)[] {
  return Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

const REFERENCE = /\$(?:\$|\{([A-Za-z0-9_\p{L}\p{Nd}]+)\}|([A-Za-z0-9_\p{L}\p{Nd}]+))/gu;

/** Go: Regexp.Expand. A name is as long as it can be; one that is no group is empty; other dollars stay. */
function expand(template: string, match: Match, names: Readonly<Record<string, number>>): string {
  return template.replaceAll(REFERENCE, (reference: string, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return reference === "$$" ? "$" : reference;
    const index = /^(?:0|[1-9][0-9]*)$/.test(name)
      ? Number(name)
      : Object.hasOwn(names, name)
        ? names[name]
        : undefined;
    return index === undefined ? "" : (match.groups[index] ?? "");
  });
}
