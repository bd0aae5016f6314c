import { goStringOfBytes } from "../go/bytes.ts";
import { parseJson } from "../go/json-parse.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { isLabelValue, isQualifiedName } from "../ground/kubernetes-names.ts";
import { LIMITS } from "../ground/limits.ts";
import { visible } from "../ground/visible.ts";
import type { RenderedKey, SecretObject } from "./secret-object.ts";

/** A rule of the API server that a Secret breaks, and the field of the Secret that does. */
export interface SecretProblem {
  readonly problem: Problem;
  readonly path: FieldPath;
}

const DATA_KEY = /^[-._a-zA-Z0-9]+$/;
const MAX_ANNOTATIONS = 256 * 1024;

/**
 * What the API server would refuse in a Secret (Kubernetes: validation.ValidateSecret and ValidateObjectMeta).
 * Keys may be named unless a template made them, values never.
 */
export function secretProblems(secret: SecretObject): SecretProblem[] {
  return [
    ...dataProblems(secret),
    ...typeProblems(secret),
    ...labelProblems(secret),
    ...annotationProblems(secret),
    ...finalizerProblems(secret),
  ];
}

function dataProblems({ name, data, renderedKeys }: SecretObject): SecretProblem[] {
  const problems: SecretProblem[] = [];
  let size = 0;
  for (const [key, value] of data) {
    size += value.size;
    const reason = keyProblem(key);
    if (reason === undefined) continue;
    const rendered = renderedKeys.get(`data/${key}`);
    const { problem, path } = refused(
      name,
      ["data", key],
      `${named(key, rendered)} ${reason}`,
      "KEY_INVALID",
    );
    problems.push({ path, problem: rendered === undefined ? problem : { ...problem, hint: RENDERED_HINT } });
  }
  if (size > LIMITS.secretData) {
    problems.push(
      refused(name, ["data"], `its values have ${size} bytes together, and ${LIMITS.secretData} are allowed`),
    );
  }
  return problems;
}

const RENDERED_HINT =
  "Correct what the template renders: the key is not shown, as it may hold what was fetched. Quote what is inserted: {{ $value | quote }}";

/** A key that a template made is told by its place in what was rendered. */
function named(key: string, rendered: RenderedKey | undefined): string {
  return rendered === undefined ? `key "${visible(key)}"` : `rendered key ${rendered.position}`;
}

function keyProblem(key: string): string | undefined {
  if (!DATA_KEY.test(key)) return 'may only have letters, digits, "-", "_" and "."';
  if (key.length > 253) return "is longer than 253 characters";
  if (key === "." || key.startsWith("..")) return 'may not be "." or start with ".."';
  return undefined;
}

/** Types with rules of their own, and the keys that they demand: one of each list. */
const REQUIRED_KEYS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ["kubernetes.io/tls", [["tls.crt"], ["tls.key"]]],
  ["kubernetes.io/basic-auth", [["username", "password"]]],
  ["kubernetes.io/ssh-auth", [["ssh-privatekey"]]],
  ["kubernetes.io/dockerconfigjson", [[".dockerconfigjson"]]],
  ["kubernetes.io/dockercfg", [[".dockercfg"]]],
]);

function typeProblems(secret: SecretObject): SecretProblem[] {
  const { name, type = "Opaque", data } = secret;
  const problems = (REQUIRED_KEYS.get(type) ?? [])
    .filter((keys) => !keys.some((key) => data.has(key)))
    .map((keys) =>
      refused(name, ["data"], `type "${type}" needs key ${keys.map((key) => `"${key}"`).join(" or ")}`),
    );
  if (type === "kubernetes.io/ssh-auth" && data.get("ssh-privatekey")?.size === 0) {
    problems.push(
      refused(name, ["data", "ssh-privatekey"], `type "${type}" needs key "ssh-privatekey" with a value`),
    );
  }
  return [...problems, ...dockerProblems(secret)];
}

