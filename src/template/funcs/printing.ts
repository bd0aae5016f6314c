import type { GoString } from "../../go/bytes.ts";
import { sprint, sprintln } from "../print.ts";
import { sprintf } from "../printf.ts";
import type { CallContext, Func, FuncMap, Value } from "../values.ts";
import { variadic } from "./arguments.ts";
import { escapeHtml, escapeJs, escapeQuery } from "./escaping.ts";

/** `print`, `printf`, `println`, `html`, `js` and `urlquery` (Go: text/template, funcs.go). */
export const PRINTING: FuncMap = new Map([
  ["print", variadic(["interface {}"], sprint)],
  ["println", variadic(["interface {}"], sprintln)],
  [
    "printf",
    variadic(["string", "interface {}"], ([format = "", ...args], context) =>
      sprintf(typeof format === "string" ? format : "", args, context),
    ),
  ],
  ["html", escaper(escapeHtml, "&#34;".length)],
  ["js", escaper(escapeJs, "\\u003C".length)],
  ["urlquery", escaper(escapeQuery, "%20".length)],
]);

/** A function that prints its arguments as actions do and escapes the text, in which a byte grows `growth` times at most. */
function escaper(escape: (text: GoString) => GoString, growth: number): Func {
  return variadic(["interface {}"], (args, context) => {
    const text = printed(args, context);
    context.allocate(text.length * growth);
    context.charge(text.length >> 3);
    return escape(text);
  });
}

/** As an action prints: nil is `<no value>`. */
function printed(args: readonly Value[], context: CallContext): GoString {
  return sprint(
    args.map((value) => value ?? "<no value>"),
    context,
  );
}
