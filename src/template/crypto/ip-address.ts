import type { GoString } from "../../go/bytes.ts";

const V4_SIZE = 4;
const GROUPS = 8;
/** What stands before an IPv4 address in 16 bytes. */
const V4_IN_V6 = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

/**
 * `net.ParseIP`: the 4 bytes of an IPv4 address, also where it is written in IPv6's form, or the 16 bytes of an IPv6
 * address; undefined for anything else, such as leading zeros in IPv4 or a zone.
 */
export function parseIp(text: GoString): Uint8Array | undefined {
  if (!text.includes(":")) return parseV4(text);
  const bytes = parseV6(text);
  return bytes !== undefined && isV4InV6(bytes) ? bytes.subarray(V4_IN_V6.length) : bytes;
}

/** `net.IP.String` of 4 or 16 bytes. */
export function formatIp(bytes: Uint8Array): GoString {
  if (bytes.length === V4_SIZE) return bytes.join(".");
  if (isV4InV6(bytes)) return bytes.subarray(V4_IN_V6.length).join(".");
  const groups = Array.from(
    { length: GROUPS },
    (_, at) => (bytes[2 * at] ?? 0) * 256 + (bytes[2 * at + 1] ?? 0),
  );
  const zeros = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (zeros.length < 2) return hex.join(":");
  return `${hex.slice(0, zeros.start).join(":")}::${hex.slice(zeros.start + zeros.length).join(":")}`;
}

function isV4InV6(bytes: Uint8Array): boolean {
  return V4_IN_V6.every((byte, at) => byte === bytes[at]);
}

function parseV4(text: GoString): Uint8Array | undefined {
  const fields = text.split(".");
  const isValid =
    fields.length === V4_SIZE &&
    fields.every((field) => /^(?:0|[1-9]\d{0,2})$/.test(field) && Number(field) <= 255);
  return isValid ? Uint8Array.from(fields, Number) : undefined;
}

/** Groups of up to four digits, once `::` for one or more of them, the last two perhaps as IPv4. */
function parseV6(text: GoString): Uint8Array | undefined {
  const halves = text.split("::");
  const [head, tail] = [readGroups(halves[0] ?? "", halves.length === 1), readGroups(halves[1] ?? "", true)];
  if (halves.length > 2 || head === undefined || tail === undefined) return undefined;
  const missing = GROUPS * 2 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  return Uint8Array.from([...head, ...Array<number>(missing).fill(0), ...tail]);
}

/** Bytes of groups between colons, an IPv4 address only at the end of the whole. */
function readGroups(text: GoString, mayEndInV4: boolean): number[] | undefined {
  if (text === "") return [];
  const fields = text.split(":");
  const bytes: number[] = [];
  for (const [at, field] of fields.entries()) {
    const v4 = mayEndInV4 && at === fields.length - 1 ? parseV4(field) : undefined;
    if (v4 === undefined && !/^[0-9A-Fa-f]{1,4}$/.test(field)) return undefined;
    const group = Number.parseInt(field, 16);
    bytes.push(...(v4 ?? [group >> 8, group & 0xff]));
  }
  return bytes;
}

/** The first of the longest runs of zero groups. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [at, group] of groups.entries()) {
    if (group !== 0) start = at + 1;
    else if (at + 1 - start > longest.length) longest = { start, length: at + 1 - start };
  }
  return longest;
}
