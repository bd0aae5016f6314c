import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { newTestCa } from "../servers/test-ca.ts";
import { faultProxy, get, problemOf, testNetwork } from "./network.ts";

/** Long enough for connections on loopback to be made while an answer is waited for. */
const DELAY = 200;

suite("Network.prepare", () => {
  test("opens connections beside the first request, and those after it use them", async (t) => {
    const proxy = await faultProxy(t, { delay: DELAY });
    const network = testNetwork(t);
    network.prepare(new URL(proxy.url), {}, () => 4);
    await get(network, proxy.url);
    assert.equal(proxy.connections, 4);
    await Promise.all(Array.from({ length: 4 }, async () => get(network, proxy.url)));
    assert.equal(proxy.atOnce, 4);
    assert.equal(proxy.connections, 4);
  });

  test("does so with the TLS settings that the requests have", async (t) => {
    const ca = newTestCa();
    const { certificate: cert, key } = ca.issue({ ips: ["127.0.0.1"] });
    const proxy = await faultProxy(t, { tls: { cert, key }, delay: DELAY });
    const network = testNetwork(t);
    const tls = { ca: ca.certificate };
    network.prepare(new URL(proxy.url), tls, () => 3);
    await get(network, proxy.url, tls);
    await Promise.all(Array.from({ length: 3 }, async () => get(network, proxy.url, tls)));
    assert.equal(proxy.connections, 3);
  });

  test("opens no more than may be in flight", async (t) => {
    const proxy = await faultProxy(t, { delay: DELAY });
    const network = testNetwork(t);
    network.prepare(new URL(proxy.url), {}, () => 50);
    await get(network, proxy.url);
    assert.equal(proxy.connections, 16);
  });

  test("opens none for one request, nor before a connection was made", async (t) => {
    const proxy = await faultProxy(t, { delay: DELAY });
    const network = testNetwork(t);
    network.prepare(new URL(proxy.url), {}, () => 1);
    assert.equal(proxy.connections, 0);
    await get(network, proxy.url);
    assert.equal(proxy.connections, 1);
  });

  test("where nothing listens a request is tried as often as without it", async (t) => {
    const network = testNetwork(t);
    const url = "http://127.0.0.1:1/";
    network.prepare(new URL(url), {}, () => 16);
    const problem = await problemOf(get(network, url));
    assert.match(problem.message, /nothing listens there \(connection refused\) \(2 attempts\)$/);
  });
});

suite("Network.closeIdle", () => {
  test("closes the connections that no request is on, and leaves the others", async (t) => {
    const proxy = await faultProxy(t, { delay: DELAY });
    const network = testNetwork(t);
    network.prepare(new URL(proxy.url), {}, () => 4);
    await get(network, proxy.url);
    const running = get(network, proxy.url);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    network.closeIdle();
    assert.equal((await running).status, 200);
    await get(network, proxy.url);
    assert.equal(proxy.connections, 4, "the running request's connection serves the next one");
    await Promise.all([get(network, proxy.url), get(network, proxy.url)]);
    assert.equal(proxy.connections, 5, "the other three are gone");
  });
});
