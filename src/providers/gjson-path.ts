import type { GoString } from "../go/bytes.ts";

/** The first component of a path. */
export interface Component {
  /** The key or index; with wildcards still escaped where `wild` is set. */
  readonly part: GoString;
  readonly wild: boolean;
  /** What follows the dot or pipe; undefined at the end of the path. */
  readonly rest: GoString | undefined;
  readonly piped: boolean;
  /** Text inside `#(…)`. */
  readonly query: GoString | undefined;
  /** `#(…)#`: all that match, not the first. */
  readonly all: boolean;
}

/** Takes the first component off a path. */
export function parseComponent(path: GoString): Component {
  if (/^#[([]/.test(path)) return parseQuery(path);
  const wild = isWild(path);
  let part = "";
  for (let at = 0; at < path.length; at++) {
    const char = path[at] ?? "";
    if (char === "." || char === "|") return plain(part, wild, path.slice(at + 1), char === "|");
    if (char === "\\") {
      at++;
      const next = path[at] ?? "";
      part += wild && (next === "*" || next === "?" || next === "\\") ? `\\${next}` : next;
    } else part += char;
  }
  return plain(part, wild, undefined, false);
}

function plain(part: GoString, wild: boolean, rest: GoString | undefined, piped: boolean): Component {
  return { part, wild, rest, piped, query: undefined, all: false };
}

function isWild(path: GoString): boolean {
  for (let at = 0; at < path.length && path[at] !== "." && path[at] !== "|"; at++) {
    if (path[at] === "\\") at++;
    else if (path[at] === "*" || path[at] === "?") return true;
  }
  return false;
}

function parseQuery(path: GoString): Component {
  const end = closing(path, 1);
  const query = path.slice(2, end);
  const all = path[end + 1] === "#";
  const separator = path[end + (all ? 2 : 1)];
  const rest = separator === "." || separator === "|" ? path.slice(end + (all ? 3 : 2)) : undefined;
  return { part: "#", wild: false, rest, piped: separator === "|", query, all };
}

/** Position of the bracket that closes the one at `open`. */
function closing(path: GoString, open: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = open; at < path.length; at++) {
    const char = path[at] ?? "";
    if (char === "\\") at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && "([".includes(char)) depth++;
    else if (!quoted && ")]".includes(char) && --depth === 0) return at;
  }
  return path.length;
}

/** Splits a path at its first pipe outside of brackets and quotes. */
export function splitAtPipe(path: GoString): [GoString, GoString | undefined] {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < path.length; at++) {
    const char = path[at] ?? "";
    if (char === "\\") at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && "([{".includes(char)) depth++;
    else if (!quoted && ")]}".includes(char)) depth--;
    else if (char === "|" && depth === 0 && !quoted) return [path.slice(0, at), path.slice(at + 1)];
  }
  return [path, undefined];
}
