import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, beforeEach, suite, test } from "node:test";

import type { AwsProxy } from "../../servers/aws-proxy.ts";
import { startAwsProxy } from "../../servers/aws-proxy.ts";
import { externalSecret, storeOf } from "./stream.ts";

const MAIN = resolve(import.meta.dirname, "../../../src/main.ts");

/** The SDK reads the environment and the files of its own process, so that each test has one. */
suite("the caller's AWS profile", () => {
  let server: AwsProxy;
  let home: string;

  before(async () => {
    server = await startAwsProxy();
    home = mkdtempSync(join(tmpdir(), "presecret-aws-"));
    writeFileSync(
      join(home, "credentials"),
      "[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = s\n",
    );
    writeFileSync(
      join(home, "config"),
      "[profile work]\nregion = eu-west-3\nendpoint_url = http://127.0.0.1:9\n",
    );
    const objects = [...storeOf({ aws: { auth: {} } }).slice(1), externalSecret("app", ["app/db"])];
    writeFileSync(
      join(home, "app.yaml"),
      objects.map((object) => `${JSON.stringify(object)}\n`).join("---\n"),
    );
  });

  beforeEach(() => {
    server.restart();
    server.faults = [
      {
        action: "GetSecretValue",
        key: "AKIAWORK",
        status: 200,
        body: JSON.stringify({ ARN: "arn:a", Name: "app/db", SecretString: "v" }),
      },
    ];
  });

  after(async () => {
    await server.stop();
    rmSync(home, { recursive: true });
  });

  const render = async (...flags: string[]): Promise<{ exit: number; stderr: string }> => {
    const env = {
      AWS_ENDPOINT_URL: server.url,
      AWS_PROFILE: "work",
      AWS_CONFIG_FILE: join(home, "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
    };
    return new Promise((done) => {
      const argv = [MAIN, "render", join(home, "app.yaml"), ...flags];
      execFile(process.execPath, argv, { env }, (error, _stdout, stderr) => {
        done({ exit: error === null ? 0 : Number(error.code), stderr });
      });
    });
  };

  test("is used with --ambient; its region and endpoint are the store's and the environment's", async () => {
    const { exit, stderr } = await render("--ambient");
    assert.equal(exit, 0, stderr);
    assert.deepEqual(
      server.calls.map(({ accessKey, region }) => [accessKey, region]),
      [["AKIAWORK", "us-east-1"]],
    );
  });

  test("is not looked at without --ambient", async () => {
    const { exit, stderr } = await render();
    assert.equal(exit, 77);
    assert.match(stderr, /may not use the identity of this process/);
    assert.deepEqual(server.calls, []);
  });
});
