/** Comments, and then a key in column 0: what a document starts with, so that it is no scalar. */
const START = /(?:#[^\n]*\n)*[A-Za-z]/;

/** `apiVersion` and `kind` with one plain word each, which is no list. */
const API_VERSION = /apiVersion: [A-Za-z][\w./-]*\r?\n/;
const KIND = /kind: (?![^\n]*List)[A-Za-z]\w*\r?\n/;
const SEPARATOR = new RegExp(`---[ \\t]*(?:#[^\\n]*)?\\r?\\n${START.source}`);

/** The start of a line that says something else than those, or an end of a line that only YAML sees. */
const DOUBTFUL = new RegExp(
  `^(?!${SEPARATOR.source}|${API_VERSION.source}|${KIND.source})(?:---|(?:apiVersion|kind)[: \\t]|[^ \\t\\r\\n#A-Za-z-])|\\r(?!\\n)|\\xC2\\x85|\\xE2\\x80[\\xA8\\xA9]`,
  "m",
);
const BEGINNING = new RegExp(`^(?:${SEPARATOR.source}|${START.source})`);
const MARKS = /^(?:---|(?:apiVersion|kind)(?=:))/gm;
const WHOLE_OBJECTS = /^(?:(?:apiVersionkind|kindapiVersion)(?:---(?!$)|$))+$/;

/** As many characters have the marks of an object: `---`, `apiVersion` and `kind`. */
const MARKS_LENGTH = 17;

/**
 * How many objects a text consists of, where at a glance it is seen to consist of nothing else, each of its documents
 * having one plain apiVersion and kind; undefined where somebody has to look closer. Only regular expressions look at
 * the text, which for one that is seen once is faster than any code.
 */
export function countPlainObjects(text: string): number | undefined {
  if (!BEGINNING.test(text) || DOUBTFUL.test(text)) return undefined;
  const marks = (text.match(MARKS) ?? []).slice(text.startsWith("---") ? 1 : 0).join("");
  return WHOLE_OBJECTS.test(marks) ? Math.ceil(marks.length / MARKS_LENGTH) : undefined;
}
