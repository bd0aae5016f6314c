import type { GoString } from "./bytes.ts";

/** Date, and a time behind `T`, `t` (then with a zone) or a space (then without); months to seconds of one or two digits. */
const SHAPE =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d)))|(?: (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?))?$/;

/** Whether go-yaml v2 takes a text for a timestamp: one of its four layouts, with a day and a time that exist. */
export function isTimestamp(text: GoString): boolean {
  if (text[4] !== "-") return false;
  const match = SHAPE.exec(text);
  if (match === null) return false;
  const [year, month, day] = numbers(match, 1);
  const [hour, minute, second] = numbers(match, match[4] === undefined ? 9 : 4);
  const [zoneHour, zoneMinute] = numbers(match, 7);
  const inDay = hour < 24 && minute < 60 && second < 60;
  return isDay(year, month, day) && inDay && zoneHour <= 24 && zoneMinute < 60;
}

function numbers(match: RegExpExecArray, from: number): [number, number, number] {
  return [Number(match[from] ?? 0), Number(match[from + 1] ?? 0), Number(match[from + 2] ?? 0)];
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}
