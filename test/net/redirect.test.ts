import assert from "node:assert/strict";
import { suite, test } from "node:test";

import fc from "fast-check";

import { newTestCa } from "../servers/test-ca.ts";
import { faultProxy, problemOf, sendOnce, testNetwork } from "./network.ts";

const TOKEN = { "x-vault-token": "s3cr3t-canary" };

function redirect(
  status: number,
  location: string,
): { kind: "answer"; status: number; headers: Record<string, string> } {
  return { kind: "answer", status, headers: { location } };
}

suite("redirects", () => {
  for (const status of [301, 302, 303, 307, 308])
    for (const [where, location] of [
      ["another host", (port: number) => `http://localhost:${port}/v1/x`],
      ["another host without a scheme", (port: number) => `//localhost:${port}/v1/x`],
      ["another place of the host", () => "/v1/y"],
      ["a host with a user name", (port: number) => `http://127.0.0.1@localhost:${port}/`],
      ["no address", () => "http://["],
      ["another scheme", () => "ftp://localhost/x"],
      ["a file", () => "file:///etc/passwd"],
    ] as const)
      test(`${status} to ${where} is refused, and the token not sent there`, async (t) => {
        const evil = await faultProxy(t);
        const vault = await faultProxy(t, { always: redirect(status, location(evil.port)) });
        const network = testNetwork(t);
        const sent = network
          .http()
          .send({ method: "GET", url: new URL(`${vault.url}/v1/x`), headers: TOKEN });
        const problem = await problemOf(sent);
        assert.equal(problem.code, "REDIRECT_REFUSED");
        assert.match(
          problem.message,
          new RegExp(`^Cannot use the answer of "127.0.0.1:${vault.port}": it redirects to `),
        );
        assert.equal(vault.requests.length, 1);
        assert.equal(evil.connections, 0);
      });

  test("whatever Location says, nobody else is connected to", async (t) => {
    const evil = await faultProxy(t);
    const locations = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc
        .tuple(
          fc.constantFrom("http:", "https:", "//", "\\\\", "/", "@", "?", "#", ""),
          fc.constantFrom("127.0.0.1", "localhost", "[::1]"),
          fc.webPath(),
        )
        .map(([a, b, c]) => `${a}//${b}:${evil.port}${c}`),
    );
    await fc.assert(
      fc.asyncProperty(locations, async (location) => {
        const line = location.replaceAll(/[^\u0020-\u007e]/g, "");
        const bytes = `HTTP/1.1 307 Moved\r\nlocation: ${line}\r\ncontent-length: 0\r\n\r\n`;
        const vault = await faultProxy(t, { always: { kind: "bytes", bytes, ending: "stay" } });
        const network = testNetwork(t);
        const { code } = await problemOf(sendOnce(network.http(), vault.url));
        network.close();
        await vault.close();
        assert.equal(code, "REDIRECT_REFUSED");
      }),
      { numRuns: 100 },
    );
    assert.equal(evil.connections, 0);
  });

  test("a redirect that mayFollow permits is followed once, with method, headers and body", async (t) => {
    const active = await faultProxy(t);
    const standby = await faultProxy(t, { always: redirect(307, `${active.url}/v1/x?y=1`) });
    const network = testNetwork(t);
    const { status } = await network.http().send({
      method: "PUT",
      url: new URL(`${standby.url}/v1/x`),
      headers: TOKEN,
      body: new TextEncoder().encode("{}"),
      mayFollow: ({ port }) => Number(port) === active.port,
    });
    assert.equal(status, 200);
    const [request] = active.requests;
    assert.deepEqual(
      [request?.method, request?.url, request?.headers["x-vault-token"], request?.body],
      ["PUT", "/v1/x?y=1", "s3cr3t-canary", "{}"],
    );
  });

  for (const status of [301, 302, 303])
    test(`a ${status} is not followed with PUT, which it would change`, async (t) => {
      const active = await faultProxy(t);
      const standby = await faultProxy(t, { always: redirect(status, active.url) });
      const network = testNetwork(t);
      const sent = network.http().send({
        method: "PUT",
        url: new URL(standby.url),
        headers: TOKEN,
        body: new TextEncoder().encode("{}"),
        mayFollow: () => true,
      });
      assert.equal((await problemOf(sent)).code, "REDIRECT_REFUSED");
      assert.equal(active.connections, 0);
    });

  test("a second redirect is refused", async (t) => {
    const third = await faultProxy(t);
    const second = await faultProxy(t, { always: redirect(307, third.url) });
    const first = await faultProxy(t, { always: redirect(307, second.url) });
    const network = testNetwork(t);
    const sent = network
      .http()
      .send({ method: "GET", url: new URL(first.url), headers: TOKEN, mayFollow: () => true });
    assert.equal((await problemOf(sent)).code, "REDIRECT_REFUSED");
    assert.equal(third.connections, 0);
  });

  test("no redirect leads from TLS to plain HTTP", async (t) => {
    const ca = newTestCa();
    const { certificate: cert, key } = ca.issue({ ips: ["127.0.0.1"] });
    const plain = await faultProxy(t);
    const secure = await faultProxy(t, { always: redirect(307, plain.url), tls: { cert, key } });
    const network = testNetwork(t);
    const sent = network
      .http({ ca: ca.certificate })
      .send({ method: "GET", url: new URL(secure.url), headers: TOKEN, mayFollow: () => true });
    assert.equal((await problemOf(sent)).code, "REDIRECT_REFUSED");
    assert.equal(plain.connections, 0);
  });

  test("a permitted redirect passes the guard as every connection", async (t) => {
    const standby = await faultProxy(t, { always: redirect(307, "http://169.254.169.254/") });
    const network = testNetwork(t);
    const sent = network
      .http()
      .send({ method: "GET", url: new URL(standby.url), headers: TOKEN, mayFollow: () => true });
    assert.equal((await problemOf(sent)).code, "ENDPOINT_DENIED");
  });
});

