import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { FieldProblem } from "./check.ts";

/** An object after spellings that External Secrets does not have were read as what they mean. */
export interface Respelt {
  readonly object: unknown;
  readonly spellings: readonly FieldProblem[];
}

type Node = Readonly<Record<string, unknown>>;

/** Reads the accepted spellings of an object; each is told with the right one. */
export function respell(object: Node): Respelt {
  if (object["apiVersion"] === "external-secrets.io/v1alpha1" && object["kind"] === "SecretGenerator") {
    return respellGenerator(object);
  }
  return respellAwsAuth(object);
}

/** `SecretGenerator` with spec.kind and spec.spec, for a generator of that kind. */
function respellGenerator(object: Node): Respelt {
  const spec = asNode(object["spec"]);
  const kind = typeof spec["kind"] === "string" ? spec["kind"] : "";
  const generator = copy(object, {
    apiVersion: "generators.external-secrets.io/v1alpha1",
    kind,
    spec: spec["spec"] ?? {},
  });
  const right = `apiVersion generators.external-secrets.io/v1alpha1, kind ${kind}, its settings in spec`;
  return { object: generator, spellings: [spelling(["kind"], "SecretGenerator", right)] };
}

/** `aws.auth.serviceAccount` for `aws.auth.jwt.serviceAccountRef`. */
function respellAwsAuth(object: Node): Respelt {
  const spec = asNode(object["spec"]);
  const provider = asNode(spec["provider"]);
  const aws = asNode(provider["aws"]);
  const auth = asNode(aws["auth"]);
  const { serviceAccount } = auth;
  if (serviceAccount === undefined || serviceAccount === null || auth["jwt"] !== undefined)
    return { object, spellings: [] };
  const { serviceAccount: _, ...others } = auth;
  const right = copy(others, { jwt: copy({}, { serviceAccountRef: serviceAccount }) });
  const respelt = copy(object, {
    spec: copy(spec, { provider: copy(provider, { aws: copy(aws, { auth: right }) }) }),
  });
  const path = ["spec", "provider", "aws", "auth", "serviceAccount"];
  return {
    object: respelt,
    spellings: [spelling(path, "auth.serviceAccount", "auth.jwt.serviceAccountRef")],
  };
}

function spelling(path: FieldPath, found: string, right: string): FieldProblem {
  const problem: Problem = {
    code: "SPELLING_ACCEPTED",
    message: `Read "${found}", which External Secrets does not have, as what it means`,
    hint: `Write ${right}`,
  };
  return { path, problem };
}

function copy(node: Node, members: Node): Node {
  return Object.assign(Object.create(null) as Record<string, unknown>, node, members);
}

function asNode(value: unknown): Node {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
