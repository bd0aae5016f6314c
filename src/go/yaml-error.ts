/**
 * Everything that go-yaml v2 and sigs.k8s.io/yaml refuse, with the words they have for it; `{}` stands for
 * a piece of the input.
 */
export const YAML_PROBLEMS = {
  controlCharacter: "control characters are not allowed",
  utf8Lead: "invalid leading UTF-8 octet",
  utf8Trail: "invalid trailing UTF-8 octet",
  utf8Incomplete: "incomplete UTF-8 octet sequence",
  utf8Length: "invalid length of a UTF-8 sequence",
  utf8Character: "invalid Unicode character",
  utf16Incomplete: "incomplete UTF-16 character",
  utf16LowSurrogate: "unexpected low surrogate area",
  utf16PairIncomplete: "incomplete UTF-16 surrogate pair",
  utf16NoLowSurrogate: "expected low surrogate area",
  entryNotAllowed: "block sequence entries are not allowed in this context",
  keyNotAllowed: "mapping keys are not allowed in this context",
  valueNotAllowed: "mapping values are not allowed in this context",
  colonMissing: "could not find expected ':'",
  tokenUnknown: "found character that cannot start any token",
  anchorName: "did not find expected alphabetic or numeric character",
  tagHandle: "did not find expected '!'",
  tagUri: "did not find expected tag URI",
  tagEscape: "did not find URI escaped octet",
  tagEscapeLead: "found an incorrect leading UTF-8 octet",
  tagEscapeTrail: "found an incorrect trailing UTF-8 octet",
  tagBracket: "did not find the expected '>'",
  tagEnd: "did not find expected whitespace or line break",
  directiveName: "could not find expected directive name",
  directiveCharacter: "found unexpected non-alphabetical character",
  directiveUnknown: "found unknown directive name",
  directiveSpace: "did not find expected whitespace",
  versionDot: "did not find expected digit or '.' character",
  versionLong: "found extremely long version number",
  versionMissing: "did not find expected version number",
  lineEnd: "did not find expected comment or line break",
  indicatorZero: "found an indentation indicator equal to 0",
  tabInBlock: "found a tab character where an indentation space is expected",
  tabInPlain: "found a tab character that violates indentation",
  markerInQuotes: "found unexpected document indicator",
  quoteUnclosed: "found unexpected end of stream",
  escapeUnknown: "found unknown escape character",
  escapeDigits: "did not find expected hexdecimal number",
  escapeCharacter: "found invalid Unicode character escape code",
  documentStart: "did not find expected <document start>",
  nodeContent: "did not find expected node content",
  entryExpected: "did not find expected '-' indicator",
  keyExpected: "did not find expected key",
  sequenceUnclosed: "did not find expected ',' or ']'",
  mappingUnclosed: "did not find expected ',' or '}'",
  tagHandleUndefined: "found undefined tag handle",
  versionDuplicate: "found duplicate %YAML directive",
  versionIncompatible: "found incompatible YAML document",
  tagDirectiveDuplicate: "found duplicate %TAG directive",
  anchorUnknown: "unknown anchor '{}' referenced",
  anchorRecursive: "anchor '{}' value contains itself",
  mergeValue: "map merge requires map or sequence of maps as the value",
  keyInvalid: "invalid map key: {}",
  tagMismatch: "cannot decode {}",
  binaryInvalid: "!!binary value contains invalid base64 data",
  aliasesExcessive: "document contains excessive aliasing",
  keyUnsupported: "unsupported map key of type: {}",
  valueUnsupported: "json: unsupported value: {}",
  notMap: "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {}",
  depthExceeded: "exceeded max depth of {}",
  nodesExceeded: "exceeded max number of values: {}",
} as const;

export type YamlProblem = keyof typeof YAML_PROBLEMS;

/** Where an error is, as go-yaml counts lines. */
export interface YamlPlace {
  /** Line of the text, from 1; 0 where the error belongs to no line. */
  readonly line: number;
  /** The line that go-yaml names, which is not always the same; 0 where it names none. */
  readonly named?: number;
}

/** Text that Kubernetes cannot read as YAML. `message` holds nothing of the text. */
export class YamlError extends Error {
  readonly problem: YamlProblem;
  /** Line of the text, from 1; 0 where the error belongs to no line. */
  readonly line: number;
  readonly #goText: string;

  constructor(problem: YamlProblem, place: YamlPlace = { line: 0 }, piece = "") {
    super(
      place.line > 0 ? `Cannot read YAML: line ${place.line}, ${problem}` : `Cannot read YAML: ${problem}`,
    );
    this.name = "YamlError";
    this.problem = problem;
    this.line = place.line;
    const named = place.named ?? 0;
    const words = YAML_PROBLEMS[problem].replace("{}", () => piece);
    this.#goText = named > 0 ? `line ${named}: ${words}` : words;
  }

  /**
   * The error as sigs.k8s.io/yaml words it. It may hold a piece of the text, so it may become part of a secret's
   * value (ESO's `fromYaml` does that), but not of a message.
   */
  goText(): string {
    return SIGS_PROBLEMS.has(this.problem) ? this.#goText : `yaml: ${this.#goText}`;
  }
}

/** What sigs.k8s.io/yaml finds after go-yaml is done, and so without its prefix. */
const SIGS_PROBLEMS: ReadonlySet<YamlProblem> = new Set(["keyUnsupported", "valueUnsupported", "notMap"]);
