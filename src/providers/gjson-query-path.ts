import type { GoString } from "../go/bytes.ts";
import { closingQuote } from "./gjson-pipe.ts";
import { trim, unescape } from "./gjson-string.ts";

/** `#(PATH OP VALUE)`, or `#(PATH)` where only existence counts. */
export interface Query {
  readonly path: GoString;
  /** Empty for existence. */
  readonly operator: GoString;
  readonly value: GoString;
  /** A `#` follows: all items that match, not the first. */
  readonly all: boolean;
  /** Where the path goes on behind the query. */
  readonly end: number;
  /** It has no end; gjson then asks for anything that exists. */
  readonly broken: boolean;
}

/** Reads the query that a path begins with, `#(` or `#[` (gjson's parseQuery). */
export function parseQuery(path: GoString): Query {
  const bounds = boundsOf(path);
  if (bounds === undefined) {
    return { path: "", operator: "", value: "", all: false, end: path.length, broken: true };
  }
  const { operatorAt, close, escaped } = bounds;
  const common = { all: path[close + 1] === "#", end: close + 1, broken: false };
  if (operatorAt === undefined)
    return { ...common, path: trim(path.slice(2, close)), operator: "", value: "" };
  const { operator, value } = splitOperator(trim(path.slice(operatorAt, close)));
  return { ...common, path: trim(path.slice(2, operatorAt)), operator, value: unquoted(value, escaped) };
}

interface Bounds {
  readonly operatorAt: number | undefined;
  readonly close: number;
  /** A quoted text in it holds a backslash. */
  readonly escaped: boolean;
}

function boundsOf(path: GoString): Bounds | undefined {
  let operatorAt: number | undefined;
  let escaped = false;
  let depth = 1;
  for (let at = 2; at < path.length; at++) {
    const char = path.charAt(at);
    if (depth === 1 && operatorAt === undefined && "!=<>%".includes(char)) operatorAt = at;
    else if (char === "\\") at++;
    else if ("[(".includes(char)) depth++;
    else if ("])".includes(char)) {
      depth--;
      if (depth === 0) return { operatorAt, close: at, escaped };
    } else if (char === '"') {
      const end = closingQuote(path, at);
      escaped ||= path.slice(at, end).includes("\\");
      at = end;
    }
  }
  return undefined;
}

const OPERATOR = /^(?:[!<>]=|!%|==|[<>=%]|!$)/;

/** `==` is `=`. An `!` that nothing known follows is no operator: then only existence counts. */
function splitOperator(text: GoString): { readonly operator: GoString; readonly value: GoString } {
  const operator = OPERATOR.exec(text)?.[0] ?? "";
  const value = trim(text.slice(operator.length));
  return { operator: operator === "==" ? "=" : operator, value };
}

function unquoted(value: GoString, escaped: boolean): GoString {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  const inner = value.slice(1, -1);
  return escaped ? unescape(inner) : inner;
}
