import type { GoString } from "../../go/bytes.ts";
import { sprint, sprintln } from "../print.ts";
import { sprintf } from "../printf.ts";
import type { CallContext, FuncMap } from "../values.ts";
import { Func, type Value } from "../values.ts";
import { escapeHtml, escapeJs, escapeQuery } from "./escaping.ts";

/** `print`, `printf`, `println`, `html`, `js` and `urlquery` (Go: text/template, funcs.go). */
export const PRINTING: FuncMap = new Map([
  ["print", new Func(["interface {}"], true, sprint)],
  ["println", new Func(["interface {}"], true, sprintln)],
  [
    "printf",
    new Func(["string", "interface {}"], true, ([format = "", ...args], context) =>
      sprintf(typeof format === "string" ? format : "", args, context),
    ),
  ],
  ["html", escaper(escapeHtml, "&#34;".length)],
  ["js", escaper(escapeJs, "\\u003C".length)],
  ["urlquery", escaper(escapeQuery, "%20".length)],
]);

/** A function that prints its arguments as actions do and escapes the text, in which a byte grows `growth` times at most. */
function escaper(escape: (text: GoString) => GoString, growth: number): Func {
  return new Func(["interface {}"], true, (args, context) => {
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
