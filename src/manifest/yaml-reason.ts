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
  if (lines.slice(-2).some((each) => ACTION.test(each.slice(0, LINE_START)))) {
    return HELM.test(text)
      ? "This looks like a Helm template: render the chart first (presecret render CHART)"
      : 'Put text that begins with "{{" into quotes';
  }
  return "Kubernetes cannot read it either: correct the document";
}
