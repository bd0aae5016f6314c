import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { externalSecret, storeOf } from "../providers/aws/stream.ts";
import type { AwsProxy } from "../servers/aws-proxy.ts";
import { startAwsProxy } from "../servers/aws-proxy.ts";

const ROUNDS = Number(process.argv[2] ?? 21);
const MAIN = resolve(import.meta.dirname, "../../dist/main.js");
const DELAY = 20;
const SECRETS = 50;
const MOST_RATIO = 4.5;
const MOST_ROUND_TRIPS = 6;

/** A role is assumed, and 50 secrets are read: what a run against AWS waits for. */
const ROLE = "arn:aws:iam::111111111111:role/reader";

async function main(): Promise<void> {
  const server = await startAwsProxy();
  const directory = mkdtempSync(join(tmpdir(), "presecret-bench-"));
  const one = write(directory, "one.yaml", [...storeOf(), externalSecret("app", ["app/0"])]);
  const many = write(directory, "many.yaml", [
    ...storeOf({ aws: { role: ROLE } }),
    ...Array.from({ length: SECRETS }, (_, index) => externalSecret(`app-${index}`, [`app/${index}`])),
  ]);
  server.faults = answers();
  const times: Record<"bare" | "started" | "near" | "far", number[]> = {
    bare: [],
    started: [],
    near: [],
    far: [],
  };
  for (let round = 0; round < ROUNDS; round++) {
    times.bare.push((await run(["-e", "0"])).wall);
    server.delay = 0;
    times.started.push((await run([MAIN, "render", one, "--ambient"], server)).first);
    times.near.push((await run([MAIN, "render", many, "--ambient"], server)).wall);
    server.delay = DELAY;
    times.far.push((await run([MAIN, "render", many, "--ambient"], server)).wall);
  }
  await server.stop();
  rmSync(directory, { recursive: true });
  report(median(times.bare), median(times.started), median(times.near), median(times.far));
}

function report(bare: number, started: number, near: number, far: number): void {
  const ratio = started / bare;
  const trips = (far - near) / DELAY;
  console.log(`bare node -e 0: ${bare.toFixed(1)} ms (median of ${ROUNDS}, interleaved)`);
  console.log(
    `start to the first signed request: ${started.toFixed(1)} ms, ${ratio.toFixed(2)} times bare node (goal: at most ${MOST_RATIO})`,
  );
  console.log(
    `a role and ${SECRETS} secrets: ${near.toFixed(1)} ms; with ${DELAY} ms before each answer ${far.toFixed(1)} ms, ${trips.toFixed(1)} round trips (goal: at most ${MOST_ROUND_TRIPS})`,
  );
  if (ratio > MOST_RATIO || trips > MOST_ROUND_TRIPS) process.exitCode = 1;
}

function write(directory: string, name: string, objects: readonly object[]): string {
  const path = join(directory, name);
  writeFileSync(path, objects.map((object) => `${JSON.stringify(object)}\n`).join("---\n"));
  return path;
}

interface Run {
  /** From the start to the end, in milliseconds. */
  readonly wall: number;
  /** From the start to the first request. */
  readonly first: number;
}

async function run(argv: readonly string[], server?: AwsProxy): Promise<Run> {
  const started = performance.now();
  let first = Number.NaN;
  server?.restart();
  server?.onRequest(() => {
    first = performance.now() - started;
  });
  const env = {
    PATH: process.env["PATH"],
    ...(server === undefined ? {} : { AWS_ENDPOINT_URL: server.url }),
  };
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "ignore", "inherit"], env });
  const [exit] = (await once(child, "exit")) as [number | null];
  if (exit !== 0) throw new Error(`${argv.join(" ")} ended with ${String(exit)}`);
  return { wall: performance.now() - started, first };
}

function secret(index: number): object {
  return { ARN: `arn:${index}`, Name: `app/${index}`, SecretString: "v" };
}

function answers(): AwsProxy["faults"] {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  return [
    {
      action: "AssumeRole",
      status: 200,
      headers: { "content-type": "text/xml" },
      body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    },
    { action: "GetSecretValue", status: 200, body: JSON.stringify(secret(0)) },
    {
      action: "BatchGetSecretValue",
      status: 200,
      body: JSON.stringify({
        SecretValues: Array.from({ length: SECRETS }, (_, index) => secret(index)),
        Errors: [],
      }),
    },
  ];
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
}

await main();
