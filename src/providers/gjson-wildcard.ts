import type { GoString } from "../go/bytes.ts";

/** Whether a text fits a pattern of `*` and `?`, with `\` before a character that stands for itself. */
export function matchesWildcard(text: GoString, pattern: GoString): boolean {
  let textAt = 0;
  let patternAt = 0;
  let star = -1;
  let starText = 0;
  while (textAt < text.length) {
    const escaped = pattern[patternAt] === "\\";
    const wanted = escaped ? pattern[patternAt + 1] : pattern[patternAt];
    if (!escaped && wanted === "*") {
      star = patternAt++;
      starText = textAt;
    } else if (wanted !== undefined && (wanted === text[textAt] || (!escaped && wanted === "?"))) {
      patternAt += escaped ? 2 : 1;
      textAt++;
    } else if (star >= 0) {
      patternAt = star + 1;
      textAt = ++starText;
    } else return false;
  }
  while (pattern[patternAt] === "*") patternAt++;
  return patternAt === pattern.length;
}
