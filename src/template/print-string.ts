import type { GoString } from "../go/bytes.ts";
import { canBackquote, quote, quoteToAscii } from "../go/strconv-quote.ts";
import type { PrintFlags } from "./print-flags.ts";
import { pad, truncate } from "./print-flags.ts";

/** The most bytes that one byte of a string becomes by any verb: %# x. */
export const STRING_GROWTH = 5;

/** A string by a verb (Go: fmt's fmtString); undefined for a verb that strings do not have. */
export function formatString(text: GoString, verb: string, flags: PrintFlags): GoString | undefined {
  switch (verb) {
    case "v":
      return flags.sharpV ? quoted(text, flags) : pad(truncate(text, flags), flags);
    case "s":
      return pad(truncate(text, flags), flags);
    case "q":
      return quoted(text, flags);
    case "x":
      return hexadecimal(text, flags, "0x");
    case "X":
      return hexadecimal(text, flags, "0X").toUpperCase();
    default:
      return undefined;
  }
}

function quoted(text: GoString, flags: PrintFlags): GoString {
  const cut = truncate(text, flags);
  if (flags.sharp && canBackquote(cut)) return pad(`\`${cut}\``, flags);
  return pad((flags.plus ? quoteToAscii : quote)(cut), flags);
}

/** Two digits a byte; a precision counts bytes, a space separates them, and a sharp marks all, or each. */
function hexadecimal(text: GoString, flags: PrintFlags, prefix: string): GoString {
  const bytes = flags.precision === undefined ? text : text.slice(0, flags.precision);
  if (bytes === "") return pad("", flags);
  let digits = flags.sharp ? prefix : "";
  const separator = (flags.space ? " " : "") + (flags.space && flags.sharp ? prefix : "");
  for (let at = 0; at < bytes.length; at++) {
    digits += (at === 0 ? "" : separator) + bytes.charCodeAt(at).toString(16).padStart(2, "0");
  }
  return pad(digits, flags);
}
