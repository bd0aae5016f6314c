import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";

import type { IamPolicy } from "../../../../src/hosts/report/policy/aws-policy.ts";
import { cli } from "../../../cli.ts";
import { seed } from "../../../providers/aws/seed.ts";
import { externalSecret, renderAt, storeOf } from "../../../providers/aws/stream.ts";
import type { AwsCall, AwsProxy } from "../../../servers/aws-proxy.ts";
import { startAwsProxy } from "../../../servers/aws-proxy.ts";
import { skipWithout } from "../../../servers/find.ts";
import type { Moto } from "../../../servers/moto.ts";
import { iam, memberOf, startMoto } from "../../../servers/moto.ts";

interface Key {
  readonly accessKey: string;
  readonly secretKey: string;
}

const SECRETS = ["shop/db", "shop/api", "other"];
const PARAMETERS = ["/shop/db", "/shop/mail/user", "/other"];

/** Stores and ExternalSecrets that read by name, by metadata and by search. */
const CASES: Readonly<Record<string, (key: Key) => readonly object[]>> = {
  "secrets by name, and tags of one": (key) => [
    ...storeOf(key),
    externalSecret("app", ["shop/db", "shop/api", { key: "shop/db", metadataPolicy: "Fetch" }]),
  ],
  "a find by name": (key) => [...storeOf(key), finding({ name: { regexp: "^shop/" } })],
  "parameters by name, and tags of one": (key) => [
    ...storeOf({ ...key, service: "ParameterStore" }),
    externalSecret("app", ["/shop/db", { key: "/shop/db", metadataPolicy: "Fetch" }]),
  ],
  "a find below a path": (key) => [
    ...storeOf({ ...key, service: "ParameterStore" }),
    finding({ path: "/shop", name: { regexp: "." } }),
  ],
  "a find of parameters by tags": (key) => [
    ...storeOf({ ...key, service: "ParameterStore" }),
    finding({ tags: { team: "shop" } }),
  ],
};

suite("plan --policy aws, on a real moto", { skip: skipWithout("moto") }, () => {
  let moto: Moto;
  let proxy: AwsProxy;

  before(async () => {
    moto = await startMoto();
    proxy = await startAwsProxy(moto.url);
    await seed(moto.url, [
      ...SECRETS.map((Name) => ({
        service: "secretsmanager",
        operation: "CreateSecret",
        parameters: { Name, SecretString: "v", Tags: [{ Key: "team", Value: "shop" }] },
      })),
      ...PARAMETERS.map((Name) => ({
        service: "ssm",
        operation: "PutParameter",
        parameters: { Name, Value: "v", Type: "SecureString", Tags: [{ Key: "team", Value: "shop" }] },
      })),
    ]);
  });
  after(async () => {
    await proxy.stop();
    await moto.stop();
  });

  for (const [name, objectsFor] of Object.entries(CASES)) {
    test(`every request is of a resource that the policy names, and each of them is used: ${name}`, async () => {
      const objects = objectsFor({ accessKey: "AKIATEST", secretKey: "shh" });
      const permissions = permissionsOf(await policyOf(objects));
      proxy.restart();
      const { exit, stderr } = await renderAt(proxy.url, objects, "--aws-batch", "off");
      assert.equal(exit, 0, stderr);
      const requests = proxy.calls.map(requestOf);
      for (const request of requests)
        assert.ok(
          permissions.some((permission) => allows(permission, request)),
          request.join(" "),
        );
      for (const permission of permissions)
        assert.ok(
          requests.some((request) => allows(permission, request)),
          `not needed: ${permission.join(" ")}`,
        );
    });
  }

  test("enough, and no action can be left out, where signatures and actions are checked", async () => {
    const trials: { readonly name: string; readonly key: Key; readonly isEnough: boolean }[] = [];
    for (const [name, objectsFor] of Object.entries(CASES)) {
      const actions = (await policyOf(objectsFor({ accessKey: "x", secretKey: "y" }))).Statement.map(
        ({ Action }) => Action,
      );
      trials.push({ name, key: await user(actions), isEnough: true });
      for (const left of actions)
        trials.push({ name, key: await user(actions.filter((action) => action !== left)), isEnough: false });
    }
    await moto.checkSignatures();
    for (const { name, key, isEnough } of trials) {
      const { exit, stderr } = await renderAt(moto.url, CASES[name]?.(key) ?? []);
      assert.equal(exit === 0, isEnough, `${name}: ${stderr}`);
    }
  });

  /** moto knows actions, not resources. */
  async function user(actions: readonly string[]): Promise<Key> {
    const UserName = `user-${(users += 1)}`;
    const Statement = [{ Effect: "Allow", Action: [...actions, "sts:GetCallerIdentity"], Resource: "*" }];
    await iam(moto.url, { Action: "CreateUser", UserName });
    await iam(moto.url, {
      Action: "PutUserPolicy",
      UserName,
      PolicyName: "least",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
    const created = await iam(moto.url, { Action: "CreateAccessKey", UserName });
    return { accessKey: memberOf(created, "AccessKeyId"), secretKey: memberOf(created, "SecretAccessKey") };
  }
});

let users = 0;

function finding(find: object): object {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app" },
    spec: {
      secretStoreRef: { name: "store" },
      dataFrom: [{ find, rewrite: [{ regexp: { source: "[^a-z]+", target: "_" } }] }],
    },
  };
}

async function policyOf(objects: readonly object[]): Promise<IamPolicy> {
  const stdin = objects.map((object) => `${JSON.stringify(object)}\n`).join("---\n");
  const { stdout, stderr, exit } = await cli(["plan", "--policy", "aws", "-q", "-"], { stdin });
  assert.equal(exit, 0, stderr);
  return JSON.parse(stdout) as IamPolicy;
}

type Permission = readonly [action: string, resource: string];

function permissionsOf({ Statement }: IamPolicy): Permission[] {
  return Statement.flatMap(({ Action, Resource }) => Resource.map((resource) => [Action, resource] as const));
}

/** IAM's wildcards: any characters, and one character. */
function allows([action, pattern]: Permission, [asked, resource]: Permission): boolean {
  if (action !== asked) return false;
  if (pattern === "*") return true;
  const source = pattern
    .split(/([*?])/)
    .map((part) => ({ "*": ".*", "?": "." })[part] ?? part.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&"))
    .join("");
  return new RegExp(`^${source}$`).test(resource);
}

/** What a request is about, as IAM would be asked. */
function requestOf({ action, region, body }: AwsCall): Permission {
  const { SecretId, Name, Path, ResourceId } = JSON.parse(body) as Readonly<
    Record<string, string | undefined>
  >;
  if (SecretId !== undefined)
    return [
      `secretsmanager:${action}`,
      `arn:aws:secretsmanager:${region}:123456789012:secret:${SecretId}-Ab12Cd`,
    ];
  const parameter = Name ?? Path ?? ResourceId;
  if (parameter !== undefined)
    return [`ssm:${action}`, `arn:aws:ssm:${region}:123456789012:parameter/${parameter.replace(/^\//, "")}`];
  return [`${action === "DescribeParameters" ? "ssm" : "secretsmanager"}:${action}`, "*"];
}
