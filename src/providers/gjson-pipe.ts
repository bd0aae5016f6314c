import type { GoString } from "../go/bytes.ts";
import { endOfFirst } from "./gjson-scan.ts";

/**
 * Cuts a path at its first pipe that stands outside of queries and multipaths (gjson's splitPossiblePipe); undefined
 * where there is none.
 */
export function splitAtPipe(path: GoString): readonly [GoString, GoString] | undefined {
  if (!path.includes("|")) return undefined;
  const at = path.startsWith("{") ? pipeAfterMultipath(path) : firstPipe(path);
  return at === undefined ? undefined : [path.slice(0, at), path.slice(at + 1)];
}

function pipeAfterMultipath(path: GoString): number | undefined {
  const end = endOfFirst(path.slice(1)) + 1;
  return path[end] === "|" ? end : undefined;
}

function firstPipe(path: GoString): number | undefined {
  for (let at = 0; at < path.length; at++) {
    switch (path.charAt(at)) {
      case "\\":
        at++;
        break;
      case ".":
        if (path[at + 1] === "#") at = endOfHash(path, at + 2);
        break;
      case "|":
        return at;
      default:
    }
  }
  return undefined;
}

/** The last character that belongs to a `#`: the one that closes its query, or whichever stands behind it. */
function endOfHash(path: GoString, at: number): number {
  switch (path.charAt(at)) {
    case "[":
      return endOfSelector(path, at, "[", "]");
    case "(":
      return endOfSelector(path, at, "(", ")");
    default:
      return at;
  }
}

function endOfSelector(path: GoString, start: number, open: string, close: string): number {
  let depth = 1;
  for (let at = start + 1; at < path.length; at++) {
    switch (path.charAt(at)) {
      case "\\":
        at++;
        break;
      case open:
        depth++;
        break;
      case close:
        depth--;
        if (depth === 0) return at;
        break;
      case '"':
        at = closingQuote(path, at);
        break;
      default:
    }
  }
  return path.length;
}

/** Where a quoted text inside a path ends: at its quote, or at the end of the path. */
export function closingQuote(path: GoString, start: number): number {
  for (let at = start + 1; at < path.length; at++) {
    if (path[at] === "\\") at++;
    else if (path[at] === '"') return at;
  }
  return path.length;
}