function dockerProblems({ name, type, data }: SecretObject): SecretProblem[] {
  const key = type === "kubernetes.io/dockerconfigjson" ? ".dockerconfigjson" : ".dockercfg";
  const value = data.get(key);
  if (!(type ?? "").startsWith("kubernetes.io/dockerc") || value === undefined) return [];
  if (isJsonObjectOrNull(value.reveal())) return [];
  return [refused(name, ["data", key], `type "${type ?? ""}" needs a JSON object under key "${key}"`)];
}

function isJsonObjectOrNull(bytes: Uint8Array): boolean {
  try {
    const { kind } = parseJson(goStringOfBytes(bytes));
    return kind === "object" || kind === "null";
  } catch {
    return false;
  }
}

function labelProblems({ labels, renderedKeys }: SecretObject): SecretProblem[] {
  const problems: SecretProblem[] = [];
  for (const [key, value] of labels) {
    const rendered = renderedKeys.get(`labels/${key}`);
    const field = { field: "labels", key, rendered } as const;
    if (!isQualifiedName(key)) problems.push(badKey("label key", field));
    else if (!isLabelValue(value)) {
      const rule = 'at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends';
      const shown = rendered === undefined ? `"${key}"` : named(key, rendered);
      problems.push(badMetadata("label value", field, `the value of ${shown} is not one: ${rule}`));
    }
  }
  return problems;
}

function annotationProblems({ annotations, renderedKeys }: SecretObject): SecretProblem[] {
  let size = 0;
  const problems: SecretProblem[] = [];
  for (const [key, value] of annotations) {
    size += new TextEncoder().encode(key + value).length;
    if (!isQualifiedName(key.toLowerCase())) {
      const rendered = renderedKeys.get(`annotations/${key}`);
      problems.push(badKey("annotation key", { field: "annotations", key, rendered }));
    }
  }
  if (size > MAX_ANNOTATIONS) {
    problems.push({
      path: ["metadata", "annotations"],
      problem: {
        code: "SECRET_INVALID",
        message: `Cannot write annotations of ${size} bytes: ${MAX_ANNOTATIONS} are allowed`,
      },
    });
  }
  return problems;
}

/** Kubernetes: ValidateFinalizerName. */
function finalizerProblems({ finalizers }: SecretObject): SecretProblem[] {
  return finalizers
    .filter((name) => !isQualifiedName(name))
    .map((name) => ({
      path: ["metadata", "finalizers"],
      problem: {
        code: "SECRET_INVALID",
        message: `Cannot write the Secret: every finalizer must be valid, and "${visible(name)}" is not one`,
        hint: "A finalizer is [prefix/]name, as a label key is: correct it in spec.target.template.metadata.finalizers",
      },
    }));
}

/** A key of labels or annotations. */
interface MetadataKey {
  readonly field: "labels" | "annotations";
  readonly key: string;
  readonly rendered: RenderedKey | undefined;
}

function badKey(what: string, field: MetadataKey): SecretProblem {
  const { key, rendered } = field;
  const shown = rendered === undefined ? `"${visible(key)}"` : named(key, rendered);
  return badMetadata(what, field, `${shown} is not one`);
}

function badMetadata(what: string, { field, key, rendered }: MetadataKey, reason: string): SecretProblem {
  return {
    path: ["metadata", field, key],
    problem: {
      code: "SECRET_INVALID",
      message: `Cannot write the Secret: every ${what} must be valid, and ${reason}`,
      hint:
        rendered === undefined
          ? `Correct it in the ExternalSecret, or in spec.target.template.metadata.${field}`
          : RENDERED_HINT,
    },
  };
}

function refused(
  name: string,
  path: FieldPath,
  reason: string,
  code: "SECRET_INVALID" | "KEY_INVALID" = "SECRET_INVALID",
): SecretProblem {
  return {
    path,
    problem: {
      code,
      message: `Cannot write Secret "${name}": ${reason}`,
      hint:
        code === "KEY_INVALID"
          ? "Rename the key with spec.dataFrom[].rewrite, or in spec.target.template"
          : "The API server refuses such a Secret: correct spec.target.template, or the keys that are fetched",
    },
  };
}
