import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { inspect } from "node:util";

import type { RemoteRef } from "../../src/eso/external-secret.ts";
import type { Answer, RawSecret, ReadRequest, SecretsClient } from "../../src/eso/read-request.ts";
import { convertKey } from "../../src/providers/convert-key.ts";
import { fromGoString, toGoString } from "../../src/go/bytes.ts";
import type { Problem } from "../../src/ground/diagnostic.ts";
import type { SecretData, Sensitive } from "../../src/ground/sensitive.ts";

/** The secrets that every store of the contract holds: name to a JSON object. */
export const CONTRACT_SECRETS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "contract/db": { password: 'p@ss "w0rd" <&> ünï', port: 5432, user: "alice" },
  "contract/nested": { tls: { crt: "CERT", key: "KEY" } },
  "contract/other": { value: "other" },
};

/** A provider as the contract sees it. */
export interface ContractProvider {
  readonly name: string;
  /** Why it cannot be tested here. */
  readonly skip?: string | false;
  /** Opens a client of the store that holds CONTRACT_SECRETS; with `other`, of one with other credentials. */
  open(which?: "same" | "other"): Promise<SecretsClient>;
  /** The request for a secret of the store. */
  request(remoteRef: RemoteRef): ReadRequest;
  /** How many requests the provider has got so far. */
  requests(): number;
  /** Texts of credentials, which nothing may show. */
  readonly credentials: readonly string[];
}

const ALLOWED = (): undefined => undefined;

