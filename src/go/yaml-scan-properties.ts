import type { GoString } from "./bytes.ts";
import type { YamlCursor } from "./yaml-cursor.ts";
import { isBlank, isBlankOrEnd, isBreak, isWord } from "./yaml-cursor.ts";

/** A tag as written: `!!str` has the handle `!!`, `!a` the handle `!`, `!<x>` and a single `!` none. */
export interface TagParts {
  readonly handle: GoString;
  readonly suffix: GoString;
}

export type Directive =
  | { readonly kind: "version"; readonly major: number; readonly minor: number }
  | { readonly kind: "tag"; readonly handle: GoString; readonly prefix: GoString };

/** What may follow the name of an anchor, beside white space. */
const BEHIND_NAME = "?:,]}%@`";

/** Reads the name of an anchor (`&`) or alias (`*`), the place being on the indicator. */
export function scanAnchor(cursor: YamlCursor): GoString {
  cursor.at++;
  const name = scanWord(cursor);
  const ends = isBlankOrEnd(cursor.code()) || BEHIND_NAME.includes(cursor.text.charAt(cursor.at));
  if (name === "" || !ends) throw cursor.error("anchorName");
  return name;
}

function scanWord(cursor: YamlCursor): GoString {
  const from = cursor.at;
  while (isWord(cursor.code())) cursor.at++;
  return cursor.slice(from);
}

/** Reads a tag, the place being on its `!`. */
export function scanTag(cursor: YamlCursor): TagParts {
  const parts = cursor.text.charAt(cursor.at + 1) === "<" ? scanVerbatimTag(cursor) : scanShortTag(cursor);
  if (!isBlankOrEnd(cursor.code())) throw cursor.error("tagEnd");
  return parts;
}

function scanVerbatimTag(cursor: YamlCursor): TagParts {
  cursor.at += 2;
  const suffix = scanTagUri(cursor, "");
  if (cursor.text.charAt(cursor.at) !== ">") throw cursor.error("tagBracket");
  cursor.at++;
  return { handle: "", suffix };
}

function scanShortTag(cursor: YamlCursor): TagParts {
  const handle = scanTagHandle(cursor);
  if (handle.length > 1 && handle.endsWith("!")) return { handle, suffix: scanTagUri(cursor, "") };
  const suffix = scanTagUri(cursor, handle);
  return suffix === "" ? { handle: "", suffix: "!" } : { handle: "!", suffix };
}

/** `!`, `!!`, `!name!`, or `!name` that turns out to be a whole tag. */
function scanTagHandle(cursor: YamlCursor): GoString {
  const from = cursor.at;
  cursor.at++;
  scanWord(cursor);
  if (cursor.text.charAt(cursor.at) === "!") cursor.at++;
  return cursor.slice(from);
}

const URI_CHARACTERS = /[\w\-;/?:@&=+$,.!~*'()[\]%]/;

/** Reads the rest of a tag; `head` is what was read of it as a handle, its `!` not being part of the tag. */
function scanTagUri(cursor: YamlCursor, head: GoString): GoString {
  const from = cursor.at;
  let uri = head.slice(1);
  for (
    let char = cursor.text.charAt(cursor.at);
    URI_CHARACTERS.test(char);
    char = cursor.text.charAt(cursor.at)
  ) {
    if (char === "%") uri += scanUriEscapes(cursor);
    else {
      uri += char;
      cursor.at++;
    }
  }
  if (cursor.at === from && head === "") throw cursor.error("tagUri");
  return uri;
}

/** Reads the `%xx` of one character. */
function scanUriEscapes(cursor: YamlCursor): GoString {
  const lead = scanUriEscape(cursor);
  let escaped = lead;
  for (let left = escapedLength(cursor, lead) - 1; left > 0; left--) {
    escaped += scanUriEscape(cursor, "tagEscapeTrail");
  }
  return escaped;
}

function escapedLength(cursor: YamlCursor, lead: GoString): number {
  const code = lead.charCodeAt(0);
  if (code < 0x80) return 1;
  if (code < 0xc0 || code >= 0xf8) throw cursor.error("tagEscapeLead");
  if (code < 0xe0) return 2;
  return code < 0xf0 ? 3 : 4;
}

function scanUriEscape(cursor: YamlCursor, trail?: "tagEscapeTrail"): GoString {
  const digits = /^%([\dA-Fa-f]{2})/.exec(cursor.text.slice(cursor.at, cursor.at + 3))?.[1];
  if (digits === undefined) throw cursor.error("tagEscape");
  const code = Number.parseInt(digits, 16);
  if (trail !== undefined && (code & 0xc0) !== 0x80) throw cursor.error(trail);
  cursor.at += 3;
  return String.fromCharCode(code);
}

/** Reads a `%YAML` or `%TAG` line, the place being on its `%`. */
export function scanDirective(cursor: YamlCursor): Directive {
  cursor.at++;
  const name = scanWord(cursor);
  if (name === "") throw cursor.error("directiveName");
  if (!isBlankOrEnd(cursor.code())) throw cursor.error("directiveCharacter");
  if (name !== "YAML" && name !== "TAG") throw cursor.error("directiveUnknown");
  cursor.skipBlanks();
  const directive = name === "YAML" ? scanVersion(cursor) : scanTagDirective(cursor);
  if (!cursor.skipToLineEnd()) throw cursor.error("lineEnd");
  if (isBreak(cursor.code())) cursor.newLine();
  return directive;
}

function scanVersion(cursor: YamlCursor): Directive {
  const major = scanVersionNumber(cursor);
  if (cursor.text.charAt(cursor.at) !== ".") throw cursor.error("versionDot");
  cursor.at++;
  return { kind: "version", major, minor: scanVersionNumber(cursor) };
}

function scanVersionNumber(cursor: YamlCursor): number {
  const from = cursor.at;
  while (isDigit(cursor.code())) {
    if (cursor.at - from === 2) throw cursor.error("versionLong");
    cursor.at++;
  }
  if (cursor.at === from) throw cursor.error("versionMissing");
  return Number(cursor.slice(from));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function scanTagDirective(cursor: YamlCursor): Directive {
  if (cursor.text.charAt(cursor.at) !== "!") throw cursor.error("tagHandle");
  const handle = scanTagHandle(cursor);
  if (handle !== "!" && !handle.endsWith("!")) throw cursor.error("tagHandle");
  if (!isBlank(cursor.code())) throw cursor.error("directiveSpace");
  cursor.skipBlanks();
  const prefix = scanTagUri(cursor, "");
  if (!isBlankOrEnd(cursor.code())) throw cursor.error("tagEnd");
  return { kind: "tag", handle, prefix };
}
