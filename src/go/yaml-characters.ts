import type { GoString } from "./bytes.ts";

/** How many bytes the UTF-8 character at an offset has. */
export function widthOf(text: GoString, at: number): number {
  const lead = text.charCodeAt(at);
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Whether a line of YAML 1.1 ends at an offset: CR, LF, NEL, LS or PS. */
export function isYamlBreak(text: GoString, at: number): boolean {
  const lead = text.charCodeAt(at);
  if (lead === 0x0a || lead === 0x0d) return true;
  if (lead === 0xc2) return text.charCodeAt(at + 1) === 0x85;
  if (lead !== 0xe2 || text.charCodeAt(at + 1) !== 0x80) return false;
  const last = text.charCodeAt(at + 2);
  return last === 0xa8 || last === 0xa9;
}

/** Whether go-yaml's emitter writes the character at an offset as it is: nothing beyond the BMP, and no tab. */
export function isYamlPrintable(text: GoString, at: number): boolean {
  const lead = text.charCodeAt(at);
  if (lead < 0x80) return lead === 0x0a || (lead >= 0x20 && lead <= 0x7e);
  const second = text.charCodeAt(at + 1);
  if (lead === 0xc2) return second >= 0xa0;
  if (lead === 0xed) return second < 0xa0;
  if (lead !== 0xef) return lead > 0xc2 && lead <= 0xee;
  const third = text.charCodeAt(at + 2);
  const isByteOrderMark = second === 0xbb && third === 0xbf;
  return !isByteOrderMark && !(second === 0xbf && third >= 0xbe);
}
