import { LimitError } from "../values.ts";

/**
 * A place in a layout, by the text that stands for it in Go's reference time; fractions of a second are named apart,
 * since their number of digits varies.
 */
export type LayoutToken =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "field"; readonly text: string; readonly field: LayoutField }
  | { readonly kind: "fraction"; readonly text: string; readonly trims: boolean };

/** The fields of a layout, longest first where one begins like another. */
const FIELDS = [
  "January",
  "Jan",
  "Monday",
  "Mon",
  "MST",
  "002",
  "01",
  "02",
  "03",
  "04",
  "05",
  "06",
  "15",
  "1",
  "2006",
  "2",
  "__2",
  "_2",
  "3",
  "4",
  "5",
  "PM",
  "pm",
  "-07:00:00",
  "-070000",
  "-07:00",
  "-0700",
  "-07",
  "Z07:00:00",
  "Z070000",
  "Z07:00",
  "Z0700",
  "Z07",
] as const;

/** What a field of a layout is called: as it is written. */
export type LayoutField = (typeof FIELDS)[number];

/** The longest layout, in bytes. */
const MAX_LAYOUT_BYTES = 1024;

/**
 * Splits a layout into its fields and the text between them (Go: time.nextStdChunk). Throws a LimitError for a layout
 * that is too long.
 */
export function parseLayout(layout: string): LayoutToken[] {
  if (layout.length > MAX_LAYOUT_BYTES) {
    throw new LimitError(`the layout of a time may have at most ${MAX_LAYOUT_BYTES} bytes`);
  }
  const tokens: LayoutToken[] = [];
  let text = "";
  let at = 0;
  while (at < layout.length) {
    const token = tokenAt(layout, at);
    if (token === undefined) {
      text += layout[at++] ?? "";
      continue;
    }
    if (text !== "") tokens.push({ kind: "text", text });
    text = "";
    tokens.push(token);
    at += token.text.length;
  }
  return text === "" ? tokens : [...tokens, { kind: "text", text }];
}

const FRACTION = /[.,](?:0+|9+)(?!\d)/y;

function tokenAt(layout: string, at: number): LayoutToken | undefined {
  FRACTION.lastIndex = at;
  const fraction = FRACTION.exec(layout)?.[0];
  if (fraction !== undefined) return { kind: "fraction", text: fraction, trims: fraction.endsWith("9") };
  const field = FIELDS.find((candidate) => layout.startsWith(candidate, at) && fits(layout, at, candidate));
  return field === undefined ? undefined : { kind: "field", text: field, field };
}

/** `Janet` holds no month and `_2006` no day; `2006` after the underscore is the year. */
function fits(layout: string, at: number, field: LayoutField): boolean {
  if (field === "_2") return !layout.startsWith("_2006", at);
  const next = layout[at + 3] ?? "";
  return (field !== "Jan" && field !== "Mon") || next < "a" || next > "z";
}
