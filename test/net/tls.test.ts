import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import type { TlsOptions } from "node:tls";
import { promisify } from "node:util";

import type { TlsSettings } from "../../src/net/network.ts";
import type { Names } from "../servers/test-ca.ts";
import { newTestCa } from "../servers/test-ca.ts";
import { ImpatientClock, PATIENCE } from "./fake-clock.ts";
import { faultProxy, get, problemOf, testNetwork } from "./network.ts";

const ca = newTestCa();
const other = newTestCa("Another CA");
const LOOPBACK = { ips: ["127.0.0.1"] };

function served(names: Names, more: TlsOptions = {}, by = ca): TlsOptions {
  const { certificate: cert, key } = by.issue(names);
  return { cert, key, ...more };
}

interface Refusal {
  readonly title: string;
  readonly tls: TlsOptions;
  readonly settings?: TlsSettings;
  readonly says: RegExp;
}

const trusting = { ca: ca.certificate };

const REFUSALS: readonly Refusal[] = [
  {
    title: "an expired certificate",
    tls: served({ ...LOOPBACK, from: -9, to: -2 }),
    says: /its certificate has expired \(\w{3} .*GMT\)$/,
  },
  {
    title: "a certificate of the future",
    tls: served({ ...LOOPBACK, from: 2, to: 9 }),
    says: /its certificate is not valid yet \(\w{3} .*GMT\)$/,
  },
  {
    title: "a certificate for other names, which are shown",
    tls: served({ dns: ["vault.example.com", "vault.internal"] }),
    says: /its certificate is for "DNS:vault.example.com, DNS:vault.internal"$/,
  },
  {
    title: "a certificate whose names hold control characters",
    tls: served({ dns: ["a\u001b[31m"] }),
    says: /its certificate is for "[ -~]+"$/,
  },
  {
    title: "a certificate of an unknown CA",
    tls: served(LOOPBACK, {}, other),
    says: /its certificate is signed by no CA that is trusted here$/,
  },
  {
    title: "a certificate of a private CA where the store names none",
    tls: served(LOOPBACK),
    settings: {},
    says: /its certificate is signed by no CA that is trusted here$/,
  },
  {
    title: "TLS 1.1",
    tls: served(LOOPBACK, { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }),
    says: /it does not speak TLS 1.2 or later$/,
  },
  {
    title: "a server that wants a client certificate and gets none",
    tls: served(LOOPBACK, { requestCert: true, rejectUnauthorized: true, ca: ca.certificate }),
    says: /it refuses the client certificate, or wants one$/,
  },
];

suite("certificates", () => {
  for (const { title, tls, settings = trusting, says } of REFUSALS) {
    test(`${title}: TLS_INVALID at the first attempt`, async (t) => {
      const proxy = await faultProxy(t, { tls });
      const network = testNetwork(t);
      const problem = await problemOf(get(network, proxy.url, settings));
      assert.equal(problem.code, "TLS_INVALID");
      assert.match(problem.message, new RegExp(`^Cannot trust "127.0.0.1:${proxy.port}": `));
      assert.match(problem.message, says);
      assert.equal(proxy.requests.length, 0);
      assert.equal(
        proxy.connections,
        settings.ca === undefined ? 2 : 1,
        "the system's roots are tried once more",
      );
    });
  }

  for (const version of ["TLSv1.2", "TLSv1.3"] as const)
    test(`${version} with a CA of the store is trusted`, async (t) => {
      const proxy = await faultProxy(t, {
        tls: served(LOOPBACK, { minVersion: version, maxVersion: version }),
      });
      const network = testNetwork(t);
      assert.equal((await get(network, proxy.url, trusting)).status, 200);
    });

  test("a name is checked against the certificate, and told to the server", async (t) => {
    const tls = served({ dns: ["vault.example.com"] });
    const told: string[] = [];
    const context = {
      SNICallback: (name: string, done: (error: null) => void) => {
        told.push(name);
        done(null);
      },
    };
    const proxy = await faultProxy(t, { tls: { ...tls, ...context } });
    const network = testNetwork(t, { hosts: { "vault.example.com": ["127.0.0.1"] } });
    const response = await get(network, `https://vault.example.com:${proxy.port}/`, trusting);
    assert.equal(response.status, 200);
    assert.deepEqual(told, ["vault.example.com"]);
    assert.equal(proxy.requests[0]?.headers.host, `vault.example.com:${proxy.port}`);
  });

  test("several CAs may stand in one text", async (t) => {
    const proxy = await faultProxy(t, { tls: served(LOOPBACK) });
    const network = testNetwork(t);
    const response = await get(network, proxy.url, { ca: `${other.certificate}\n${ca.certificate}` });
    assert.equal(response.status, 200);
  });

  test("trust cannot be switched off from the environment", async (t) => {
    const proxy = await faultProxy(t, { tls: served(LOOPBACK, {}, other) });
    const network = testNetwork(t);
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    const problem = await problemOf(get(network, proxy.url, trusting));
    delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    assert.equal(problem.code, "TLS_INVALID");
    assert.equal(proxy.requests.length, 0);
  });
});

