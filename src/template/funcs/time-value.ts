import { bytesOfGoString, type GoString } from "../../go/bytes.ts";
import { quote } from "../../go/strconv-quote.ts";
import {
  type Func,
  FuncError,
  Int,
  type IntType,
  List,
  type ParamType,
  Struct,
  type Value,
} from "../values.ts";
import { fixed, integerAt, stringAt, valueAt } from "./arguments.ts";
import { formatTime, printTime } from "./format-time.ts";
import { MONTHS } from "./time-names.ts";
import { addDuration, civilOf, durationBetween, sinceYear1, type Time, timeOfCivil } from "./time.ts";
import { LOCAL, UTC, type Zone } from "./zones.ts";

/** A time as a template gets it: a time.Time with those of its methods that give one result. */
export function timeValue(time: Time): Struct {
  const methods = [
    ...partMethods(time),
    ...textMethods(time),
    ...changeMethods(time),
    ...comparisonMethods(time),
  ];
  const [text, goText] = [() => printTime(time), () => goSyntax(time)];
  return new Struct("time.Time", new Map(), new Map(methods), { text, goText, inner: time });
}

/** The time behind an argument. Throws a FuncError for any other kind. */
export function timeAt(args: readonly Value[], index: number): Time {
  const time = timeOf(valueAt(args, index));
  if (time !== undefined) return time;
  throw new FuncError("wrong type of argument: expected a time");
}

/** The time behind a value; undefined where it is none. */
export function timeOf(value: Value): Time | undefined {
  return value instanceof Struct && value.type === "time.Time" ? (value.inner as Time) : undefined;
}

type Methods = readonly (readonly [string, Func])[];

function partMethods(time: Time): Methods {
  const part = (type: IntType, of: (time: Time) => number | bigint): Func =>
    fixed([], () => new Int(type, BigInt(of(time))));
  const nanoseconds = time.unix * 1_000_000_000n + BigInt(time.nanosecond);
  return [
    ["Year", part("int", () => civilOf(time).year)],
    ["Month", part("time.Month", () => civilOf(time).month)],
    ["Day", part("int", () => civilOf(time).day)],
    ["Hour", part("int", () => civilOf(time).hour)],
    ["Minute", part("int", () => civilOf(time).minute)],
    ["Second", part("int", () => civilOf(time).second)],
    ["Nanosecond", part("int", () => time.nanosecond)],
    ["Weekday", part("time.Weekday", () => civilOf(time).weekday)],
    ["YearDay", part("int", () => civilOf(time).yearDay)],
    ["Unix", part("int64", () => time.unix)],
    ["UnixMilli", part("int64", () => floorDivide(nanoseconds, 1_000_000n))],
    ["UnixMicro", part("int64", () => floorDivide(nanoseconds, 1000n))],
    ["UnixNano", part("int64", () => BigInt.asIntN(64, nanoseconds))],
    ["IsZero", fixed([], () => sinceYear1(time) === 0n)],
    ["IsDST", fixed([], () => false)],
  ];
}

function floorDivide(value: bigint, by: bigint): bigint {
  const rest = value % by;
  return BigInt.asIntN(64, (value - (rest < 0n ? rest + by : rest)) / by);
}

const RFC3339_NANO = "2006-01-02T15:04:05.999999999Z07:00";

function textMethods(time: Time): Methods {
  return [
    ["Format", fixed(["string"], (args) => formatTime(time, stringAt(args, 0)))],
    ["String", fixed([], () => printTime(time))],
    ["GoString", fixed([], () => goSyntax(time))],
    ["MarshalText", fixed([], () => bytesOf(strictRfc3339(time)))],
    ["MarshalJSON", fixed([], () => bytesOf(`"${strictRfc3339(time)}"`))],
  ];
}

/** Time.GoString: the time as Go source. */
function goSyntax(time: Time): GoString {
  const { year, month, day, hour, minute, second } = civilOf(time);
  const parts = [year, `time.${MONTHS[month - 1]}`, day, hour, minute, second, time.nanosecond];
  return `time.Date(${parts.join(", ")}, ${ZONE_SYNTAX[time.zone.kind] ?? `time.Location(${quote(time.zone.name)})`})`;
}

