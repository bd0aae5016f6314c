import type { GoString } from "../go/bytes.ts";
import { formatDuration } from "../go/duration.ts";
import { Int, Struct, type Value } from "./values.ts";

const MONTHS = [
  ["January", "February", "March", "April", "May", "June"],
  ["July", "August", "September", "October", "November", "December"],
].flat();

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** What the String method of a value's type gives (Go: fmt.Stringer); undefined where the type has none. */
export function stringOf(value: Value): GoString | undefined {
  if (value instanceof Int) return namedIntText(value);
  return value instanceof Struct ? value.text?.() : undefined;
}

function namedIntText({ type, value }: Int): GoString | undefined {
  if (type === "time.Duration") return formatDuration(value);
  if (type === "time.Month") return MONTHS[Number(value) - 1] ?? outOfRange("Month", value);
  if (type === "time.Weekday") return WEEKDAYS[Number(value)] ?? outOfRange("Weekday", value);
  return undefined;
}

/** Go prints the number without its sign here. */
function outOfRange(type: string, value: bigint): GoString {
  return `%!${type}(${BigInt.asUintN(64, value)})`;
}
