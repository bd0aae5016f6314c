import type { FieldPath } from "../ground/field-path.ts";
import type { FieldProblem } from "./check.ts";
import type { DataFrom, ExternalSecret, ExternalSecretSpec } from "./external-secret.ts";

/**
 * What ESO's admission webhook refuses in an ExternalSecret whose fields are valid one by one
 * (ESO: validateExternalSecret).
 */
export function externalSecretProblems({ spec }: ExternalSecret): FieldProblem[] {
  return [
    ...policyProblems(spec),
    ...dataProblems(spec),
    ...templateProblems(spec),
    ...(spec.dataFrom ?? []).flatMap((item, index) => dataFromProblems(item, ["spec", "dataFrom", index])),
  ];
}

function policyProblems({ target: { creationPolicy, deletionPolicy } }: ExternalSecretSpec): FieldProblem[] {
  const path = ["spec", "target", "deletionPolicy"];
  if (deletionPolicy === "Delete" && ["Merge", "None", "CreateOrMerge"].includes(creationPolicy)) {
    return [
      refused(
        path,
        `deletionPolicy Delete does not go with creationPolicy ${creationPolicy}: the Secret is not owned`,
        "Use Retain or Merge",
      ),
    ];
  }
  if (deletionPolicy === "Merge" && creationPolicy === "None") {
    return [
      refused(
        path,
        "deletionPolicy Merge does not go with creationPolicy None: there is no Secret to merge with",
        "Use Retain",
      ),
    ];
  }
  return [];
}

function dataProblems({ data = [], dataFrom = [], target }: ExternalSecretSpec): FieldProblem[] {
  if (data.length === 0 && dataFrom.length === 0) {
    return [
      refused(
        ["spec"],
        "neither data nor dataFrom has an entry",
        "Add what is to be read to spec.data or spec.dataFrom",
      ),
    ];
  }
  if (target.deletionPolicy !== "Retain") return [];
  const seen = new Set<string>();
  return data.flatMap(({ secretKey }, index) => {
    if (!seen.has(secretKey)) {
      seen.add(secretKey);
      return [];
    }
    return [
      refused(
        ["spec", "data", index, "secretKey"],
        `key "${secretKey}" is there twice`,
        "Remove or rename one of them",
      ),
    ];
  });
}

const TARGETS = ["", "data", "annotations", "labels"];

function templateProblems({ target: { template } }: ExternalSecretSpec): FieldProblem[] {
  if (template === undefined) return [];
  const path: FieldPath = ["spec", "target", "template"];
  const { type, metadata = {}, templateFrom = [] } = template;
  const problems: FieldProblem[] = [];
  const annotated =
    metadata.annotations?.["kubernetes.io/service-account.name"] !== undefined ||
    templateFrom.some((from) => from.target?.toLowerCase() === "annotations");
  if (type === "kubernetes.io/service-account-token" && annotated) {
    problems.push(
      refused(
        [...path, "type"],
        "a service account token may not be minted for an annotation",
        "Use another type",
      ),
    );
  }
  if (type === "bootstrap.kubernetes.io/token") {
    problems.push(refused([...path, "type"], `type "${type}" is not allowed`, "Use another type"));
  }
  templateFrom.forEach((from, index) => {
    if (TARGETS.includes((from.target ?? "").toLowerCase())) return;
    problems.push(
      refused(
        [...path, "templateFrom", index, "target"],
        `"${from.target ?? ""}" is no target of a Secret`,
        "Use Data, Annotations or Labels",
      ),
    );
  });
  return problems;
}

function dataFromProblems({ extract, find, sourceRef }: DataFrom, path: FieldPath): FieldProblem[] {
  const ways = [extract, find, sourceRef?.generatorRef].filter((way) => way !== undefined);
  if (ways.length > 1)
    return [refused(path, "extract, find and generatorRef exclude one another", "Make an entry of each")];
  if (ways.length === 0 && sourceRef === undefined) {
    return [
      refused(
        path,
        "the entry has neither extract nor find nor sourceRef",
        "Add extract, find or sourceRef.generatorRef",
      ),
    ];
  }
  return [];
}

function refused(path: FieldPath, reason: string, hint: string): FieldProblem {
  return {
    path,
    problem: { code: "ADMISSION_REFUSED", message: `Cannot admit the ExternalSecret: ${reason}`, hint },
  };
}
