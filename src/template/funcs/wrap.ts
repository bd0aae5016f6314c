import type { GoString } from "../../go/bytes.ts";
import type { CallContext, Func, FuncMap } from "../values.ts";
import { allocateString } from "./allocation.ts";
import { countAt, fixed, stringAt } from "./arguments.ts";

/** Sprig's line wrapping (goutils.WrapCustom): widths count bytes, and only the space separates words. */
export const WRAP_FUNCS: FuncMap = new Map<string, Func>([
  [
    "wrap",
    fixed(["int", "string"], (args, context) =>
      wrap(stringAt(args, 1), countAt(args, 0), "\n", false, context),
    ),
  ],
  [
    "wrapWith",
    fixed(["int", "string", "string"], (args, context) =>
      wrap(stringAt(args, 2), countAt(args, 0), stringAt(args, 1) || "\n", true, context),
    ),
  ],
]);

function wrap(
  s: GoString,
  givenWidth: number,
  newLine: GoString,
  breaksWords: boolean,
  context: CallContext,
): GoString {
  const width = Math.max(1, givenWidth);
  const lines: GoString[] = [];
  let size = s.length;
  context.charge(Math.ceil(s.length / width));
  let at = 0;
  while (s.length - at > width) {
    if (s[at] === " ") {
      at++;
      continue;
    }
    const end = lineEnd(s, at, width, breaksWords);
    if (end.at >= s.length) break;
    lines.push(s.slice(at, end.at));
    size += newLine.length;
    at = end.at + end.skipped;
  }
  allocateString(context, size);
  return lines.concat(s.slice(at)).join(newLine);
}

/** Where the line that begins at an offset ends, and how many bytes of space the break swallows. */
function lineEnd(
  s: GoString,
  at: number,
  width: number,
  breaksWords: boolean,
): { at: number; skipped: 0 | 1 } {
  const space = s.slice(at, at + width + 1).lastIndexOf(" ");
  if (space >= 0) return { at: at + space, skipped: 1 };
  if (breaksWords) return { at: at + width, skipped: 0 };
  const next = s.indexOf(" ", at + width);
  return { at: next < 0 ? s.length : next, skipped: 1 };
}
