/** A part of a document that is an object of its own. */
export interface JsonPart {
  readonly text: string;
  /** Lines before it in the document. */
  readonly lines: number;
}

/** Splits `{…}{…}`, which Kubernetes reads as several objects. Any other text is one part. */
export function splitJson(text: string): JsonPart[] {
  if (!/^\s*\{/.test(text)) return [{ text, lines: 0 }];
  const parts: JsonPart[] = [];
  let start = 0;
  let lines = 0;
  while (start < text.length) {
    const end = endOfObject(text, start);
    if (end === undefined) return [{ text, lines: 0 }];
    const part = text.slice(start, end);
    parts.push({ text: part, lines });
    lines += part.split("\n").length - 1;
    const rest = /\S/.exec(text.slice(end));
    if (rest === null) break;
    if (rest[0] !== "{") return [{ text, lines: 0 }];
    start = end;
  }
  return parts;
}

/** Offset behind the object that starts at or after `start`. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char === "\\") at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
