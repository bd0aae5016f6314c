const UNITS: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["µs", 1_000n],
  ["μs", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);

const WHOLE = /^(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const PART = /([0-9]*)\.?([0-9]*)(ns|us|µs|μs|ms|s|m|h)/g;

/** Go: time.ParseDuration, in nanoseconds; undefined for what it refuses. */
export function parseDuration(text: string): bigint | undefined {
  const negative = text.startsWith("-");
  const rest = negative || text.startsWith("+") ? text.slice(1) : text;
  if (rest === "0") return 0n;
  if (!WHOLE.test(rest)) return undefined;
  let total = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of rest.matchAll(PART))
    total += partOf(whole, fraction, unit);
  return BigInt.asIntN(64, total) === total ? signed(total, negative) : undefined;
}

function signed(value: bigint, negative: boolean): bigint {
  return negative ? -value : value;
}

function partOf(whole: string, fraction: string, unit: string): bigint {
  const scale = UNITS.get(unit) ?? 0n;
  return BigInt(`0${whole}`) * scale + (BigInt(`0${fraction}`) * scale) / 10n ** BigInt(fraction.length);
}
