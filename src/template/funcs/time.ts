import { LOCAL, offsetAt, UTC, type Zone } from "./zones.ts";

/** A moment and the zone to show it in (Go: time.Time). */
export interface Time {
  /** Seconds since 1970, an int64. */
  readonly unix: bigint;
  readonly nanosecond: number;
  readonly zone: Zone;
}

/** A date by the calendar and a time by the clock. */
export interface Civil {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A moment as its zone shows it. */
export interface ZonedCivil extends Civil {
  /** From 0, Sunday. */
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly abbreviation: string;
}

const SECONDS_PER_DAY = 86_400n;
const NANOSECONDS = 1_000_000_000n;

/** Seconds from the first moment that Go can count, long before year 1, to 1970. */
const ABSOLUTE_TO_UNIX = 9_223_372_028_715_321_600n;

/** Seconds from year 1, where Go's zero time is, to 1970. */
const YEAR_1_TO_UNIX = 62_135_596_800n;

/** time.Time{}: year 1 in UTC. */
export const ZERO_TIME: Time = { unix: -YEAR_1_TO_UNIX, nanosecond: 0, zone: UTC };

/** `time.Unix`: seconds since 1970 in the local zone. */
export function timeOfUnix(seconds: bigint): Time {
  return { unix: seconds, nanosecond: 0, zone: LOCAL };
}

/** `time.UnixMilli`. */
export function timeOfMilliseconds(milliseconds: number): Time {
  const seconds = Math.floor(milliseconds / 1000);
  return {
    unix: BigInt(seconds),
    nanosecond: Math.floor((milliseconds - seconds * 1000) * 1_000_000),
    zone: LOCAL,
  };
}

/** `time.Date`: the moment at which a zone shows a date and time; days and hours may be out of range. */
export function timeOfCivil(civil: Civil, nanosecond: number, zone: Zone): Time {
  const { year, month, day, hour, minute, second } = civil;
  const shown =
    BigInt(daysOf(year, month, day)) * SECONDS_PER_DAY + BigInt(hour * 3600 + minute * 60 + second);
  const guess = offsetAt(zone, shown).offset;
  const offset = guess === 0 ? 0 : offsetAt(zone, shown - BigInt(guess)).offset;
  return { unix: shown - BigInt(offset), nanosecond, zone };
}

/** The calendar and the clock of a moment in its zone. */
export function civilOf({ unix, zone }: Time): ZonedCivil {
  const { offset, abbreviation } = offsetAt(zone, unix);
  const absolute = BigInt.asUintN(64, unix + ABSOLUTE_TO_UNIX + BigInt(offset)) - ABSOLUTE_TO_UNIX;
  const second = Number(((absolute % SECONDS_PER_DAY) + SECONDS_PER_DAY) % SECONDS_PER_DAY);
  const days = Number((absolute - BigInt(second)) / SECONDS_PER_DAY);
  const date = dateOf(days);
  return {
    ...date,
    hour: Math.floor(second / 3600),
    minute: Math.floor(second / 60) % 60,
    second: second % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysOf(date.year, 1, 1) + 1,
    offset,
    abbreviation,
  };
}

/** How many days a month has. */
export function daysIn(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1);
}

/** Whether a year has a 29th of February. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const DAYS_PER_ERA = 146_097;

/** Days since 1970 of a date in the Gregorian calendar, which is taken to go on for ever; months may be out of range. */
function daysOf(year: number, month: number, day: number): number {
  const months = year * 12 + month - 3;
  const fromMarch = ((months % 12) + 12) % 12;
  const marchYear = (months - fromMarch) / 12;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
}

function dateOf(days: number): Pick<Civil, "year" | "month" | "day"> {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

/** `Time.Add`: a duration in nanoseconds later. */
export function addDuration(time: Time, duration: bigint): Time {
  const total = BigInt(time.nanosecond) + duration;
  const nanosecond = ((total % NANOSECONDS) + NANOSECONDS) % NANOSECONDS;
  const unix = BigInt.asIntN(64, time.unix + (total - nanosecond) / NANOSECONDS);
  return { unix, nanosecond: Number(nanosecond), zone: time.zone };
}

/** `Time.Sub`: nanoseconds from `b` to `a`, at most what an int64 holds. */
export function durationBetween(a: Time, b: Time): bigint {
  const exact = sinceYear1(a) - sinceYear1(b);
  const most = 2n ** 63n - 1n;
  if (exact > most) return most;
  return exact < -most - 1n ? -most - 1n : exact;
}

/** Nanoseconds since year 1, by which times are compared and rounded. */
export function sinceYear1({ unix, nanosecond }: Time): bigint {
  return (unix + YEAR_1_TO_UNIX) * NANOSECONDS + BigInt(nanosecond);
}