suite("what is sent", () => {
  test("headers about the connection are ours, all others the caller's", async (t) => {
    const proxy = await faultProxy(t);
    const network = testNetwork(t);
    await network.http().send({
      method: "POST",
      url: new URL(`${proxy.url}/a%2Fb/c?d=%20e`),
      headers: {
        Host: "evil.example.com",
        Connection: "upgrade",
        "Transfer-Encoding": "chunked",
        "Content-Length": "99",
        "Accept-Encoding": "gzip",
        Expect: "100-continue",
        "X-Own": "kept",
      },
      body: new TextEncoder().encode("body"),
    });
    const [request] = proxy.requests;
    assert.equal(request?.url, "/a%2Fb/c?d=%20e");
    assert.equal(request.body, "body");
    assert.deepEqual(
      { ...request.headers },
      {
        host: `127.0.0.1:${proxy.port}`,
        connection: "keep-alive",
        "content-length": "4",
        "accept-encoding": "identity",
        "x-own": "kept",
      },
    );
  });

  for (const value of ["a\r\nx-evil: 1", "a\nb", "a\u0000b", "\u20ac"])
    test(`a header with ${JSON.stringify(value)} is not sent, nor shown`, async (t) => {
      const proxy = await faultProxy(t);
      const network = testNetwork(t);
      const sent = network
        .http()
        .send({ method: "GET", url: new URL(proxy.url), headers: { "x-vault-token": value } });
      const problem = await problemOf(sent);
      assert.equal(problem.code, "CREDENTIAL_INVALID");
      assert.ok(!problem.message.includes(value));
      assert.equal(proxy.connections, 0);
    });

  for (const url of [
    "http://user@127.0.0.1/",
    "http://u:p@127.0.0.1/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
  ])
    test(`${url} is no address for a store`, async (t) => {
      const network = testNetwork(t);
      const problem = await problemOf(sendOnce(network.http(), url));
      assert.equal(problem.code, "ENDPOINT_DENIED");
      assert.doesNotMatch(problem.message, /u:p|user@/);
    });
});
