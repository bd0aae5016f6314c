export const IPV4_BYTES = 4;
const IPV6_BYTES = 16;

/** A network: an address of it, and how many of its bits all others share. */
export interface IpNetwork {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** `10.0.0.0/8`. Throws TypeError for what is none. */
export function parseNetwork(text: string): IpNetwork {
  const [address = "", bits] = text.split("/");
  const bytes = parseAddress(address);
  if (bytes === undefined) throw new TypeError("A network needs an address");
  return { bytes, bits: bits === undefined ? bytes.length * 8 : Number(bits) };
}

/** Whether an address, as `parseAddress` gives it, is in a network of its own family. */
export function contains({ bytes, bits }: IpNetwork, address: readonly number[]): boolean {
  return (
    address.length === bytes.length &&
    bytes.every((byte, index) => {
      const mask = 0xff & ~(0xff >> Math.min(Math.max(bits - index * 8, 0), 8));
      return ((byte ^ (address[index] ?? 0)) & mask) === 0;
    })
  );
}

/** The 4 or 16 bytes of an address in its usual notation (RFC 4291, 2.2); undefined for anything else, zones included. */
export function parseAddress(text: string): readonly number[] | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== IPV4_BYTES || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part)))
    return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 0xff) ? bytes : undefined;
}

function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (tail === undefined) return head.length === IPV6_BYTES ? head : undefined;
  const gap = IPV6_BYTES - head.length - tail.length;
  return gap < 2 ? undefined : [...head, ...Array.from({ length: gap }, () => 0), ...tail];
}

/** `fe80:0:1`, of which the last of all may be an IPv4 address. */
function parseGroups(text: string, isLast: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const groups = text.split(":");
  const bytes = groups.map((group, index) => {
    if (group.includes(".")) return isLast && index === groups.length - 1 ? parseIpv4(group) : undefined;
    const value = /^[\da-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : undefined;
    return value === undefined ? undefined : [value >> 8, value & 0xff];
  });
  return bytes.every((pair) => pair !== undefined) ? bytes.flat() : undefined;
}