suite("connections", () => {
  const client = { ...trusting, ...ca.issue({ dns: ["client"] }) };
  const mutual = served(LOOPBACK, { requestCert: true, rejectUnauthorized: true, ca: ca.certificate });

  test("a client certificate is shown, and the connection is kept", async (t) => {
    const proxy = await faultProxy(t, { tls: mutual });
    const network = testNetwork(t);
    for (let number = 0; number < 20; number += 1)
      assert.equal((await get(network, proxy.url, client)).status, 200);
    assert.equal(proxy.connections, 1);
  });

  test("50 requests at once need 16 connections, and 16 are under way", async (t) => {
    const proxy = await faultProxy(t, { tls: mutual, delay: 100 });
    const network = testNetwork(t);
    await Promise.all(Array.from({ length: 50 }, async () => get(network, proxy.url, client)));
    await Promise.all(Array.from({ length: 50 }, async () => get(network, proxy.url, client)));
    assert.equal(proxy.requests.length, 100);
    assert.equal(proxy.connections, 16);
    assert.equal(proxy.atOnce, 16);
  });

  test("stores with other settings share no connection", async (t) => {
    const proxy = await faultProxy(t, { tls: served(LOOPBACK) });
    const network = testNetwork(t);
    const both = { ca: `${ca.certificate}${other.certificate}` };
    for (const settings of [trusting, both, trusting, both]) await get(network, proxy.url, settings);
    assert.equal(proxy.connections, 2);
  });

  test("a client certificate that is none is CREDENTIAL_INVALID, and nothing is connected to", async (t) => {
    const proxy = await faultProxy(t, { tls: mutual });
    const network = testNetwork(t);
    const wrong = [
      { ...client, certificate: "s3cr3t-canary" },
      { ...client, key: ca.issue({ dns: ["client"] }).key },
    ];
    for (const settings of wrong) {
      const problem = await problemOf(get(network, proxy.url, settings));
      assert.equal(problem.code, "CREDENTIAL_INVALID");
      assert.doesNotMatch(problem.message, /canary/);
    }
    assert.equal(proxy.connections, 0);
  });

  for (const [title, bytes, code] of [
    ["a server that never answers the handshake", undefined, "TIMEOUT"],
    ["a server that ends the handshake", "", "INTERRUPTED"],
    ["a server that does not speak TLS", "SSH-2.0-OpenSSH_9.0\r\n", "TLS_INVALID"],
    ["an HTTP server", "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", "TLS_INVALID"],
  ] as const)
    test(`${title}: ${code}`, async (t) => {
      const server = createServer((socket) => {
        socket.on("error", () => undefined);
        if (bytes !== undefined) socket.once("data", () => socket.end(bytes));
      });
      await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
      });
      const { port } = server.address() as AddressInfo;
      const network = testNetwork(t, {
        clock: new ImpatientClock(bytes === undefined ? PATIENCE : undefined),
      });
      const problem = await problemOf(get(network, `https://127.0.0.1:${port}/`, trusting));
      server.close();
      assert.equal(problem.code, code, problem.message);
    });
});

suite("the system's roots", () => {
  const script = join(import.meta.dirname, "get-https.ts");

  async function run(port: number, system: string, store = ""): Promise<string> {
    const env = { ...process.env, SSL_CERT_FILE: system, SSL_CERT_DIR: dirname(system), STORE_CA: store };
    const { stdout } = await promisify(execFile)(process.execPath, [script, String(port)], { env });
    return stdout.trim();
  }

  test("a store without a CA trusts them, one with a CA does not", async (t) => {
    const directory = mkdtempSync(join(tmpdir(), "presecret-roots-"));
    t.after(() => {
      rmSync(directory, { recursive: true });
    });
    const system = join(directory, "ca.pem");
    writeFileSync(system, ca.certificate);
    const proxy = await faultProxy(t, { tls: served(LOOPBACK) });
    assert.equal(await run(proxy.port, system), "200 200 200");
    assert.match(await run(proxy.port, system, other.certificate), /^TLS_INVALID/);
    writeFileSync(system, other.certificate);
    assert.match(await run(proxy.port, system), /^TLS_INVALID/);
  });
});
