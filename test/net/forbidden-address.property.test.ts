import assert from "node:assert/strict";
import { isIPv6, SocketAddress } from "node:net";
import { test } from "node:test";

import fc from "fast-check";

import { isForbiddenAddress } from "../../src/net/forbidden-address.ts";
import { Guard, targetOf } from "../../src/net/guard.ts";
import { NetworkError } from "../../src/net/network-error.ts";

/** First and last of what is forbidden, as numbers; written apart from the table that is tested. */
const V4: readonly (readonly [bigint, bigint])[] = [
  [0x0000_0000n, 0x00ff_ffffn],
  [0x6464_64c8n, 0x6464_64c8n],
  [0xa83f_8110n, 0xa83f_8110n],
  [0xa9fe_0000n, 0xa9fe_ffffn],
  [0xc000_00c0n, 0xc000_00c0n],
  [0xe000_0000n, 0xffff_ffffn],
];
const V6: readonly (readonly [bigint, bigint])[] = [
  [0n, 0n],
  [0x2001_0000n << 96n, (0x2001_0001n << 96n) - 1n],
  [0xfd00_0ec2n << 96n, (0xfd00_0ec3n << 96n) - 1n],
  [0xfd20_00cen << 96n, (0xfd20_00cfn << 96n) - 1n],
  [0xfe80n << 112n, (0xfec0n << 112n) - 1n],
  [0xff00n << 112n, (1n << 128n) - 1n],
];

function isIn(ranges: readonly (readonly [bigint, bigint])[], number: bigint): boolean {
  return ranges.some(([first, last]) => first <= number && number <= last);
}

function isForbiddenV6(number: bigint): boolean {
  if (isIn(V6, number)) return true;
  if (number === 1n) return false;
  const low = number & 0xffff_ffffn;
  const high = number >> 32n;
  if (high === 0n || high === 0xffffn || high === 0xffff_0000n) return isIn(V4, low);
  if (high === 0x64_ff9bn << 64n || number >> 80n === 0x64_ff9b_0001n) return isIn(V4, low);
  if (number >> 112n === 0x2002n) return isIn(V4, (number >> 80n) & 0xffff_ffffn);
  return false;
}

const v4 = fc.oneof(
  fc.bigInt(0n, 0xffff_ffffn),
  fc
    .tuple(fc.constantFrom(...V4.flat()), fc.bigInt(-2n, 2n))
    .map(([edge, step]) => BigInt.asUintN(32, edge + step)),
);

const v6 = fc.oneof(
  fc.bigInt(0n, (1n << 128n) - 1n),
  fc
    .tuple(fc.constantFrom(...V6.flat()), fc.bigInt(-2n, 2n))
    .map(([edge, step]) => BigInt.asUintN(128, edge + step)),
  fc
    .tuple(
      fc.constantFrom(
        0n,
        0xffffn,
        0xffff_0000n,
        0x64_ff9bn << 64n,
        0x64_ff9b_0001n << 48n,
        0xfffen,
        0x1_0000n,
      ),
      v4,
    )
    .map(([network, address]) => (network << 32n) | address),
  fc
    .tuple(v4, fc.bigInt(0n, (1n << 80n) - 1n))
    .map(([address, rest]) => (0x2002n << 112n) | (address << 80n) | rest),
);

function printV4(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 0xffn)).join(".");
}

function groupsOf(number: bigint): string[] {
  return [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((number >> shift) & 0xffffn).toString(16));
}

/** An address in each way in which it can be written. */
function printings(number: bigint): string[] {
  const groups = groupsOf(number);
  const full = groups.map((group) => group.padStart(4, "0"));
  const mixed = [...groups.slice(0, 6), printV4(number & 0xffff_ffffn)].join(":");
  const canonical = new SocketAddress({ address: groups.join(":"), family: "ipv6" }).address;
  const host = new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
  return [groups.join(":"), full.join(":"), full.join(":").toUpperCase(), mixed, canonical, host];
}

test("isForbiddenAddress agrees with ranges of numbers on IPv4", () => {
  fc.assert(
    fc.property(v4, (number) => {
      assert.equal(isForbiddenAddress(printV4(number)), isIn(V4, number), printV4(number));
    }),
    { numRuns: 20_000 },
  );
});

test("isForbiddenAddress agrees with ranges of numbers on IPv6, however it is written", () => {
  fc.assert(
    fc.property(v6, (number) => {
      for (const text of printings(number)) {
        assert.ok(isIPv6(text), text);
        assert.equal(isForbiddenAddress(text), isForbiddenV6(number), text);
      }
    }),
    { numRuns: 10_000 },
  );
});

test("isForbiddenAddress takes for an address only what Node does", () => {
  const part = fc.oneof(
    fc.constantFrom("", "0", "00", "ffff", "10000", "1.2.3.4", "256.0.0.1", "%lo", "::"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 9 }), fc.constantFrom(":", ".", "::"), (parts, separator) => {
      const text = parts.join(separator);
      if (!isForbiddenAddress(text))
        assert.doesNotThrow(
          () => new SocketAddress({ address: text, family: text.includes(":") ? "ipv6" : "ipv4" }),
        );
    }),
    { numRuns: 5000 },
  );
});

/** An IPv4 address in the ways that URLs have for it: one to four parts, each decimal, hexadecimal or octal. */
const spelling = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.constantFrom(10, 16, 8), { minLength: 4, maxLength: 4 }))
  .map(([count, bases]) => (number: bigint): string => {
    const bytes = [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 0xffn);
    const last = bytes.slice(count - 1).reduce((sum, byte) => (sum << 8n) | byte, 0n);
    return [...bytes.slice(0, count - 1), last]
      .map((part, index) => {
        const base = bases[index] ?? 10;
        return `${base === 16 ? "0x" : base === 8 ? "0" : ""}${part.toString(base)}`;
      })
      .join(".");
  });

test("Guard denies a forbidden address, however a URL writes it", () => {
  const guard = new Guard({ network: "caller", allowedHosts: [] }, async () => Promise.resolve([]));
  fc.assert(
    fc.property(v4, spelling, fc.constantFrom("", "."), (number, spell, dot) => {
      const url = new URL(`http://${spell(number)}${dot}/`);
      const check = (): void => {
        guard.check(targetOf(url), "stores");
      };
      if (isIn(V4, number)) assert.throws(check, NetworkError, url.href);
      else assert.doesNotThrow(check, url.href);
    }),
    { numRuns: 10_000 },
  );
});
