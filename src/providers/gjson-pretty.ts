import type { GoString } from "../go/bytes.ts";
import type { Evaluation } from "./gjson-evaluation.ts";
import { membersOf } from "./gjson-members.ts";
import { ChunkBuffer } from "./gjson-chunks.ts";
import { printPretty } from "./gjson-pretty-print.ts";
import type { PrettyOptions } from "./gjson-pretty-print.ts";
import { boolOf } from "./gjson-query.ts";
import { endOfString, firstValue } from "./gjson-scan.ts";
import type { GjsonValue } from "./gjson-value.ts";

/** gjson's `@ugly` (tidwall/pretty, Ugly): without white space between the tokens. */
export function uglyJson(json: GoString): GoString {
  const parts: GoString[] = [];
  for (let at = 0; at < json.length; at++) {
    if (json.charCodeAt(at) <= 0x20) continue;
    const end = json[at] === '"' ? (endOfString(json, at) ?? json.length) : at + 1;
    parts.push(json.slice(at, end));
    at = end - 1;
  }
  return parts.join("");
}

const DEFAULTS: PrettyOptions = { width: 80, prefix: "", indent: "  ", sortKeys: false };

/** gjson's `@pretty` (tidwall/pretty, PrettyOptions); its argument may set width, prefix, indent and sortKeys. */
export function prettyJson(json: GoString, argument: GoString, evaluation: Evaluation): GoString {
  const options = argument === "" ? DEFAULTS : optionsOf(argument, evaluation);
  const out = new ChunkBuffer(evaluation);
  if (options.prefix !== "") out.push(options.prefix);
  printPretty(json, options, out, evaluation);
  if (out.length > 0) out.push("\n");
  return out.text();
}

function optionsOf(argument: GoString, evaluation: Evaluation): PrettyOptions {
  let options = DEFAULTS;
  for (const { name, value } of membersOf(firstValue(argument), evaluation)) {
    options = withOption(options, name.string, value);
  }
  return options;
}

function withOption(options: PrettyOptions, name: GoString, value: GjsonValue): PrettyOptions {
  switch (name) {
    case "sortKeys":
      return { ...options, sortKeys: boolOf(value) === true };
    case "indent":
      return { ...options, indent: onlySpace(value.text()) };
    case "prefix":
      return { ...options, prefix: onlySpace(value.text()) };
    case "width":
      return { ...options, width: integerOf(value) };
    default:
      return options;
  }
}

function onlySpace(text: GoString): GoString {
  return text.replaceAll(/[^ \t\r\n]/g, "");
}

const INTEGER = /^-?[0-9]+$/;
const LEAST = Number(-(2n ** 63n));

/** gjson's Int, as far as a width goes: an int64, which begins again beyond its bounds. */
function integerOf({ kind, string, number, raw }: GjsonValue): number {
  switch (kind) {
    case "true":
      return 1;
    case "string":
      return INTEGER.test(string) ? wrapped(string) : 0;
    case "number":
      if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return Math.trunc(number);
      if (INTEGER.test(raw)) return wrapped(raw);
      return Math.abs(number) < -LEAST ? Math.trunc(number) : LEAST;
    case "false":
    case "null":
    case "json":
      return 0;
  }
}

function wrapped(digits: GoString): number {
  return Number(BigInt.asIntN(64, BigInt(digits)));
}