/** What each provider's client promises to fetch (SecretsClient), whatever the provider. */
export function contract(provider: ContractProvider): void {
  const options = { skip: provider.skip ?? false };
  suite(`the contract of SecretsClient: ${provider.name}`, options, () => {
    test("opening asks nothing, and neither does closing what read nothing", async () => {
      const before = provider.requests();
      const client = await provider.open();
      await client.close();
      assert.equal(provider.requests(), before);
    });

    test("every request is answered, found and missing apart", async () => {
      const requests = ["contract/db", "contract/none", "contract/other"].map((key) =>
        provider.request({ key }),
      );
      const kinds = await using(provider, async (client) => {
        const answers = await client.read(requests);
        return requests.map((request) => answers.get(request)?.kind);
      });
      assert.deepEqual(kinds, ["value", "missing", "value"]);
    });

    test("no request gives no answer and asks nothing", async () => {
      const before = provider.requests();
      assert.equal(await using(provider, async (client) => (await client.read([])).size), 0);
      assert.equal(provider.requests(), before);
    });

    test("a secret as a whole is its JSON", async () => {
      const text = textOf((await read(provider, "contract/db")).getSecret({ key: "contract/db" }));
      assert.deepEqual(JSON.parse(text), CONTRACT_SECRETS["contract/db"]);
    });

    test("a property is its bytes", async () => {
      const secret = await read(provider, "contract/db");
      const property = (name: string): string =>
        textOf(secret.getSecret({ key: "contract/db", property: name }));
      assert.equal(property("password"), 'p@ss "w0rd" <&> ünï');
      assert.equal(property("port"), "5432");
    });

    test("a property that is not there is PROPERTY_NOT_FOUND, and nothing of the value is told", async () => {
      const answer = (await read(provider, "contract/db")).getSecret({
        key: "contract/db",
        property: "User",
      });
      assertProblem(answer, "PROPERTY_NOT_FOUND");
    });

    test("extract gives the members", async () => {
      const answer = (await read(provider, "contract/db")).getSecretMap({ key: "contract/db" });
      assert.deepEqual(mapOf(answer), { password: 'p@ss "w0rd" <&> ünï', port: "5432", user: "alice" });
    });

    test("extract of a property gives the members of an object", async () => {
      const secret = await read(provider, "contract/nested");
      const answer = secret.getSecretMap({ key: "contract/nested", property: "tls" });
      assert.deepEqual(mapOf(answer), { crt: "CERT", key: "KEY" });
    });

    test("extract of what is no object is VALUE_NOT_JSON, and nothing of it is told", async () => {
      const secret = await read(provider, "contract/db");
      assertProblem(secret.getSecretMap({ key: "contract/db", property: "user" }), "VALUE_NOT_JSON");
    });

    test("a missing secret is told by a clause and a hint", async () => {
      const request = provider.request({ key: "contract/none" });
      const answer = await using(provider, async (client) => (await client.read([request])).get(request));
      assert.ok(answer !== undefined);
      assertProblem(answer, "SECRET_NOT_FOUND");
    });

    test("find by name gives what matches, each authorised as a read of it", async () => {
      const asked: string[] = [];
      const answer = await using(provider, async (client) =>
        client.find({ name: { regexp: "contract/(db|other)$" } }, ({ resourceId }) => {
          asked.push(resourceId);
          return undefined;
        }),
      );
      assert.ok(answer.kind === "value");
      assert.deepEqual([...answer.value.keys()].map(convert).toSorted(), ["contract_db", "contract_other"]);
      const wanted = ["contract/db", "contract/other"].map((key) => provider.request({ key }).resourceId);
      assert.deepEqual(asked.toSorted(), wanted.toSorted());
    });

    test("a hit that may not be read fails the find", async () => {
      const denied: Problem = { code: "STORE_DENIED", message: "it may not be read" };
      const answer = await using(provider, async (client) =>
        client.find({ name: { regexp: "contract/" } }, () => denied),
      );
      assert.equal(answer.kind === "failed" ? answer.problem.code : undefined, "STORE_DENIED");
    });

    test("a find without a match finds nothing", async () => {
      const answer = await using(provider, async (client) =>
        client.find({ name: { regexp: "^nothing is called so$" } }, ALLOWED),
      );
      assert.deepEqual(mapOf(answer), {});
    });

    test("an expression that RE2 refuses is REGEXP_INVALID", async () => {
      const answer = await using(provider, async (client) =>
        client.find({ name: { regexp: "(?=x)" } }, ALLOWED),
      );
      assert.equal(answer.kind === "failed" ? answer.problem.code : undefined, "REGEXP_INVALID");
    });

    test("the identity is the same for the same store only, and holds no credential", async () => {
      const clients = await Promise.all([provider.open(), provider.open(), provider.open("other")]);
      const [first, second, other] = clients.map(({ identity }) => identity);
      assert.equal(first, second);
      if (first !== undefined) assert.notEqual(first, other);
      for (const credential of provider.credentials) assert.ok(!String(first).includes(credential));
      await Promise.all(clients.map(async (client) => client.close()));
    });

    test("neither client nor answers print a secret or a credential", async () => {
      const request = provider.request({ key: "contract/db" });
      const printed = await using(provider, async (client) =>
        inspect([client, await client.read([request])], { depth: 20, showHidden: true }),
      );
      for (const text of ["alice", "w0rd", ...provider.credentials])
        assert.ok(!printed.includes(text), printed);
    });

    test("closing twice is no error", async () => {
      const client = await provider.open();
      await client.read([provider.request({ key: "contract/db" })]);
      await client.close();
      await client.close();
    });
  });
}

async function using<Result>(
  provider: ContractProvider,
  work: (client: SecretsClient) => Promise<Result>,
): Promise<Result> {
  const client = await provider.open();
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function read(provider: ContractProvider, key: string): Promise<RawSecret> {
  const request = provider.request({ key });
  const answer = await using(provider, async (client) => (await client.read([request])).get(request));
  assert.ok(answer?.kind === "value");
  return answer.value;
}

function textOf(answer: Answer<Sensitive>): string {
  assert.ok(answer.kind === "value");
  return new TextDecoder().decode(answer.value.reveal());
}

function mapOf(answer: Answer<SecretData>): Record<string, string> {
  assert.ok(answer.kind === "value");
  return Object.fromEntries(
    [...answer.value].map(([key, value]) => [key, new TextDecoder().decode(value.reveal())]),
  );
}

/** Keys of a find are converted by the provider or by assemble/, as in ESO. */
function convert(name: string): string {
  return fromGoString(convertKey("Default", toGoString(name)));
}

function assertProblem(answer: Answer<unknown>, code: string): void {
  assert.ok(answer.kind !== "value");
  const { problem } = answer;
  assert.equal(problem.code, code);
  assert.match(problem.message, /^[^A-Z].*[^.]$/);
  assert.ok((problem.hint ?? "") !== "");
  assert.doesNotMatch(`${problem.message} ${problem.hint ?? ""}`, /alice|w0rd|5432/);
}
