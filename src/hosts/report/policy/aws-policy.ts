import type { Find } from "../../../eso/external-secret.ts";
import type { AwsProvider } from "../../../eso/stores/aws.ts";
import type { RenderPlan, StoreStep } from "../../../plan/render-plan.ts";
import { storeName } from "../../../eso/stores/store-name.ts";
import type { IdentityReads } from "./read-plan.ts";
import { readsByIdentity } from "./read-plan.ts";

interface Statement {
  readonly Effect: "Allow";
  readonly Action: string;
  readonly Resource: readonly string[];
}

/** An IAM policy document, one action a statement. */
export interface IamPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

type Permission = readonly [action: string, resource: string];

/**
 * The narrowest IAM policies by identity: roles that stores assume, and the credentials that they assume them with.
 * Reading one by one is enough for a render; batches, which are faster, need a permission of their own. A secret
 * under a customer's key needs kms:Decrypt on that key as well, which no manifest names.
 */
export function awsPolicies(plan: RenderPlan): Map<string, IamPolicy> {
  const readers = readsByIdentity(plan, readerOf);
  const policies = new Map(readers.map(({ identity, steps }) => [identity, toPolicy(permissionsOf(steps))]));
  for (const { identity, steps } of readsByIdentity(plan, assumerOf)) {
    const roles = toPolicy(steps.flatMap(assumed));
    const known = policies.get(identity)?.Statement ?? [];
    policies.set(identity, { ...roles, Statement: [...known, ...roles.Statement] });
  }
  return policies;
}

function providerOf({ store }: StoreStep): AwsProvider | undefined {
  return store.store.spec.provider.aws;
}

/** Who reads: the role that is assumed last, or the credentials of the store. */
function readerOf(step: StoreStep): string | undefined {
  const provider = providerOf(step);
  return provider === undefined
    ? undefined
    : (provider.role ?? rolesOf(provider).at(-1) ?? ownIdentity(step, provider));
}

/** Who assumes roles, where any are assumed. */
function assumerOf(step: StoreStep): string | undefined {
  const provider = providerOf(step);
  return provider === undefined || rolesOf(provider).length === 0 ? undefined : ownIdentity(step, provider);
}

function ownIdentity({ store }: StoreStep, { auth }: AwsProvider): string {
  if (auth?.jwt !== undefined)
    return `the role of ServiceAccount ${auth.jwt.serviceAccountRef?.name ?? ""} for ${storeName(store)}`;
  return auth?.secretRef === undefined ? "the caller" : `the access key of ${storeName(store)}`;
}

function rolesOf({ role, additionalRoles = [] }: AwsProvider): string[] {
  return role === undefined || role === "" ? [...additionalRoles] : [...additionalRoles, role];
}

/** The first role is assumed by the credentials, each further one by the role before it, which has its own policy. */
function assumed(step: StoreStep): Permission[] {
  const provider = providerOf(step);
  if (provider === undefined) return [];
  const [first] = rolesOf(provider);
  if (first === undefined) return [];
  const tags: Permission[] =
    (provider.sessionTags ?? []).length > 0 || (provider.sessionTagsPolicy ?? "None") !== "None"
      ? [["sts:TagSession", first]]
      : [];
  return [["sts:AssumeRole", first], ...tags];
}

function permissionsOf(steps: IdentityReads["steps"]): Permission[] {
  return steps.flatMap((step) => {
    const provider = providerOf(step);
    if (provider === undefined) return [];
    const isStore = provider.service === "ParameterStore";
    if (step.kind === "find")
      return isStore ? parameterFind(step.find, provider) : secretFind(step.find, provider);
    const { key, what } = step.request;
    return [isStore ? parameterRead(key, what, provider) : secretRead(key, what, provider)];
  });
}

function secretRead(key: string, what: "value" | "metadata", { region }: AwsProvider): Permission {
  const action = what === "metadata" ? "secretsmanager:DescribeSecret" : "secretsmanager:GetSecretValue";
  return [action, secretArn(key, region)];
}

const RANDOM_SUFFIX = /-[A-Za-z0-9]{6}$/;

/** AWS puts a dash and six random characters behind a name. */
function secretArn(key: string, region: string): string {
  if (key.startsWith("arn:")) return RANDOM_SUFFIX.test(key) ? key : `${key}-??????`;
  return `${arn("secretsmanager", region)}:secret:${literal(key)}-??????`;
}

/** A name alone is looked for in a list of all; a path, or tags alone, are AWS's own to search. */
function secretFind({ name, path }: Find, { region }: AwsProvider): Permission[] {
  const all = `${arn("secretsmanager", region)}:secret:${path === undefined ? "" : literal(path)}*`;
  const isListed = name !== undefined && path === undefined;
  return [
    ["secretsmanager:ListSecrets", "*"],
    ["secretsmanager:GetSecretValue", all],
    ...(isListed ? [] : [["secretsmanager:BatchGetSecretValue", "*"] as const]),
  ];
}

function parameterRead(key: string, what: "value" | "metadata", { region }: AwsProvider): Permission {
  const action = what === "metadata" ? "ssm:ListTagsForResource" : "ssm:GetParameter";
  if (key.startsWith("arn:")) return [action, key];
  const [name = ""] = key.split(":");
  return [action, parameterArn(literal(name), region)];
}

/** The slash that a name begins with is the one behind `parameter`. */
function parameterArn(name: string, region: string): string {
  return `${arn("ssm", region)}:parameter/${name.replace(/^\//, "")}`;
}

/** Below a path the values come with the names; what has tags is listed first and then read. */
function parameterFind({ name, path = "/" }: Find, { region }: AwsProvider): Permission[] {
  const folder = literal(path).replace(/\/$/, "");
  if (name !== undefined) return [["ssm:GetParametersByPath", parameterArn(folder, region)]];
  return [
    ["ssm:DescribeParameters", "*"],
    ["ssm:GetParameter", parameterArn(`${folder}/*`, region)],
  ];
}

/** The account is the identity's own, whichever that is. */
function arn(service: string, region: string): string {
  return `arn:${partitionOf(region)}:${service}:${region === "" ? "*" : region}:*`;
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** IAM has no way to write these two but its own wildcard for one character. */
function literal(name: string): string {
  return name.replaceAll(/[*?]/g, "?").replaceAll("${", "${$}{");
}

function toPolicy(permissions: readonly Permission[]): IamPolicy {
  const byAction = Map.groupBy(permissions, ([action]) => action);
  return {
    Version: "2012-10-17",
    Statement: [...byAction].map(([action, group]) => ({
      Effect: "Allow",
      Action: action,
      Resource: withoutCovered([...new Set(group.map(([, resource]) => resource))]).toSorted(),
    })),
  };
}

function withoutCovered(resources: readonly string[]): string[] {
  return resources.filter(
    (resource) => !resources.some((other) => other !== resource && covers(other, resource)),
  );
}

/** Whether a resource that ends with a star stands for another one too. */
function covers(wide: string, narrow: string): boolean {
  return wide.endsWith("*") && narrow.startsWith(wide.slice(0, -1));
}
