import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { suite, test } from "node:test";

import { ProblemError } from "../../src/ground/problem-error.ts";
import { proxiesOf } from "../../src/net/proxy.ts";
import type { ConnectProxy, ConnectProxyOptions } from "../servers/connect-proxy.ts";
import { startConnectProxy } from "../servers/connect-proxy.ts";
import { newTestCa } from "../servers/test-ca.ts";
import { faultProxy, get, problemOf, testNetwork } from "./network.ts";

const PROXY = "http://proxy.example.com:3128";

function hostOf(environment: Record<string, string>, host: string, port = 443): string | undefined {
  return proxiesOf(environment)({ host, port }, port === 443)?.host;
}

suite("proxiesOf", () => {
  test("HTTPS_PROXY is for TLS, HTTP_PROXY for plain HTTP", () => {
    const environment = {
      HTTPS_PROXY: "http://secure.example.com:1",
      HTTP_PROXY: "http://plain.example.com:2",
    };
    assert.equal(hostOf(environment, "vault.example.com", 443), "secure.example.com:1");
    assert.equal(hostOf(environment, "vault.example.com", 80), "plain.example.com:2");
    assert.equal(
      hostOf({ https_proxy: "secure.example.com:1" }, "vault.example.com"),
      "secure.example.com:1",
    );
    assert.equal(hostOf({ HTTPS_PROXY: "", https_proxy: "a:1" }, "vault.example.com"), "a:1");
    assert.equal(hostOf({}, "vault.example.com"), undefined);
    assert.equal(hostOf({ ALL_PROXY: PROXY }, "vault.example.com"), undefined);
  });

  test("loopback is never asked through a proxy", () => {
    for (const host of ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
      assert.equal(hostOf({ HTTPS_PROXY: PROXY }, host), undefined, host);
  });

  const ROWS: readonly (readonly [noProxy: string, host: string, port: number, isDirect: boolean])[] = [
    ["*", "vault.example.com", 443, true],
    ["a.com, *", "vault.example.com", 443, true],
    ["example.com", "example.com", 443, true],
    ["example.com", "vault.example.com", 443, true],
    ["EXAMPLE.com", "vault.example.com", 443, true],
    ["example.com", "evilexample.com", 443, false],
    [".example.com", "vault.example.com", 443, true],
    [".example.com", "example.com", 443, false],
    ["*.example.com", "vault.example.com", 443, true],
    ["*.example.com", "example.com", 443, false],
    ["example.com:443", "vault.example.com", 443, true],
    ["example.com:8200", "vault.example.com", 443, false],
    ["10.0.0.0/8", "10.1.2.3", 443, true],
    ["10.0.0.0/8", "11.1.2.3", 443, false],
    ["10.0.0.0/8", "10.example.com", 443, false],
    ["fd00::/8", "fd12::1", 443, true],
    ["10.0.0.1", "10.0.0.1", 443, true],
    ["10.0.0.1:8200", "10.0.0.1", 443, false],
    ["[fd12::1]", "fd12::1", 443, true],
    ["[fd12::1]:443", "fd12::1", 443, true],
    ["fd12::1", "fd12::1", 443, true],
    ["0.1", "10.0.0.1", 443, false],
    ["", "vault.example.com", 443, false],
    [",,", "vault.example.com", 443, false],
    [":443", "vault.example.com", 443, false],
    ["10.0.0.0/x", "10.0.0.1", 443, false],
  ];

  for (const [noProxy, host, port, isDirect] of ROWS)
    test(`NO_PROXY "${noProxy}": ${host}:${port} is asked ${isDirect ? "directly" : "through the proxy"}`, () => {
      const expected = isDirect ? undefined : "proxy.example.com:3128";
      assert.equal(hostOf({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy }, host, port), expected);
    });

  for (const value of ["socks5://proxy:1080", "ftp://proxy", "http://"])
    test(`a proxy ${value} is PROXY_INVALID`, () => {
      assert.throws(
        () => proxiesOf({ HTTPS_PROXY: value }),
        (error: unknown) => error instanceof ProblemError && error.problem.code === "PROXY_INVALID",
      );
    });
});

const ca = newTestCa();
const trusting = { ca: ca.certificate };

function served(name: string): { readonly cert: string; readonly key: string } {
  const { certificate: cert, key } = ca.issue({ dns: [name] });
  return { cert, key };
}

async function connectProxy(t: TestContext, options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(options);
  t.after(async () => proxy.close());
  return proxy;
}

suite("tunnels", () => {
  test("TLS is with the host itself, which the proxy looks up, and connections are kept", async (t) => {
    const vault = await faultProxy(t, { tls: served("vault.example.com") });
    const proxy = await connectProxy(t);
    const network = testNetwork(t, {
      environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
      hosts: {},
    });
    const url = `https://vault.example.com:${vault.port}/v1/x`;
    for (let number = 0; number < 5; number += 1)
      assert.equal((await get(network, url, trusting)).status, 200);
    assert.deepEqual(proxy.tunnels, [`vault.example.com:${vault.port}`]);
    assert.equal(vault.connections, 1);
  });

  test("plain HTTP goes through a tunnel too", async (t) => {
    const vault = await faultProxy(t);
    const proxy = await connectProxy(t);
    const network = testNetwork(t, { environment: { http_proxy: `127.0.0.1:${proxy.port}` }, hosts: {} });
    assert.equal((await get(network, `http://vault.example.com:${vault.port}/`)).status, 200);
    assert.deepEqual(proxy.tunnels, [`vault.example.com:${vault.port}`]);
  });

  test("a proxy may want a login", async (t) => {
    const vault = await faultProxy(t, { tls: served("vault.example.com") });
    const proxy = await connectProxy(t, { login: "me:p@ss" });
    const url = `https://vault.example.com:${vault.port}/`;
    const known = testNetwork(t, {
      environment: { HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` },
    });
    assert.equal((await get(known, url, trusting)).status, 200);
    const unknown = testNetwork(t, { environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` } });
    assert.deepEqual(await problemOf(get(unknown, url, trusting)), {
      code: "UNREACHABLE",
      message: `Cannot reach "vault.example.com:${vault.port}": the proxy "127.0.0.1:${proxy.port}" wants a login (407)`,
      hint: "Correct HTTPS_PROXY, HTTP_PROXY or NO_PROXY; a login is written http://USER:PASSWORD@HOST:PORT",
    });
  });

  test("a certificate for another name is refused through a tunnel as well", async (t) => {
    const vault = await faultProxy(t, { tls: served("other.example.com") });
    const proxy = await connectProxy(t);
    const network = testNetwork(t, { environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` } });
    const problem = await problemOf(get(network, `https://vault.example.com:${vault.port}/`, trusting));
    assert.equal(problem.code, "TLS_INVALID");
    assert.match(problem.message, /its certificate is for "DNS:other.example.com"$/);
  });

  for (const [title, options, says, attempts] of [
    [
      "refuses",
      { answer: "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n" },
      /refuses the connection \(403\)$/,
      1,
    ],
    [
      "fails",
      { answer: "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n" },
      /refuses the connection \(503\) \(\d attempts\)$/,
      5,
    ],
    [
      "is none",
      { answer: "SSH-2.0-OpenSSH_9.0\r\n\r\n" },
      /does not answer as an HTTP proxy \(2 attempts\)$/,
      2,
    ],
    ["ends", { answer: "HTTP/1.1 200" }, /does not answer as an HTTP proxy \(2 attempts\)$/, 2],
    [
      "answers at length",
      { answer: `HTTP/1.1 200 OK\r\nx: ${"y".repeat(20_000)}\r\n\r\n` },
      /does not answer as an HTTP proxy \(2 attempts\)$/,
      2,
    ],
  ] as const)
    test(`a proxy that ${title} is UNREACHABLE`, async (t) => {
      const proxy = await connectProxy(t, options);
      const network = testNetwork(t, { environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` } });
      const problem = await problemOf(get(network, "https://vault.example.com/", trusting));
      assert.equal(problem.code, "UNREACHABLE");
      assert.match(problem.message, says);
      assert.equal(proxy.tunnels.length, attempts);
    });

  test("a proxy that is not there is named", async (t) => {
    const network = testNetwork(t, { environment: { HTTPS_PROXY: "http://127.0.0.1:1" } });
    const problem = await problemOf(get(network, "https://vault.example.com/"));
    assert.equal(
      problem.message,
      'Cannot reach "vault.example.com:443": the proxy "127.0.0.1:1" cannot be used: nothing listens there (connection refused) (2 attempts)',
    );
  });

  test("the guard is asked about the host before the proxy is", async (t) => {
    const proxy = await connectProxy(t);
    const environment = {
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
    };
    const listed = testNetwork(t, {
      environment,
      trust: { network: "listed", allowedHosts: ["a.example.com"] },
    });
    const caller = testNetwork(t, { environment });
    for (const [network, url] of [
      [listed, "https://evil.example.com/"],
      [caller, "http://169.254.169.254/"],
      [caller, "http://metadata.google.internal/"],
    ] as const)
      assert.equal((await problemOf(get(network, url))).code, "ENDPOINT_DENIED");
    assert.deepEqual(proxy.tunnels, []);
  });

  test("where the trust says so, the environment's proxies do not count", async (t) => {
    const vault = await faultProxy(t);
    const proxy = await connectProxy(t);
    const network = testNetwork(t, {
      environment: { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` },
      trust: { network: "listed", allowedHosts: ["vault.example.com"], proxies: "none" },
      hosts: { "vault.example.com": ["127.0.0.1"] },
    });
    assert.equal((await get(network, `http://vault.example.com:${vault.port}/`)).status, 200);
    assert.deepEqual(proxy.tunnels, []);
  });

  test("the cloud's own identity is never asked for through a proxy", async (t) => {
    const metadata = await faultProxy(t);
    const proxy = await connectProxy(t);
    const network = testNetwork(t, { environment: { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` } });
    const url = new URL(metadata.url.replace("127.0.0.1", "localhost"));
    await network.http({}, "metadata").send({ method: "GET", url, headers: {} });
    assert.deepEqual(proxy.tunnels, []);
  });
});
