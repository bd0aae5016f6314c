/**
 * Characters that a terminal or a log viewer would act on or hide: controls, soft hyphen, bidirectional and
 * zero-width marks, line separators, byte order mark, interlinear marks, lone surrogates.
 */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** Most texts: nothing in them needs a second look. */
const PLAIN = /^[\u0020-\u007e]*$/;

const MAX_LENGTH = 256;

/** `text` for one line of a report: what is invisible as `\u{…}`, cut at `length` characters. */
export function visible(text: string, length = MAX_LENGTH): string {
  if (text.length <= length && PLAIN.test(text)) return text;
  const escaped = text.replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`);
  return escaped.length <= length ? escaped : `${escaped.slice(0, length - 1)}…`;
}
