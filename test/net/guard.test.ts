import assert from "node:assert/strict";
import { suite, test } from "node:test";

import fc from "fast-check";

import type { Trust } from "../../src/eso/trust.ts";
import { Guard } from "../../src/net/guard.ts";
import { NetworkError } from "../../src/net/network-error.ts";
import { faultProxy, get, problemOf, sendOnce, testNetwork } from "./network.ts";

const CALLER = { network: "caller", allowedHosts: [] } as const;

function listed(...allowedHosts: string[]): Pick<Trust, "network" | "allowedHosts"> {
  return { network: "listed", allowedHosts };
}

function isAllowed(trust: Pick<Trust, "network" | "allowedHosts">, host: string, port = 443): boolean {
  const guard = new Guard(trust, async () => Promise.resolve([]));
  try {
    guard.check({ host, port }, "stores");
    return true;
  } catch (error) {
    assert.ok(error instanceof NetworkError);
    assert.equal(error.problem.code, "ENDPOINT_DENIED");
    return false;
  }
}

suite("Guard.check", () => {
  const ROWS: readonly (readonly [entry: string, host: string, port: number, isAllowed: boolean])[] = [
    ["vault.example.com", "vault.example.com", 443, true],
    ["vault.example.com", "vault.example.com", 8200, true],
    ["VAULT.example.com.", "vault.example.com", 443, true],
    ["vault.example.com:8200", "vault.example.com", 8200, true],
    ["vault.example.com:8200", "vault.example.com", 443, false],
    ["vault.example.com", "example.com", 443, false],
    ["vault.example.com", "a.vault.example.com", 443, false],
    ["vault.example.com", "vault.example.com.evil.com", 443, false],
    ["example.com", "evilexample.com", 443, false],
    ["*.example.com", "vault.example.com", 443, true],
    ["*.example.com", "a.b.example.com", 443, true],
    ["*.example.com", "example.com", 443, false],
    ["*.example.com", "evilexample.com", 443, false],
    ["*.example.com:8200", "vault.example.com", 8200, true],
    ["*.example.com:8200", "vault.example.com", 443, false],
    ["*", "vault.example.com", 443, false],
    ["*.", "vault.example.com", 443, false],
    ["", "", 443, false],
    [":443", "vault.example.com", 443, false],
    ["10.0.0.1", "10.0.0.1", 443, true],
    ["10.0.0.1", "10.0.0.2", 443, false],
    ["*.0.0.1", "10.0.0.1", 443, false],
    ["[fd12::1]", "fd12::1", 443, true],
    ["[fd12::1]:8200", "fd12::1", 8200, true],
    ["[fd12::1]:8200", "fd12::1", 443, false],
    ["fd12::1", "fd12::1", 443, true],
    ["FD12:0:0::0001", "fd12::1", 443, true],
    ["metadata.example.com", "metadata.example.com", 443, true],
    ["instance-data.ec2.internal", "instance-data.ec2.internal", 80, false],
    ["169.254.169.254", "169.254.169.254", 80, false],
    ["[fe80::1]", "fe80::1", 443, false],
    ["metadata.google.internal", "metadata.google.internal", 80, false],
  ];

  for (const [entry, host, port, expected] of ROWS)
    test(`--allow-host "${entry}" ${expected ? "allows" : "denies"} ${host}:${port}`, () => {
      assert.equal(isAllowed(listed(entry), host, port), expected);
    });

  test("with no host listed none is allowed", () => {
    for (const host of ["vault.example.com", "127.0.0.1", "10.0.0.1", "localhost"])
      assert.equal(isAllowed(listed(), host), false, host);
  });

  test("a host that is not equal to a listed one is denied", () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (one, two) => {
        assert.equal(isAllowed(listed(one), two), one.toLowerCase() === two.toLowerCase());
      }),
    );
  });

  test("a caller's own trust allows private and loopback hosts, but no link-local ones", () => {
    for (const host of ["vault.example.com", "127.0.0.1", "10.0.0.1", "::1", "fd12::1", "localhost"])
      assert.equal(isAllowed(CALLER, host), true, host);
    for (const host of [
      "169.254.169.254",
      "fe80::1",
      "::ffff:169.254.1.1",
      "0.0.0.0",
      "metadata.google.internal",
    ])
      assert.equal(isAllowed(CALLER, host), false, host);
  });

  test("the message names the host, those that are allowed, and the flag", async (t) => {
    const network = testNetwork(t, { trust: listed("a.example.com", "b.example.com:8200") });
    await assert.rejects(sendOnce(network.http(), "https://evil.example.com/secret?token=1"), {
      problem: {
        code: "ENDPOINT_DENIED",
        message:
          'Cannot connect to "evil.example.com:443": only "a.example.com", "b.example.com:8200" are allowed',
        hint: "Pass --allow-host evil.example.com:443 if it is meant",
      },
    });
  });
});

