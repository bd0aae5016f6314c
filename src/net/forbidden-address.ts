const IPV4_BYTES = 4;
const IPV6_BYTES = 16;

/**
 * Networks that no store is in: "this host", link-local, the metadata services of clouds, multicast, reserved, and
 * Teredo. They are out of bounds whatever is allowed, since they answer whoever asks with the host's own identity.
 */
const FORBIDDEN = [
  "0.0.0.0/8",
  "100.100.100.200/32",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "192.0.0.192/32",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/128",
  "2001::/32",
  "fd00:ec2::/32",
  "fd20:ce::/32",
  "fe80::/10",
  "ff00::/8",
].map(parseNetwork);

/** Networks whose IPv6 addresses stand for an IPv4 address, and at which byte it begins (RFC 4291, 6052, 8215, 3056). */
const EMBEDDING = (
  [
    ["::/96", 12],
    ["::ffff:0:0/96", 12],
    ["::ffff:0:0:0/96", 12],
    ["64:ff9b::/96", 12],
    ["64:ff9b:1::/48", 12],
    ["2002::/16", 2],
  ] as const
).map(([network, at]) => ({ network: parseNetwork(network), at }));

/** What the clouds' own identity is asked at: EC2 and Azure, ECS tasks, EKS pods, and loopback agents. */
const METADATA = [
  "127.0.0.0/8",
  "169.254.169.254/32",
  "169.254.170.2/32",
  "169.254.170.23/32",
  "::1/128",
  "fd00:ec2::23/128",
  "fd00:ec2::254/128",
].map(parseNetwork);

const LOOPBACK = ["127.0.0.0/8", "::1/128"].map(parseNetwork);

/**
 * Whether an IP address may never be connected to for a store, be it written as IPv4, as IPv6, or as IPv6 that
 * stands for IPv4 (mapped, NAT64, 6to4). What is no address is forbidden too.
 */
export function isForbiddenAddress(text: string): boolean {
  const bytes = parseAddress(text);
  return bytes === undefined || isForbidden(bytes);
}

/** Whether a client that may use the cloud's own identity may ask at this address; all others are not for it. */
export function isMetadataAddress(text: string): boolean {
  return isIn(METADATA, text);
}

/** 127.0.0.0/8 and ::1, which no proxy can reach. */
export function isLoopbackAddress(text: string): boolean {
  return isIn(LOOPBACK, text);
}

function isForbidden(bytes: readonly number[]): boolean {
  if (FORBIDDEN.some((network) => contains(network, bytes))) return true;
  if (LOOPBACK.some((network) => contains(network, bytes))) return false;
  return EMBEDDING.some(
    ({ network, at }) => contains(network, bytes) && isForbidden(bytes.slice(at, at + IPV4_BYTES)),
  );
}

interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

function isIn(networks: readonly Network[], text: string): boolean {
  const bytes = parseAddress(text);
  return bytes !== undefined && networks.some((network) => contains(network, bytes));
}

/** `10.0.0.0/8`. Throws TypeError for what is none. */
export function parseNetwork(text: string): Network {
  const [address = "", bits] = text.split("/");
  const bytes = parseAddress(address);
  if (bytes === undefined) throw new TypeError("A network needs an address");
  return { bytes, bits: bits === undefined ? bytes.length * 8 : Number(bits) };
}

/** Whether an address, as `parseAddress` gives it, is in a network of its own family. */
export function contains({ bytes, bits }: Network, address: readonly number[]): boolean {
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
