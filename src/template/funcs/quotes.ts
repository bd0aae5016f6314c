import { quote } from "../../go/strconv-quote.ts";
import type { GoString } from "../../go/bytes.ts";
import { formatValue } from "../print.ts";
import type { CallContext, Func, FuncMap, Value } from "../values.ts";
import { allocateString } from "./allocation.ts";
import { fixed, valueAt, variadic } from "./arguments.ts";
import { textOf } from "./value-text.ts";

/** Sprig's functions that turn values of any kind into text; they leave nil out. */
export const QUOTE_FUNCS: FuncMap = new Map<string, Func>([
  ["toString", fixed(["interface {}"], (args, context) => textOf(valueAt(args, 0), context))],
  ["quote", joined((value, context) => quoted(textOf(value, context), context))],
  ["squote", joined((value, context) => `'${formatValue(value, context)}'`)],
  ["cat", joined(formatValue)],
]);

function joined(textFor: (value: Value, context: CallContext) => GoString): Func {
  return variadic(["interface {}"], (args, context) => {
    const texts = args.filter((value) => value !== null).map((value) => textFor(value, context));
    allocateString(
      context,
      texts.reduce((sum, text) => sum + text.length + 1, 0),
    );
    return texts.join(" ");
  });
}

/** `%q`; a byte that is not printable takes four, `\xff`, the most of any. */
function quoted(text: GoString, context: CallContext): GoString {
  context.allocate(2 + text.length);
  const result = quote(text);
  allocateString(context, result.length);
  return result;
}
