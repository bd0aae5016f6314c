import type { Diagnostic, Located, Problem } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { visible } from "../ground/visible.ts";
import type {
  DataFrom,
  ExternalSecret,
  ExternalSecretTarget,
  ExternalSecretTemplate,
} from "./external-secret.ts";

const SERVICE_ACCOUNT_TOKEN = "kubernetes.io/service-account-token";
const SERVICE_ACCOUNT_NAME = "kubernetes.io/service-account.name";
const BOOTSTRAP_TOKEN = "bootstrap.kubernetes.io/token";

/** The flags fold letter case as Go's strings.EqualFold does. */
const SECRET_TARGET = /^(?:data|annotations|labels)?$/iu;
const ANNOTATIONS = /^annotations$/iu;

/** Says that a problem was found, and where. */
type Report = (path: FieldPath, message: string, hint: string) => void;

/** The rules of ESO's validating webhook for an ExternalSecret with its defaults (ESO: validateExternalSecret). */
export function webhookProblems({ spec }: ExternalSecret, located: Located): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const report: Report = (path, message, hint) => {
    const problem: Problem = { code: "ADMISSION_REFUSED", message, hint };
    problems.push(errorAt(located, ["spec", ...path], problem));
  };
  const { target, data = [], dataFrom = [] } = spec;
  checkPolicies(target, report);
  if (data.length === 0 && dataFrom.length === 0) {
    report(
      [],
      "Cannot make a Secret of nothing: neither data nor dataFrom has an entry",
      "Add an entry to one of them",
    );
  }
  checkTemplate(target, report);
  dataFrom.forEach((entry, index) => checkDataFrom(entry, ["dataFrom", index], report));
  if (target.deletionPolicy === "Retain") checkSecretKeys(data, report);
  return problems;
}

function checkPolicies({ creationPolicy, deletionPolicy }: ExternalSecretTarget, report: Report): void {
  const path = ["target", "deletionPolicy"];
  const both = `deletionPolicy ${deletionPolicy} together with creationPolicy ${creationPolicy}`;
  if (deletionPolicy === "Delete" && ["Merge", "None", "CreateOrMerge"].includes(creationPolicy)) {
    report(
      path,
      `Cannot use ${both}: the Secret is not the ExternalSecret's own`,
      "Use creationPolicy Owner",
    );
  }
  if (deletionPolicy === "Merge" && creationPolicy === "None") {
    report(path, `Cannot use ${both}: there is no Secret to merge with`, "Use deletionPolicy Retain");
  }
}

/** ESO: validatePrivilegedTemplate and ValidateSecretTemplateFromTargets. */
function checkTemplate({ template, manifest }: ExternalSecretTarget, report: Report): void {
  if (template === undefined) return;
  checkPrivileged(template, report);
  if (manifest !== undefined && (manifest.apiVersion !== "v1" || manifest.kind !== "Secret")) return;
  (template.templateFrom ?? []).forEach(({ target = "" }, index) => {
    if (SECRET_TARGET.test(target)) return;
    report(
      ["target", "template", "templateFrom", index, "target"],
      `Cannot write to "${visible(target)}" of a Secret: a template may only give its data, labels and annotations`,
      "Set target to Data, Labels or Annotations",
    );
  });
}

function checkPrivileged(
  { type, metadata, templateFrom = [] }: ExternalSecretTemplate,
  report: Report,
): void {
  const path = ["target", "template", "type"];
  const hint = "Kubernetes itself acts on such a Secret: create it by other means";
  if (type === BOOTSTRAP_TOKEN) report(path, `Cannot make a Secret of type "${type}"`, hint);
  if (type !== SERVICE_ACCOUNT_TOKEN) return;
  const annotated = Object.hasOwn(metadata?.annotations ?? {}, SERVICE_ACCOUNT_NAME);
  if (annotated || templateFrom.some(({ target = "" }) => ANNOTATIONS.test(target))) {
    report(path, `Cannot make a Secret of type "${type}" with annotation "${SERVICE_ACCOUNT_NAME}"`, hint);
  }
}

function checkDataFrom({ extract, find, sourceRef }: DataFrom, path: FieldPath, report: Report): void {
  const sources = { extract, find, "sourceRef.generatorRef": sourceRef?.generatorRef };
  const present = Object.entries(sources).filter(([, source]) => source !== undefined);
  if (present.length > 1) {
    const names = present.map(([name]) => name).join(" and ");
    report(path, `Cannot use ${names} in one entry`, "Write one entry for each of them");
  }
  if (present.length === 0 && sourceRef === undefined) {
    report(
      path,
      "Cannot read from an entry without extract, find or sourceRef",
      "Set one of them, or remove the entry",
    );
  }
}

function checkSecretKeys(data: readonly { readonly secretKey: string }[], report: Report): void {
  const positions = new Map<string, number>();
  data.forEach(({ secretKey }, index) => {
    const earlier = positions.get(secretKey);
    if (earlier === undefined) positions.set(secretKey, index);
    else {
      const message = `Cannot set secretKey "${secretKey}" again: spec.data[${earlier}] sets it`;
      report(["data", index, "secretKey"], message, "Give one of the two another secretKey, or remove it");
    }
  });
}