const ZONE_SYNTAX: Readonly<Partial<Record<Zone["kind"], string>>> = { utc: "time.UTC", local: "time.Local" };

/** Throws a FuncError for years and offsets that RFC 3339 does not have. */
function strictRfc3339(time: Time): GoString {
  const { year, offset } = civilOf(time);
  if (year < 0 || year > 9999) throw new FuncError("the year is outside of 0 to 9999");
  if (Math.abs(offset) >= 86_400) throw new FuncError("the hour of the time zone is outside of 0 to 23");
  return formatTime(time, RFC3339_NANO);
}

function bytesOf(text: GoString): List {
  return new List(
    "[]uint8",
    Array.from(bytesOfGoString(text), (byte) => new Int("uint8", BigInt(byte))),
  );
}

function changed(params: readonly ParamType[], change: (args: readonly Value[]) => Time): Func {
  return fixed(params, (args) => timeValue(change(args)));
}

function changeMethods(time: Time): Methods {
  return [
    ["UTC", changed([], () => ({ ...time, zone: UTC }))],
    ["Local", changed([], () => ({ ...time, zone: LOCAL }))],
    ["In", changed(["*time.Location"], (args) => ({ ...time, zone: zoneAt(args) }))],
    ["Location", fixed([], () => locationValue(time.zone))],
    ["Add", changed(["time.Duration"], (args) => addDuration(time, integerAt(args, 0)))],
    ["AddDate", changed(["int", "int", "int"], (args) => addDate(time, args))],
    ["Truncate", changed(["time.Duration"], (args) => addDuration(time, -restOf(time, integerAt(args, 0))))],
    ["Round", changed(["time.Duration"], (args) => roundTo(time, integerAt(args, 0)))],
    ["Sub", fixed(["time.Time"], (args) => new Int("time.Duration", durationBetween(time, timeAt(args, 0))))],
  ];
}

/** `Time.AddDate`: by the calendar, so that the 31st of a month of 30 days is the 1st of the next. */
function addDate(time: Time, args: readonly Value[]): Time {
  const civil = civilOf(time);
  const [years = 0, months = 0, days = 0] = args.map((_, index) => Number(integerAt(args, index)));
  const moved = { ...civil, year: civil.year + years, month: civil.month + months, day: civil.day + days };
  if (Math.abs(moved.year) + Math.abs(moved.month) + Math.abs(moved.day) > 1e9) {
    throw new FuncError("the date is out of range");
  }
  return timeOfCivil(moved, time.nanosecond, time.zone);
}

/** What a time is past the last multiple of a duration, counted from year 1; 0 for a duration below 1. */
function restOf(time: Time, unit: bigint): bigint {
  if (unit <= 0n) return 0n;
  const rest = sinceYear1(time) % unit;
  return rest < 0n ? rest + unit : rest;
}

function roundTo(time: Time, unit: bigint): Time {
  const rest = restOf(time, unit);
  return addDuration(time, rest + rest < unit || unit <= 0n ? -rest : unit - rest);
}

function comparisonMethods(time: Time): Methods {
  const compared = (result: (order: bigint) => Value): Func =>
    fixed(["time.Time"], (args) => result(sinceYear1(time) - sinceYear1(timeAt(args, 0))));
  return [
    ["After", compared((order) => order > 0n)],
    ["Before", compared((order) => order < 0n)],
    ["Equal", compared((order) => order === 0n)],
    ["Compare", compared((order) => new Int("int", order > 0n ? 1n : order < 0n ? -1n : 0n))],
  ];
}

function locationValue(zone: Zone): Struct {
  const text = (): GoString => zone.name;
  return new Struct("*time.Location", new Map(), new Map([["String", fixed([], text)]]), {
    text,
    inner: zone,
  });
}

/** Throws a FuncError for nil, where Go panics. */
function zoneAt(args: readonly Value[]): Zone {
  const value = valueAt(args, 0);
  if (value instanceof Struct && value.type === "*time.Location") return value.inner as Zone;
  throw new FuncError("wrong type of argument: expected a time zone");
}
