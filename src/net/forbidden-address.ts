import type { IpNetwork } from "./ip-address.ts";
import { contains, IPV4_BYTES, parseAddress, parseNetwork } from "./ip-address.ts";

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

function isIn(networks: readonly IpNetwork[], text: string): boolean {
  const bytes = parseAddress(text);
  return bytes !== undefined && networks.some((network) => contains(network, bytes));
}
