import { openNetwork } from "../../src/net/open-network.ts";
import { ProblemError } from "../../src/ground/problem-error.ts";
import { CALLER_TRUST } from "../../src/eso/trust.ts";

/** Gets `/` on loopback three times at once, and prints the statuses or the problem. */
const network = openNetwork({
  trust: CALLER_TRUST,
  environment: {},
  signal: AbortSignal.timeout(30_000),
  timeLeft: () => 30_000,
});
const { STORE_CA } = process.env;
const http = network.http({ ca: STORE_CA === "" ? undefined : STORE_CA });
const url = new URL(`https://127.0.0.1:${process.argv[2] ?? ""}/`);
try {
  const responses = await Promise.all(
    [1, 2, 3].map(async () => http.send({ method: "GET", url, headers: {} })),
  );
  console.log(responses.map(({ status }) => status).join(" "));
} catch (error) {
  console.log(error instanceof ProblemError ? `${error.problem.code} ${error.problem.message}` : error);
}
network.close();
