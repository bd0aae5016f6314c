/** A regular expression is not valid in Go. The message says why, and does not hold the expression. */
export class RegexpError extends Error {
  override readonly name = "RegexpError";
}

/** The error for what the engine names as the reason, in the words of Go's `syntax.ErrorCode`. */
export function regexpErrorOf(reason: string): RegexpError {
  return new RegexpError(MESSAGES.get(reason) ?? "The expression is not valid RE2");
}

const MESSAGES: ReadonlyMap<string, string> = new Map([
  ["expression nests too deeply", "The expression is nested too deeply"],
  ["expression too large", "The expression is too large"],
  ["invalid character class range", "A character class holds a range or a name that is not valid"],
  ["invalid escape sequence", "A backslash is followed by what is no escape in RE2"],
  ["invalid named capture", "A named group is not valid"],
  ["invalid nested repetition operator", "A repetition directly follows another"],
  ["invalid or unsupported Perl syntax", "(? is followed by what RE2 does not have, such as look-around"],
  ["invalid repeat count", "A repeat count is above 1000, or the larger one stands first"],
  ["missing argument to repetition operator", "A repetition follows nothing that it could repeat"],
  ["missing closing ]", "A closing ] is missing"],
  ["missing closing )", "A closing ) is missing"],
  ["trailing backslash at end of expression", "The expression ends with a backslash"],
  ["unexpected )", "A ) has no opening ("],
]);
