import { goStringOfBytes } from "../../go/bytes.ts";
import { type DerReader, TAG } from "./der-read.ts";
import { der } from "./der-write.ts";

/** Year, month, day, hour, minute, second if there is one, and an offset that is Z where it is zero. */
const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d{4})$/;

/** Two digits from here on are of the 20th century for Go's time.Parse. */
const CENTURY_TURN = 69;
const MAX_OFFSET_HOURS = 24;

/** Reads a UTCTime or GeneralizedTime, whose value nobody needs. Throws a FuncError for a time that Go refuses. */
export function checkTime(reader: DerReader): void {
  const isUtc = reader.follows(TAG.utcTime);
  const text = goStringOfBytes(reader.content(isUtc ? TAG.utcTime : TAG.generalizedTime));
  const parts = (isUtc ? UTC_TIME : GENERALIZED_TIME).exec(text)?.slice(1);
  if (parts === undefined || !isTime(parts, isUtc)) throw reader.malformed("it has a malformed time");
}

function isTime(parts: readonly string[], isUtc: boolean): boolean {
  const [year = 0, month = 0, day = 0, ...clock] = parts.slice(0, 6).map((part) => Number(part || 0));
  return (
    isDate(isUtc ? fullYearOf(year) : year, month, day) && isClock(clock) && isOffset(parts.at(-1) ?? "")
  );
}

function fullYearOf(year: number): number {
  return year + (year >= CENTURY_TURN ? 1900 : 2000);
}

/** A time in whole seconds since 1970 as Go writes it: UTCTime from 1950 to 2049, else GeneralizedTime. */
export function derTime(seconds: number): Uint8Array {
  const iso = new Date(seconds * 1000).toISOString();
  const year = Number(iso.slice(0, 4));
  const digits = iso.replace(/\.\d+/, "").replace(/[-:T]/g, "");
  const isUtc = year >= 1950 && year < 2050;
  const text = isUtc ? digits.slice(2) : digits;
  return der(isUtc ? TAG.utcTime : TAG.generalizedTime, new TextEncoder().encode(text));
}

/** A day that the month has; 1 to 12 for the month. */
function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const february = isLeap ? 29 : 28;
  return day <= ([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

function isClock([hour = 0, minute = 0, second = 0]: readonly number[]): boolean {
  return hour < 24 && minute < 60 && second < 60;
}

function isOffset(offset: string): boolean {
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3))];
  return offset === "Z" || (hours <= MAX_OFFSET_HOURS && minutes < 60 && hours + minutes > 0);
}
