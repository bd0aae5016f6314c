import type { GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { TimeReader } from "./time-reader.ts";
import { type LayoutToken, parseLayout } from "./time-layout.ts";
import { type Civil, daysIn, isLeapYear, type Time, timeOfCivil } from "./time.ts";
import { fixedZone, LOCAL, UTC } from "./zones.ts";

/**
 * `time.ParseInLocation` with the local zone, which is UTC. A zone given by offset, or by an abbreviation other than
 * UTC, becomes a zone of its own; Go does not know what offset an abbreviation has, and takes it for 0. Throws a
 * FuncError where the text does not fit the layout, or a number is out of range.
 */
export function parseTime(layout: GoString, text: GoString): Time {
  const fields = readFields(layout, text);
  const civil = civilFrom(fields);
  if (fields.isUtc) return timeOfCivil(civil, fields.nanosecond, UTC);
  const local = timeOfCivil(civil, fields.nanosecond, LOCAL);
  const { offset, zoneName } = fields;
  if (offset !== undefined && offset !== -1) {
    const isLocal = offset === 0 && (zoneName === "" || zoneName === "UTC");
    return {
      ...local,
      unix: local.unix - BigInt(offset),
      zone: isLocal ? LOCAL : fixedZone(zoneName, offset),
    };
  }
  if (zoneName === "") return local;
  const hours = /^GMT([+-]\d+)$/.exec(zoneName)?.[1] ?? "0";
  return { ...local, zone: fixedZone(zoneName, Number(hours) * 3600) };
}

function readFields(layout: GoString, text: GoString): TimeReader {
  const tokens = parseLayout(layout);
  const reader = new TimeReader(text);
  tokens.forEach((token, index) => readToken(reader, token, tokens, index));
  if (reader.rest !== "") throw new FuncError("the time has more text than its layout");
  return reader;
}

function readToken(
  reader: TimeReader,
  token: LayoutToken,
  tokens: readonly LayoutToken[],
  index: number,
): void {
  if (token.kind === "text") reader.readText(token.text);
  else if (token.kind === "field") {
    reader.readField(token.field);
    const readsSeconds = token.field === "05" || token.field === "5";
    if (readsSeconds && !isFractionNext(tokens, index)) reader.readOpenFraction();
  } else if (token.trims) reader.readOpenFraction();
  else reader.readFraction(token.text.length);
}

/** Whether the next field behind a token is a fraction of a second. Tokens of text never follow one another. */
function isFractionNext(tokens: readonly LayoutToken[], index: number): boolean {
  const next = tokens[index + 1];
  return (next?.kind === "text" ? tokens[index + 2] : next)?.kind === "fraction";
}

function civilFrom(fields: TimeReader): Civil {
  const { year, minute, second } = fields;
  const { month, day } =
    fields.yearDay === undefined ? dayOfMonth(fields) : dayOfYear(fields, fields.yearDay);
  if (day < 1 || day > daysIn(year, month)) throw new FuncError("the day of the time is out of range");
  return { year, month, day, hour: hourOf(fields), minute, second };
}

/** A time may be both before and after noon, by two fields; then each counts where it changes the hour. */
function hourOf({ hour, halves }: TimeReader): number {
  if (halves.has("pm") && hour < 12) return hour + 12;
  return halves.has("am") && hour === 12 ? 0 : hour;
}

function dayOfMonth({ month = 1, day = 1 }: TimeReader): Pick<Civil, "month" | "day"> {
  return { month, day };
}

/** The day of the year decides; a month and a day that are also given must agree. */
function dayOfYear(fields: TimeReader, yearDay: number): Pick<Civil, "month" | "day"> {
  if (yearDay < 1 || yearDay > (isLeapYear(fields.year) ? 366 : 365)) {
    throw new FuncError("the day of the year is out of range");
  }
  let month = 1;
  let day = yearDay;
  while (day > daysIn(fields.year, month)) day -= daysIn(fields.year, month++);
  const agrees = (fields.month ?? month) === month && (fields.day ?? day) === day;
  if (!agrees) throw new FuncError("the day of the year is not the day of the month");
  return { month, day };
}
