import { stringOf } from "./stringer.ts";
import type { ParamType } from "./values.ts";
import { Func, Int, type Value } from "./values.ts";

/** A method of an integer's type: those of time.Duration, and String of time.Month and time.Weekday. */
export function methodOf(receiver: Int, name: string): Func | undefined {
  if (receiver.type === "time.Duration") return DURATION_METHODS.get(name)?.(receiver.value);
  const text = name === "String" ? stringOf(receiver) : undefined;
  return text === undefined ? undefined : method([], () => text);
}

const SECOND = 1_000_000_000n;
const MAX_DURATION = 2n ** 63n - 1n;
const MIN_DURATION = -(2n ** 63n);

const DURATION_METHODS: ReadonlyMap<string, (ns: bigint) => Func> = new Map([
  ["String", (ns) => method([], () => stringOf(duration(ns)) ?? "")],
  ["Nanoseconds", (ns) => method([], () => new Int("int64", ns))],
  ["Microseconds", (ns) => method([], () => new Int("int64", ns / 1000n))],
  ["Milliseconds", (ns) => method([], () => new Int("int64", ns / 1_000_000n))],
  ["Seconds", (ns) => method([], () => inUnits(ns, SECOND))],
  ["Minutes", (ns) => method([], () => inUnits(ns, 60n * SECOND))],
  ["Hours", (ns) => method([], () => inUnits(ns, 3600n * SECOND))],
  ["Abs", (ns) => method([], () => duration(clamped(ns < 0n ? -ns : ns)))],
  ["Truncate", (ns) => method(["time.Duration"], ([unit]) => duration(truncated(ns, nanoseconds(unit))))],
  ["Round", (ns) => method(["time.Duration"], ([unit]) => duration(rounded(ns, nanoseconds(unit))))],
]);

function method(params: readonly ParamType[], call: (args: readonly Value[]) => Value): Func {
  return new Func(params, false, call);
}

function duration(ns: bigint): Int {
  return new Int("time.Duration", ns);
}

function nanoseconds(value: Value | undefined): bigint {
  return value instanceof Int ? value.value : 0n;
}

/** The whole units and the rest are converted one by one, as in Go, since that decides the last digit. */
function inUnits(ns: bigint, unit: bigint): number {
  return Number(ns / unit) + Number(ns % unit) / Number(unit);
}

function clamped(ns: bigint): bigint {
  if (ns > MAX_DURATION) return MAX_DURATION;
  return ns < MIN_DURATION ? MIN_DURATION : ns;
}

function truncated(ns: bigint, unit: bigint): bigint {
  return unit <= 0n ? ns : ns - (ns % unit);
}

/** To the nearest multiple, halves away from zero. */
function rounded(ns: bigint, unit: bigint): bigint {
  if (unit <= 0n) return ns;
  const rest = ns < 0n ? -(ns % unit) : ns % unit;
  const toZero = ns < 0n ? ns + rest : ns - rest;
  if (rest + rest < unit) return toZero;
  return clamped(ns < 0n ? toZero - unit : toZero + unit);
}
