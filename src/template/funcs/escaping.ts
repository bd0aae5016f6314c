import type { GoString } from "../../go/bytes.ts";
import { decodeRune } from "../../go/bytes.ts";
import { isPrint } from "../../go/unicode.ts";

const HTML: ReadonlyMap<string, GoString> = new Map([
  ["\0", "\u00ef\u00bf\u00bd"],
  ['"', "&#34;"],
  ["'", "&#39;"],
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
]);

/** Go's template.HTMLEscapeString: quotes, ampersand and angle brackets as entities, NUL as U+FFFD. */
export function escapeHtml(text: GoString): GoString {
  // eslint-disable-next-line no-control-regex -- NUL is one of them
  return text.replace(/[\0"'&<>]/g, (char) => HTML.get(char) ?? char);
}

/** Go's template.JSEscapeString: for the inside of a JavaScript string. */
export function escapeJs(text: GoString): GoString {
  // eslint-disable-next-line no-control-regex -- control characters are escaped
  return text.replace(/[\\'"]|[\0-\x1f<>&=]|[\x80-\xff]+/g, (piece) => {
    if (piece >= "\x80") return escapeRunes(piece);
    return "\\'\"".includes(piece) ? `\\${piece}` : escapeUnicode(piece.charCodeAt(0));
  });
}

/** Characters beyond ASCII: those that Go can print stay. */
function escapeRunes(text: GoString): GoString {
  let escaped = "";
  for (let at = 0; at < text.length;) {
    const { rune, size } = decodeRune(text, at);
    escaped += isPrint(rune) ? text.slice(at, at + size) : escapeUnicode(rune);
    at += size;
  }
  return escaped;
}

function escapeUnicode(rune: number): GoString {
  return `\\u${rune.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Go's url.QueryEscape: all but letters, digits and `-_.~` as %XX, a space as a plus sign. */
export function escapeQuery(text: GoString): GoString {
  return text.replace(/[^-\w.~]/g, (char) =>
    char === " " ? "+" : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