suite("addresses that names lead to", () => {
  const FORBIDDEN = [
    ["169.254.169.254"],
    ["10.0.0.1", "169.254.169.254"],
    ["169.254.169.254", "10.0.0.1"],
    ["::ffff:169.254.169.254"],
    ["64:ff9b::a9fe:a9fe"],
    ["fe80::1%eth0"],
    ["0.0.0.0"],
    [],
  ];

  for (const addresses of FORBIDDEN)
    test(`a name that leads to ${addresses.join(" and ") || "nothing"} is denied`, async (t) => {
      const network = testNetwork(t, { hosts: { "vault.example.com": addresses } });
      const problem = await problemOf(get(network, "https://vault.example.com/"));
      assert.equal(problem.code, "ENDPOINT_DENIED");
      assert.match(
        problem.message,
        /"vault.example.com:443": it leads to a link-local, metadata or reserved/,
      );
    });

  for (const url of [
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://0251.0376.0251.0376/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://0/",
    "http://[::]/",
    "http://169.254.170.23/v1/credentials",
    "http://①⑥⑨.254.169.254/",
  ])
    test(`${url} is denied without a look-up`, async (t) => {
      const network = testNetwork(t, { hosts: {} });
      const problem = await problemOf(get(network, url));
      assert.equal(problem.code, "ENDPOINT_DENIED");
    });

  test("a name is looked up once, so that it cannot lead elsewhere later", async (t) => {
    const proxy = await faultProxy(t, {
      always: { kind: "answer", status: 200, headers: { connection: "close" } },
    });
    const hosts: Record<string, readonly string[]> = { "vault.example.com": ["127.0.0.1"] };
    const network = testNetwork(t, { hosts });
    await get(network, `http://vault.example.com:${proxy.port}/`);
    hosts["vault.example.com"] = ["169.254.169.254"];
    await get(network, `http://vault.example.com:${proxy.port}/`);
    assert.equal(proxy.connections, 2);
  });

  test("a name that does not exist is UNREACHABLE after 2 attempts", async (t) => {
    const network = testNetwork(t, { hosts: {} });
    const problem = await problemOf(get(network, "https://vault.example.com/"));
    assert.equal(problem.code, "UNREACHABLE");
    assert.equal(
      problem.message,
      'Cannot reach "vault.example.com:443": the name does not exist (2 attempts)',
    );
  });

  for (const host of ["vault.vault.svc", "vault.vault.svc.cluster.local"])
    test(`a name of the cluster's own, ${host}, is told as one`, async (t) => {
      const problem = await problemOf(get(testNetwork(t, { hosts: {} }), `http://${host}:8200/`));
      assert.equal(problem.code, "UNREACHABLE");
      assert.match(JSON.stringify(problem), /Only inside the cluster/);
    });

  test("a Service that was found, where nothing listens, gets no such hint", async (t) => {
    const network = testNetwork(t, { hosts: { "vault.vault.svc": ["127.0.0.1"] } });
    const problem = await problemOf(get(network, "http://vault.vault.svc:9/"));
    assert.match(JSON.stringify(problem), /connection refused.*"hint":"Correct the address/);
  });

  test("a name that only looks like one of a cluster gets no such hint", async (t) => {
    const problem = await problemOf(get(testNetwork(t, { hosts: {} }), "http://svc.example.com:8200/"));
    assert.match(JSON.stringify(problem), /"hint":"Correct the address/);
  });

  test("the next address of a name is tried where nothing listens at the first", async (t) => {
    const proxy = await faultProxy(t);
    const network = testNetwork(t, { hosts: { "vault.example.com": ["127.0.0.2", "127.0.0.1"] } });
    assert.equal((await get(network, `http://vault.example.com:${proxy.port}/`)).status, 200);
  });
});

suite("the cloud's own identity", () => {
  test("only the metadata services and loopback may be asked for it, whatever is listed", async (t) => {
    const proxy = await faultProxy(t);
    const network = testNetwork(t, { trust: listed("10.0.0.1") });
    const http = network.http({}, "metadata");
    assert.equal((await sendOnce(http, proxy.url)).status, 200);
    for (const url of ["http://10.0.0.1/", "http://169.254.169.253/", "https://vault.example.com/"]) {
      const problem = await problemOf(sendOnce(http, url));
      assert.equal(problem.code, "ENDPOINT_DENIED");
      assert.match(
        problem.message,
        /^Cannot ask ".*" for the cloud's own identity: it is not a metadata service/,
      );
    }
  });

  test("a store cannot use a connection that was made for it", async (t) => {
    const proxy = await faultProxy(t);
    const network = testNetwork(t, { trust: listed() });
    await sendOnce(network.http({}, "metadata"), proxy.url);
    assert.equal((await problemOf(sendOnce(network.http(), proxy.url))).code, "ENDPOINT_DENIED");
  });
});

suite("connections that fail", () => {
  test("nothing listens: UNREACHABLE after 2 attempts", async (t) => {
    const network = testNetwork(t);
    const problem = await problemOf(get(network, "http://127.0.0.1:1/"));
    assert.equal(problem.code, "UNREACHABLE");
    assert.equal(
      problem.message,
      'Cannot reach "127.0.0.1:1": nothing listens there (connection refused) (2 attempts)',
    );
  });

  test("after 5 connections that failed no more are tried", async (t) => {
    let lookUps = 0;
    const network = testNetwork(t, {
      hosts: new Proxy({}, { get: () => ((lookUps += 1), undefined) }),
    });
    for (let request = 0; request < 10; request += 1)
      assert.equal((await problemOf(get(network, "https://vault.example.com/"))).code, "UNREACHABLE");
    assert.equal(lookUps, 5);
  });

  test("an agent gives the same errors to an SDK that brings its own client", async (t) => {
    const network = testNetwork(t, { trust: listed() });
    const { request } = await import("node:https");
    const failed = new Promise((resolve) => {
      request("https://evil.example.com/", { agent: network.agents().https }).on("error", resolve).end();
    });
    const error = await failed;
    assert.ok(error instanceof NetworkError);
    assert.equal(error.problem.code, "ENDPOINT_DENIED");
  });

  test("an agent makes no connection to a socket of the file system", async (t) => {
    const network = testNetwork(t, { trust: listed() });
    const { request } = await import("node:http");
    const failed = new Promise((resolve) => {
      request({ socketPath: "/var/run/docker.sock", agent: network.agents().http })
        .on("error", resolve)
        .end();
    });
    assert.ok((await failed) instanceof NetworkError);
  });
});
