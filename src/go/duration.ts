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

/** Go: time.Duration.String, such as `1h2m3.5s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${fractionOf(size, 1_000n)}\u00c2\u00b5s`;
  if (size < 1_000_000_000n) return `${sign}${fractionOf(size, 1_000_000n)}ms`;
  const seconds = size / 1_000_000_000n;
  const hours = seconds / 3600n;
  const minutes = (seconds / 60n) % 60n;
  const rest = fractionOf(size % 60_000_000_000n, 1_000_000_000n);
  if (hours > 0n) return `${sign}${hours}h${minutes}m${rest}s`;
  return minutes > 0n ? `${sign}${minutes}m${rest}s` : `${sign}${rest}s`;
}

function fractionOf(size: bigint, unit: bigint): string {
  const fraction = String(size % unit).padStart(String(unit).length - 1, "0");
  const digits = fraction.replace(/0+$/, "");
  return digits === "" ? String(size / unit) : `${size / unit}.${digits}`;
}
