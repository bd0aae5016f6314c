import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { NetworkError } from "../../src/net/network-error.ts";
import { startFaultProxy } from "../servers/fault-proxy.ts";
import { ImpatientClock } from "./fake-clock.ts";
import { sendOnce, testNetwork } from "./network.ts";

const CANARY = "s3cr3t-canary";

const statusLine = fc.oneof(
  { weight: 4, arbitrary: fc.constant("HTTP/1.1 200 OK") },
  fc.constantFrom(
    "HTTP/1.0 200 OK",
    "HTTP/1.1 204 No Content",
    "HTTP/1.1 304 Not Modified",
    "HTTP/1.1 100 Continue",
    "HTTP/1.1 101 Switching Protocols",
    "HTTP/1.1 307 Moved",
    "HTTP/1.1 999 Odd",
    "HTTP/2 200",
    "HTTP/9.9 200 OK",
    "ICY 200 OK",
    "",
  ),
);
const header = fc.oneof(
  fc.nat(40).map((length) => `content-length: ${length}`),
  fc.constantFrom(
    "transfer-encoding: chunked",
    "Transfer-Encoding: identity",
    "transfer-encoding: chunked, chunked",
    "content-length: -1",
    "content-length: 0x10",
    "content-length: 1, 1",
    "content-encoding: gzip",
    "connection: close",
    "connection: keep-alive, upgrade",
    "upgrade: h2c",
    "location: http://evil.example.com/",
    "trailer: x",
    "x: y\r\n folded",
    " : ",
    "no colon",
  ),
  fc.string().map((text) => `x-any: ${text}`),
);
const body = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    "",
    "{}",
    CANARY,
    "2\r\n{}\r\n0\r\n\r\n",
    "2;x=y\r\n{}\r\n0\r\nx: y\r\n\r\n",
    "2\r\n{}\r\n",
    "ffffffffffffffff\r\n{}",
    "0\r\n\r\n",
    "2\r\n{}}\r\n0\r\n\r\n",
  ),
);
const answer = fc
  .tuple(statusLine, fc.array(header, { maxLength: 4 }), body, fc.constantFrom("\r\n", "\n"))
  .map(([first, headers, text, end]) => `${[first, ...headers].join(end)}${end}${end}${text}`);

test("whatever bytes come, send() gives a whole answer or a NetworkError", async (t) => {
  const codes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(answer, fc.constantFrom("end", "reset"), async (bytes, ending) => {
      const proxy = await startFaultProxy({ always: { kind: "bytes", bytes, ending } });
      const network = testNetwork(t, { clock: new ImpatientClock(2000) });
      try {
        const response = await sendOnce(network.http(), proxy.url);
        const length = response.headers.get("content-length");
        const isEmpty = response.status === 204 || response.status === 304;
        const isChunked = response.headers.get("transfer-encoding") === "chunked";
        assert.ok(isEmpty || isChunked || Number(length) === response.body.length, bytes);
        codes.set("answer", (codes.get("answer") ?? 0) + 1);
      } catch (error) {
        assert.ok(error instanceof NetworkError, bytes);
        assert.ok(!error.message.includes(CANARY), error.message);
        codes.set(error.problem.code, (codes.get(error.problem.code) ?? 0) + 1);
      } finally {
        network.close();
        await proxy.close();
      }
    }),
    { numRuns: 200, examples: [["HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", "end"]] },
  );
  for (const end of ["INTERRUPTED", "PROTOCOL", "answer"]) assert.ok(codes.has(end), end);
});
