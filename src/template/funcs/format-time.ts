import type { GoString } from "../../go/bytes.ts";
import { type LayoutField, type LayoutToken, parseLayout } from "./time-layout.ts";
import { MONTHS, WEEKDAYS } from "./time-names.ts";
import { civilOf, type Time, type ZonedCivil } from "./time.ts";

/** `Time.Format`: the layout with its fields filled in, in the zone of the time. */
export function formatTime(time: Time, layout: GoString): GoString {
  const civil = civilOf(time);
  return parseLayout(layout)
    .map((token) => tokenText(token, civil, time.nanosecond))
    .join("");
}

/** `Time.String`. */
export function printTime(time: Time): GoString {
  return formatTime(time, "2006-01-02 15:04:05.999999999 -0700 MST");
}

function tokenText(token: LayoutToken, civil: ZonedCivil, nanosecond: number): GoString {
  if (token.kind === "text") return token.text;
  if (token.kind === "fraction") return fractionText(token.text, token.trims, nanosecond);
  return FIELD_TEXTS[token.field](civil);
}

/** The digits that the layout has, nine at most; those written with 9 lose their last zeros, and their dot. */
function fractionText(text: string, trims: boolean, nanosecond: number): string {
  const digits = String(nanosecond)
    .padStart(9, "0")
    .slice(0, text.length - 1);
  const kept = trims ? digits.replace(/0+$/, "") : digits;
  return kept === "" ? "" : text.charAt(0) + kept;
}

const FIELD_TEXTS: Readonly<Record<LayoutField, (civil: ZonedCivil) => string>> = {
  "2006": ({ year }) => padded(year, 4),
  "06": ({ year }) => padded(Math.abs(year) % 100, 2),
  January: ({ month }) => nameOf(MONTHS, month - 1),
  Jan: ({ month }) => nameOf(MONTHS, month - 1).slice(0, 3),
  "01": ({ month }) => padded(month, 2),
  "1": ({ month }) => String(month),
  Monday: ({ weekday }) => nameOf(WEEKDAYS, weekday),
  Mon: ({ weekday }) => nameOf(WEEKDAYS, weekday).slice(0, 3),
  "02": ({ day }) => padded(day, 2),
  _2: ({ day }) => String(day).padStart(2),
  "2": ({ day }) => String(day),
  "002": ({ yearDay }) => padded(yearDay, 3),
  __2: ({ yearDay }) => String(yearDay).padStart(3),
  "15": ({ hour }) => padded(hour, 2),
  "03": ({ hour }) => padded(onDial(hour), 2),
  "3": ({ hour }) => String(onDial(hour)),
  "04": ({ minute }) => padded(minute, 2),
  "4": ({ minute }) => String(minute),
  "05": ({ second }) => padded(second, 2),
  "5": ({ second }) => String(second),
  PM: ({ hour }) => (hour < 12 ? "AM" : "PM"),
  pm: ({ hour }) => (hour < 12 ? "am" : "pm"),
  MST: ({ abbreviation, offset }) => (abbreviation === "" ? offsetText(offset, "-0700") : abbreviation),
  "-07": ({ offset }) => offsetText(offset, "-07"),
  "-0700": ({ offset }) => offsetText(offset, "-0700"),
  "-07:00": ({ offset }) => offsetText(offset, "-07:00"),
  "-070000": ({ offset }) => offsetText(offset, "-070000"),
  "-07:00:00": ({ offset }) => offsetText(offset, "-07:00:00"),
  Z07: ({ offset }) => offsetText(offset, "Z07"),
  Z0700: ({ offset }) => offsetText(offset, "Z0700"),
  "Z07:00": ({ offset }) => offsetText(offset, "Z07:00"),
  Z070000: ({ offset }) => offsetText(offset, "Z070000"),
  "Z07:00:00": ({ offset }) => offsetText(offset, "Z07:00:00"),
};

function padded(value: number, width: number): string {
  return (value < 0 ? "-" : "") + String(Math.abs(value)).padStart(width, "0");
}

function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? "";
}

/** The hour on a dial: 12 at noon and at midnight. */
function onDial(hour: number): number {
  return hour % 12 || 12;
}

/** The offset in the form of a layout's field: `Z` forms write UTC as Z, and seconds only stand where it has them. */
function offsetText(offset: number, form: LayoutField): string {
  if (offset === 0 && form.startsWith("Z")) return "Z";
  const minutes = Math.floor(Math.abs(offset) / 60);
  const parts = [Math.floor(minutes / 60), minutes % 60, Math.abs(offset) % 60].map((part) =>
    padded(part, 2),
  );
  const separator = form.includes(":") ? ":" : "";
  const count = form.replaceAll(":", "").length === 7 ? 3 : form.length === 3 ? 1 : 2;
  return (offset <= -60 ? "-" : "+") + parts.slice(0, count).join(separator);
}
