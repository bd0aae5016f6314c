import { type CallContext, type Func, type FuncMap, Int, List, type Value } from "../values.ts";
import { allocateCollection, allocateString } from "./allocation.ts";
import { fixed, integerAt, variadic } from "./arguments.ts";
import { wrapInt64 } from "./casts.ts";

/** Sprig's counting functions: lists of int, and `seq`, which prints one as the shell command does. */
export const SEQUENCE_FUNCS: FuncMap = new Map<string, Func>([
  ["until", fixed(["int"], until)],
  ["untilStep", fixed(["int", "int", "int"], untilStep)],
  ["seq", variadic(["int"], seq)],
]);

function until(args: readonly Value[], context: CallContext): Value {
  const count = integerAt(args, 0);
  return listOf(range(0n, count, count < 0n ? -1n : 1n, context));
}

function untilStep(args: readonly Value[], context: CallContext): Value {
  return listOf(range(integerAt(args, 0), integerAt(args, 1), integerAt(args, 2), context));
}

function listOf(numbers: readonly bigint[]): List {
  return new List(
    "[]int",
    numbers.map((value) => new Int("int", value)),
  );
}

/** The numbers from a start to before a stop; none where the step does not lead there. */
function range(start: bigint, stop: bigint, step: bigint, context: CallContext): bigint[] {
  const leads = stop < start ? step < 0n : step > 0n;
  if (!leads) return [];
  const away = step < 0n ? 1n : -1n;
  const count = Number((stop - start + step + away) / step);
  allocateCollection(context, count);
  return Array.from({ length: count }, (_, index) => start + BigInt(index) * step);
}

/** One argument is the end, two are start and end, three are start, step and end; the end is included. */
function seq(args: readonly Value[], context: CallContext): Value {
  const numbers = seqOf(
    args.map((_, index) => integerAt(args, index)),
    context,
  ).map(String);
  allocateString(
    context,
    numbers.reduce((sum, text) => sum + text.length + 1, 0),
  );
  return numbers.join(" ");
}

function seqOf(params: readonly bigint[], context: CallContext): bigint[] {
  const [first = 1n, second = 1n, third = 1n] = params;
  switch (params.length) {
    case 1:
      return inclusive(1n, first, direction(1n, first), context);
    case 2:
      return inclusive(first, second, direction(first, second), context);
    case 3:
      return third < first && second > 0n ? [] : inclusive(first, third, second, context);
    default:
      return [];
  }
}

function direction(start: bigint, end: bigint): bigint {
  return end < start ? -1n : 1n;
}

function inclusive(start: bigint, end: bigint, step: bigint, context: CallContext): bigint[] {
  return range(start, wrapInt64(end + direction(start, end)), step, context);
}
