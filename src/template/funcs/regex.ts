import type { GoString } from "../../go/bytes.ts";
import { compileRegexp, quoteMeta, type Regexp } from "../../go/regexp.ts";
import { RegexpError } from "../../go/regexp-error.ts";
import type { ChargeMatching } from "../../go/regexp-meter.ts";
import {
  type CallContext,
  type Func,
  FuncError,
  type FuncMap,
  LimitError,
  List,
  type Value,
} from "../values.ts";
import { allocateCollection, allocateString, MAX_STRING_BYTES } from "./allocation.ts";
import { countAt, fixed, stringAt } from "./arguments.ts";

/**
 * Sprig's regular expressions (Go's regexp: RE2). A bad expression is an error, but for `regexMatch`, which then
 * matches nothing.
 */
export const REGEX_FUNCS: FuncMap = new Map<string, Func>([
  ["regexMatch", fixed(["string", "string"], regexMatch)],
  ["mustRegexMatch", fixed(["string", "string"], mustRegexMatch)],
  ...twins("egexFind", fixed(["string", "string"], regexFind)),
  ...twins("egexFindAll", fixed(["string", "string", "int"], regexFindAll)),
  ...twins("egexReplaceAll", fixed(["string", "string", "string"], regexReplaceAll)),
  ...twins("egexReplaceAllLiteral", fixed(["string", "string", "string"], regexReplaceAllLiteral)),
  ...twins("egexSplit", fixed(["string", "string", "int"], regexSplit)),
  ["regexQuoteMeta", fixed(["string"], regexQuoteMeta)],
]);

/** The longest expression that is compiled, in bytes. */
const MAX_SOURCE_BYTES = 1024;

/** How many instructions times bytes of input are run in the time of one step, at worst. */
const WORK_PER_STEP = 32;

function twins(rest: string, func: Func): [string, Func][] {
  return [
    [`r${rest}`, func],
    [`mustR${rest}`, func],
  ];
}

function regexMatch(args: readonly Value[], context: CallContext): Value {
  try {
    return mustRegexMatch(args, context);
  } catch (error) {
    if (error instanceof FuncError && error.cause instanceof RegexpError) return false;
    throw error;
  }
}

function mustRegexMatch(args: readonly Value[], context: CallContext): Value {
  return compile(args, context).match(stringAt(args, 1));
}

/** The expression of the first argument, its work on the second charged. Throws a FuncError if it is not one. */
function compile(args: readonly Value[], context: CallContext): Regexp {
  const source = stringAt(args, 0);
  const input = stringAt(args, 1);
  if (source.length > MAX_SOURCE_BYTES) {
    throw new LimitError(`a regular expression may have at most ${MAX_SOURCE_BYTES} bytes`);
  }
  if (input.length > MAX_STRING_BYTES) {
    throw new LimitError(`the input of a regular expression may have at most ${MAX_STRING_BYTES} bytes`);
  }
  const regexp = compileSource(source);
  chargeMatching(context)(regexp.programSize * (input.length + source.length));
  return regexp;
}

function chargeMatching(context: CallContext): ChargeMatching {
  return (work) => context.charge(work / WORK_PER_STEP);
}

function compileSource(source: GoString): Regexp {
  try {
    return compileRegexp(source);
  } catch (error) {
    if (!(error instanceof RegexpError)) throw error;
    throw new FuncError("the regular expression does not parse (RE2 syntax)", { cause: error });
  }
}

function regexFind(args: readonly Value[], context: CallContext): Value {
  return compile(args, context).find(stringAt(args, 1), chargeMatching(context)) ?? "";
}

function regexFindAll(args: readonly Value[], context: CallContext): Value {
  const regexp = compile(args, context);
  const found = regexp.findAll(stringAt(args, 1), countAt(args, 2), chargeMatching(context));
  return listOf(found, context);
}

function regexSplit(args: readonly Value[], context: CallContext): Value {
  const regexp = compile(args, context);
  const count = countAt(args, 2);
  const parts = regexp.split(stringAt(args, 1), count, chargeMatching(context));
  allocateCollection(context, parts.length);
  return new List("[]string", count === 0 ? null : parts);
}

/** Go gives a nil slice where it finds nothing. */
function listOf(texts: readonly GoString[], context: CallContext): List {
  allocateCollection(context, texts.length);
  return new List("[]string", texts.length === 0 ? null : [...texts]);
}

function regexReplaceAll(args: readonly Value[], context: CallContext): Value {
  const regexp = compile(args, context);
  const input = stringAt(args, 1);
  const template = stringAt(args, 2);
  const references = template.split("$").length - 1;
  boundReplacement(regexp, input, template.length, references * input.length, context);
  return charged(regexp.replaceAll(input, template, chargeMatching(context)), context);
}

function regexReplaceAllLiteral(args: readonly Value[], context: CallContext): Value {
  const regexp = compile(args, context);
  const input = stringAt(args, 1);
  const text = stringAt(args, 2);
  boundReplacement(regexp, input, text.length, 0, context);
  return charged(regexp.replaceAllLiteral(input, text, chargeMatching(context)), context);
}

/**
 * Bounds the result before it is made. What a template refers to is part of one match each, so that all references
 * together give at most the input as often as there are references. Matches are counted only where it matters.
 */
function boundReplacement(
  regexp: Regexp,
  input: GoString,
  replacement: number,
  referred: number,
  context: CallContext,
): void {
  const most = input.length + (input.length + 1) * replacement + referred;
  if (most <= MAX_STRING_BYTES) return;
  const matches = regexp.findAllSubmatchIndex(input, -1, chargeMatching(context)).length;
  context.charge(matches);
  if (matches * replacement > MAX_STRING_BYTES) allocateString(context, matches * replacement);
}

function charged(text: GoString, context: CallContext): GoString {
  allocateString(context, text.length);
  return text;
}

function regexQuoteMeta(args: readonly Value[], context: CallContext): Value {
  const text = stringAt(args, 0);
  allocateString(context, 2 * text.length);
  return quoteMeta(text);
}
