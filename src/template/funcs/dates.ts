import type { GoString } from "../../go/bytes.ts";
import { formatDuration, parseDuration } from "../../go/duration.ts";
import { parseInt } from "../../go/strconv-int.ts";
import {
  type CallContext,
  type Func,
  FuncError,
  type FuncMap,
  Int,
  LimitError,
  type Value,
} from "../values.ts";
import { fixed, stringAt, valueAt } from "./arguments.ts";
import { wrapInt64 } from "./casts.ts";
import { formatTime } from "./format-time.ts";
import { parseTime } from "./parse-time.ts";
import { timeAt, timeOf, timeValue } from "./time-value.ts";
import {
  addDuration,
  durationBetween,
  type Time,
  timeOfMilliseconds,
  timeOfUnix,
  ZERO_TIME,
} from "./time.ts";
import { loadZone, UTC } from "./zones.ts";

/** Sprig's functions on dates and durations (Go's time). A date is a time or seconds since 1970. */
export const DATE_FUNCS: FuncMap = new Map<string, Func>([
  ["now", fixed([], (_, context) => timeValue(now("now", context)))],
  [
    "date",
    fixed(["string", "interface {}"], (args, context) =>
      format("date", stringAt(args, 0), args, 1, "", context),
    ),
  ],
  ["dateInZone", dateInZone("dateInZone")],
  ["date_in_zone", dateInZone("date_in_zone")],
  [
    "htmlDate",
    fixed(["interface {}"], (args, context) => format("htmlDate", HTML_DATE, args, 0, "", context)),
  ],
  ["htmlDateInZone", fixed(["interface {}", "string"], htmlDateInZone)],
  ["dateModify", fixed(["string", "time.Time"], dateModify)],
  ["date_modify", fixed(["string", "time.Time"], dateModify)],
  ["mustDateModify", fixed(["string", "time.Time"], mustDateModify)],
  ["must_date_modify", fixed(["string", "time.Time"], mustDateModify)],
  ["toDate", fixed(["string", "string"], toDate)],
  ["mustToDate", fixed(["string", "string"], mustToDate)],
  ["unixEpoch", fixed(["time.Time"], (args) => String(timeAt(args, 0).unix))],
  ["ago", fixed(["interface {}"], ago)],
  ["duration", fixed(["interface {}"], duration)],
  ["durationRound", fixed(["interface {}"], durationRound)],
]);

const HTML_DATE = "2006-01-02";
const SECOND = 1_000_000_000n;

function now(functionName: string, context: CallContext): Time {
  return timeOfMilliseconds(context.now(functionName));
}

function dateInZone(name: string): Func {
  return fixed(["string", "interface {}", "string"], (args, context) =>
    format(name, stringAt(args, 0), args, 1, stringAt(args, 2), context),
  );
}

function htmlDateInZone(args: readonly Value[], context: CallContext): Value {
  return format("htmlDateInZone", HTML_DATE, args, 0, stringAt(args, 1), context);
}

/** A date by a layout, in a zone; UTC where the zone is not known. What is no date is the present time. */
function format(
  functionName: string,
  layout: GoString,
  args: readonly Value[],
  index: number,
  zone: GoString,
  context: CallContext,
): Value {
  context.allocate(layout.length * LAYOUT_GROWTH);
  const time = dateOf(valueAt(args, index), ["int", "int32", "int64"]) ?? now(functionName, context);
  return formatTime({ ...time, zone: loadZone(zone) ?? UTC }, layout);
}

/** The most bytes that one byte of a layout becomes: `1` a month of two digits, `Mon` and `Jan` full names. */
const LAYOUT_GROWTH = 12;

function dateOf(value: Value, types: readonly string[]): Time | undefined {
  if (value instanceof Int && types.includes(value.type)) return timeOfUnix(value.value);
  return timeOf(value);
}

/** The time itself where the duration is none. */
function dateModify(args: readonly Value[]): Value {
  const change = parseDuration(stringAt(args, 0));
  return timeValue(addDuration(timeAt(args, 1), change ?? 0n));
}

function mustDateModify(args: readonly Value[]): Value {
  if (parseDuration(stringAt(args, 0)) === undefined)
    throw new FuncError("the text is not a duration, such as 1h30m");
  return dateModify(args);
}

/** Go's zero time where the text does not fit the layout. */
function toDate(args: readonly Value[]): Value {
  try {
    return mustToDate(args);
  } catch (error) {
    if (!(error instanceof FuncError) || error instanceof LimitError) throw error;
    return timeValue(ZERO_TIME);
  }
}

function mustToDate(args: readonly Value[]): Value {
  return timeValue(parseTime(stringAt(args, 0), stringAt(args, 1)));
}

/** How long ago, in whole seconds. */
function ago(args: readonly Value[], context: CallContext): Value {
  const present = now("ago", context);
  const past = dateOf(valueAt(args, 0), ["int", "int64"]) ?? present;
  return formatDuration(toSeconds(durationBetween(present, past)));
}

/** Duration.Round(time.Second): halves away from zero. */
function toSeconds(nanoseconds: bigint): bigint {
  const half = nanoseconds < 0n ? -SECOND / 2n : SECOND / 2n;
  return wrapInt64(((nanoseconds + half) / SECOND) * SECOND);
}

/** Seconds as a duration's text. Only a string and an int64 count, anything else is 0. */
function duration(args: readonly Value[]): Value {
  const value = valueAt(args, 0);
  if (typeof value === "string") return formatDuration(wrapInt64(parseInt(value, 10, 64).value * SECOND));
  const seconds = value instanceof Int && value.type === "int64" ? value.value : 0n;
  return formatDuration(wrapInt64(seconds * SECOND));
}

/** The units of {@link durationRound}, in seconds. */
const UNITS = [
  ["y", 31_536_000n],
  ["mo", 2_592_000n],
  ["d", 86_400n],
  ["h", 3600n],
  ["m", 60n],
  ["s", 1n],
] as const;

/** A duration, or the time since a date, in its largest unit; a unit counts only when it is exceeded. */
function durationRound(args: readonly Value[], context: CallContext): Value {
  const nanoseconds = durationOf(valueAt(args, 0), context);
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const unit = UNITS.find(([, seconds]) => magnitude > seconds * SECOND);
  return unit === undefined ? "0s" : `${magnitude / (unit[1] * SECOND)}${unit[0]}`;
}

function durationOf(value: Value, context: CallContext): bigint {
  if (typeof value === "string") return parseDuration(value) ?? 0n;
  if (value instanceof Int) return value.type === "int64" ? value.value : 0n;
  const time = timeOf(value);
  return time === undefined ? 0n : durationBetween(now("durationRound", context), time);
}
