import assert from "node:assert/strict";
import { test } from "node:test";

import { isForbiddenAddress, isLoopbackAddress, isMetadataAddress } from "../../src/net/forbidden-address.ts";

const FORBIDDEN = [
  "0.0.0.0",
  "0.255.255.255",
  "169.254.0.0",
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "169.254.255.255",
  "168.63.129.16",
  "100.100.100.200",
  "192.0.0.192",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "fe80::1",
  "febf:ffff::1",
  "ff02::1",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
  "2001::1",
  "2001:0:4136:e378:8000:63bf:3fff:fdd2",
  "::ffff:169.254.169.254",
  "::ffff:a9fe:a9fe",
  "::a9fe:a9fe",
  "::ffff:0:a9fe:a9fe",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b::169.254.169.254",
  "64:ff9b:1::a9fe:a9fe",
  "64:ff9b::0.0.0.0",
  "2002:a9fe:a9fe::1",
  "2002:a83f:8110::",
  "::ffff:100.100.100.200",
  "::ffff:0.0.0.0",
];

const ALLOWED = [
  "1.1.1.1",
  "10.0.0.1",
  "100.64.0.1",
  "100.100.100.201",
  "127.0.0.1",
  "127.255.255.255",
  "168.63.129.17",
  "169.253.255.255",
  "169.255.0.0",
  "172.16.0.1",
  "192.168.1.1",
  "223.255.255.255",
  "::1",
  "fd00:ec3::254",
  "fec0::1",
  "2001:db8::1",
  "2606:4700:4700::1111",
  "::ffff:10.0.0.1",
  "::ffff:127.0.0.1",
  "64:ff9b::10.0.0.1",
  "64:ff9b::8.8.8.8",
  "2002:0808:0808::1",
];

const NO_ADDRESS = [
  "",
  "localhost",
  "1.2.3",
  "1.2.3.4.5",
  "01.2.3.4",
  "0x7f.0.0.1",
  "256.1.1.1",
  "1.1.1.1 ",
  "2852039166",
  ":",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8",
  "12345::",
  "::1.2.3",
  "1.2.3.4::",
  "fe80::1%eth0",
  "[::1]",
];

for (const address of FORBIDDEN)
  test(`isForbiddenAddress refuses ${address}`, () => {
    assert.equal(isForbiddenAddress(address), true);
  });

for (const address of ALLOWED)
  test(`isForbiddenAddress permits ${address}`, () => {
    assert.equal(isForbiddenAddress(address), false);
  });

for (const text of NO_ADDRESS)
  test(`isForbiddenAddress refuses what is no address: "${text}"`, () => {
    assert.equal(isForbiddenAddress(text), true);
  });

test("isMetadataAddress knows the services of the clouds and loopback, nothing beside them", () => {
  const services = [
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    "fd00:ec2::254",
    "fd00:ec2::23",
    "127.0.0.1",
    "::1",
  ];
  for (const address of services) assert.equal(isMetadataAddress(address), true, address);
  for (const address of ["169.254.169.253", "10.0.0.1", "1.1.1.1", "fd00:ec2::24", "localhost"])
    assert.equal(isMetadataAddress(address), false, address);
});

test("isLoopbackAddress knows 127.0.0.0/8 and ::1", () => {
  for (const address of ["127.0.0.1", "127.1.2.3", "::1"])
    assert.equal(isLoopbackAddress(address), true, address);
  for (const address of ["128.0.0.1", "::2", "localhost"])
    assert.equal(isLoopbackAddress(address), false, address);
});
