import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { ProblemError } from "../../../src/ground/problem-error.ts";
import { readChallenge } from "../../../src/providers/azure/challenge.ts";

const VAULT = new URL("https://kv-shop.vault.azure.net");
const LOGIN = "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47";

function read(header: string, vault = VAULT): ReturnType<typeof readChallenge> {
  const headers = new Map(header === "" ? [] : [["www-authenticate", header]]);
  return readChallenge({ status: 401, headers, body: new Uint8Array() }, vault);
}

suite("readChallenge", () => {
  const tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  const accepted: readonly (readonly [string, string | undefined])[] = [
    [`Bearer authorization="${LOGIN}", resource="https://vault.azure.net"`, tenant],
    [`Bearer authorization="${LOGIN}", scope="https://vault.azure.net/.default"`, tenant],
    [`Bearer authorization="${LOGIN}/", resource="https://vault.azure.net/"`, tenant],
    ['Bearer resource="https://vault.azure.net"', undefined],
  ];
  for (const [header, expected] of accepted) {
    test(`accepts ${header}`, () => {
      assert.deepEqual(read(header), { resource: "https://vault.azure.net", tenant: expected });
    });
  }

  const refused: readonly (readonly [string, string, string?])[] = [
    ["no challenge", ""],
    ["no resource", `Bearer authorization="${LOGIN}"`],
    ["a resource that the vault is not in", 'Bearer resource="https://vault.azure.cn"'],
    [
      "a resource that the vault's name only ends with",
      'Bearer resource="https://azure.net"',
      "https://evil-azure.net",
    ],
    ["the vault itself", 'Bearer resource="https://kv-shop.vault.azure.net"'],
    ["another scheme", 'Bearer resource="http://vault.azure.net"'],
    ["a user in the resource", 'Bearer resource="https://x@vault.azure.net"'],
    ["a vault without TLS", 'Bearer resource="https://vault.azure.net"', "http://kv-shop.vault.azure.net"],
    ["management", 'Bearer resource="https://management.azure.com"'],
  ];
  for (const [what, header, vault = VAULT.href] of refused) {
    test(`refuses ${what}`, () => {
      assert.throws(
        () => read(header, new URL(vault)),
        (error: unknown) => error instanceof ProblemError && error.problem.code === "AUTH_FAILED",
      );
    });
  }
});
