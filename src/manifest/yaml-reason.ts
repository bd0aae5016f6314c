import type { YamlError, YamlProblem } from "../go/yaml-error.ts";
import { YAML_PROBLEMS } from "../go/yaml-error.ts";
import { LIMITS } from "../ground/limits.ts";

/** Why a document is no YAML, as a clause about it, and what to do; neither holds anything of its text. */
export interface YamlReason {
  readonly reason: string;
  readonly hint: string;
}

/** Words for the error that reading `text` ended with. */
export function yamlReason({ problem, line }: YamlError, text: string): YamlReason {
  return {
    reason: OWN_WORDS[problem] ?? YAML_PROBLEMS[problem].replaceAll(/ ?'\{\}'/g, ""),
    hint: hintFor(problem, line, text),
  };
}

/** In place of go-yaml's words where those end with a piece of the text, or with a number. */
const OWN_WORDS: Partial<Record<YamlProblem, string>> = {
  depthExceeded: `it is nested more than ${LIMITS.depth} levels deep`,
  nodesExceeded: `it has more than ${LIMITS.nodes} values`,
  keyInvalid: "a key is a map or a list, and keys have to be texts",
  keyUnsupported: "a key is null or too large a number, and keys have to be texts",
  tagMismatch: "a value is not of the type that its tag names",
  valueUnsupported: "a value is infinite or not a number, which JSON cannot hold",
  notMap: "it is not a map",
};

const TABS: ReadonlySet<YamlProblem> = new Set(["tabInBlock", "tabInPlain"]);
const LIMITED: ReadonlySet<YamlProblem> = new Set(["depthExceeded", "nodesExceeded"]);

/** A tab where a token is to begin: first in its line, or behind the indicator of an entry, a key or a value. */
const TAB_BEFORE_TOKEN = /^ *(?:[-?:] *)*\t/;

/** An action of a template that begins a line, an entry, a key or a value. */
const ACTION = /^[ \t]*(?:- +)*(?:[^\s:#'"][^:\n]*:[ \t]+)?\{\{/;

/** What Helm's templates know, and templates of External Secrets do not. */
const HELM =
  /\{\{-?[^{}\n]{0,200}?(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|\b(?:include|template|define|tpl) )/;

const RENDER_CHART = "This looks like a Helm template: render the chart first (presecret render CHART)";

/** A line of Helm that is no value: templates of External Secrets stand in texts, where they are no error. */
const HELM_LINE = /^[ \t]*\{\{-? *(?:if|else|end|range|with|define|include|template|block)\b/;

/** Lines of what makes manifests, or surrounds them in a document, and what to do about them. */
const FOREIGN_LINES: readonly (readonly [RegExp, string])[] = [
  [HELM_LINE, RENDER_CHART],
  [/^[ \t]*\{%/, "This looks like a Jinja template: render it first, or remove the lines with {% … %}"],
  [/^[ \t]*%\{/, "This looks like a Terraform template: render it first"],
  [/^[ \t]*(?:```|~~~)/, "This looks like Markdown: leave out the lines around the manifest"],
  [/^(?:<{7}|={7}|>{7})(?: |$)/, "This looks like an unfinished merge: resolve the conflict"],
];

/** A text in double quotes that holds an action, and in that a double quote. */
const QUOTE_IN_QUOTES = /^[^"'#]*[:-][ \t]+"[^"]*\{\{[^"}]*"[^"]/;

/** What is looked at of a line that a template may have made hard to read. */
const LINE_START = 500;

function hintFor(problem: YamlProblem, line: number, text: string): string {
  const lines = text.split("\n", line);
  const last = lines[line - 1] ?? "";
  if (TABS.has(problem) || (problem === "tokenUnknown" && TAB_BEFORE_TOKEN.test(last))) {
    return "YAML is indented with spaces: replace the tab";
  }
  if (LIMITED.has(problem)) return "Split the document, or correct it";
  // A key that never ends is found in the line behind it.
  const near = lines.slice(-2).map((each) => each.slice(0, LINE_START));
  const foreign = FOREIGN_LINES.find(([pattern]) => near.some((each) => pattern.test(each)));
  if (foreign !== undefined) return foreign[1];
  if (near.some((each) => QUOTE_IN_QUOTES.test(each))) {
    return "A text in double quotes ends at the next double quote: put it into single quotes";
  }
  if (near.some((each) => ACTION.test(each))) {
    return HELM.test(text)
      ? RENDER_CHART
      : 'Put text that begins with "{{" into quotes; what is no template of External Secrets is rendered before';
  }
  return "Kubernetes cannot read it either: correct the document";
}
