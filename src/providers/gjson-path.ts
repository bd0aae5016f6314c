import type { GoString } from "../go/bytes.ts";
import { isModifier } from "./gjson-modifiers.ts";
import type { Query } from "./gjson-query-path.ts";
import { parseQuery } from "./gjson-query-path.ts";

/** What follows one component of a path: nothing, a path inside the value, or a path over the result. */
export type Rest =
  | { readonly kind: "end" }
  | { readonly kind: "path"; readonly path: GoString }
  | { readonly kind: "pipe"; readonly path: GoString };

/** One component of a path, as an object understands it. */
export interface ObjectStep {
  /** The member's name, without escapes. */
  readonly name: GoString;
  /** The name has wildcards. */
  readonly wild: boolean;
  readonly rest: Rest;
}

/** One component of a path, as a list understands it. */
export interface ArrayStep {
  /** The item's position; undefined where the component is none, and for everything with a `#`. */
  readonly index: number | undefined;
  /** `#`: how many items there are. */
  readonly count: boolean;
  /** `#.PATH`: the path that is followed in every item. */
  readonly each: GoString | undefined;
  /** `#(...)`: items that match. */
  readonly query: Query | undefined;
  readonly rest: Rest;
}

const END: Rest = { kind: "end" };

/** Takes the first component off a path, in which a backslash makes the next character plain (gjson's parseObjectPath). */
export function parseObjectStep(path: GoString): ObjectStep {
  let name = "";
  let wild = false;
  for (let at = 0; at < path.length; at++) {
    const char = path.charAt(at);
    if (char === "|") return { name, wild, rest: { kind: "pipe", path: path.slice(at + 1) } };
    if (char === ".") return { name, wild, rest: restAfterDot(path.slice(at + 1)) };
    if (char === "\\") at++;
    else if (char === "*" || char === "?") wild = true;
    name += path.charAt(at);
  }
  return { name, wild, rest: END };
}

/** A modifier or a multipath after a dot works on the result, as after a pipe. */
function restAfterDot(path: GoString): Rest {
  const first = path[0];
  const pipes =
    first === "[" ||
    first === "{" ||
    (first === "@" && isModifier(/^[^.|:]*/.exec(path.slice(1))?.[0] ?? ""));
  return { kind: pipes ? "pipe" : "path", path };
}

/** Takes the first component off a path (gjson's parseArrayPath). Nothing is escaped in it but a query. */
export function parseArrayStep(path: GoString): ArrayStep {
  const query = startsQuery(path) ? parseQuery(path) : undefined;
  if (query?.broken === true) return { ...NO_ITEM, query, rest: END };
  const from = query?.end ?? 0;
  const end = from + (/[.|]/.exec(path.slice(from))?.index ?? path.length - from);
  const part = path.slice(0, end);
  const hash = part.includes("#");
  const rest = restOf(path, end, hash);
  if (!hash) return { ...NO_ITEM, index: parseIndex(part), rest };
  const each = path.startsWith("#.") ? path.slice(2) : undefined;
  return { ...NO_ITEM, count: part === "#", each, query, rest };
}

const NO_ITEM = { index: undefined, count: false, each: undefined, query: undefined } as const;

function startsQuery(path: GoString): boolean {
  return path.startsWith("#(") || path.startsWith("#[");
}

function restOf(path: GoString, end: number, hash: boolean): Rest {
  const rest = path.slice(end + 1);
  switch (path.charAt(end)) {
    case "":
      return END;
    case "|":
      return { kind: "pipe", path: rest };
    default:
      return hash ? { kind: "path", path: rest } : restAfterDot(rest);
  }
}

/** A position counts in 64 bits and begins again at 0 beyond them. */
function parseIndex(part: GoString): number | undefined {
  if (!/^[0-9]+$/.test(part)) return undefined;
  return part.length < 16 ? Number(part) : Number(BigInt.asIntN(64, BigInt(part)));
}
