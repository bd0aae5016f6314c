import { isList, isObject, memberAt } from "../unchecked-object.ts";
import type { StoreReport } from "./selector-rules.ts";
import { isSet } from "./selector-rules.ts";
import type { GenericStore } from "./store.ts";

type Rule = (settings: unknown, report: StoreReport, kind: GenericStore["kind"]) => void;

/** The rules of ESO's ValidateStore for providers that presecret cannot read from, references apart. */
const RULES: Readonly<Record<string, Rule>> = {
  bitwardensecretsmanager: checkBitwarden,
  gitlab: checkGitlab,
  ibm: checkIbm,
  infisical: checkInfisical,
  keepersecurity: (settings, report) => checkFilled(settings, ["folderID"], report),
  kubernetes: (settings, report, kind) => checkCaProvider(settings, ["server", "caProvider"], kind, report),
  onepassword: checkOnePassword,
  oracle: checkOracle,
  scaleway: checkScaleway,
};

/** Checks the settings of each provider that has rules of its own. */
export function checkOtherProviders(store: GenericStore, report: StoreReport): void {
  for (const [provider, settings] of Object.entries(store.spec.provider)) {
    const rule = Object.hasOwn(RULES, provider) ? RULES[provider] : undefined;
    rule?.(settings, (path, message, hint) => report([provider, ...path], message, hint), store.kind);
  }
}

function checkBitwarden(settings: unknown, report: StoreReport): void {
  if (isSet(memberAt(settings, ["bitwardenServerSDKURL"]))) return;
  const hint = "Set bitwardenServerSDKURL to the address of bitwarden-sdk-server";
  report(["bitwardenServerSDKURL"], "Cannot reach Bitwarden without the address of its SDK server", hint);
}

function checkGitlab(settings: unknown, report: StoreReport): void {
  const groups = memberAt(settings, ["groupIDs"]);
  const hasGroups = isList(groups) && groups.length > 0;
  if (!hasGroups && !isSet(memberAt(settings, ["projectID"]))) {
    report(
      [],
      "Cannot tell whose variables to read: neither projectID nor groupIDs is set",
      "Set one of them",
    );
  }
  if (hasGroups && memberAt(settings, ["inheritFromGroups"]) === true) {
    report(["groupIDs"], "Cannot use groupIDs together with inheritFromGroups", "Remove one of the two");
  }
}

function checkIbm(settings: unknown, report: StoreReport): void {
  if (memberAt(settings, ["serviceUrl"]) !== undefined) return;
  const message = "Cannot reach Secrets Manager without the address of its instance";
  report(["serviceUrl"], message, "Set serviceUrl");
}

function checkInfisical(settings: unknown, report: StoreReport, kind: GenericStore["kind"]): void {
  checkFilled(settings, ["secretsScope", "environmentSlug"], report);
  checkFilled(settings, ["secretsScope", "projectSlug"], report);
  for (const name of ["clientId", "clientSecret"]) {
    const path = ["auth", "universalAuthCredentials", name];
    if (memberAt(settings, path) === undefined || isSet(memberAt(settings, [...path, "key"]))) continue;
    report([...path, "key"], "Cannot refer to a Secret without its key", `Set ${path.join(".")}.key`);
  }
  checkCaProvider(settings, ["caProvider"], kind, report);
}

function checkCaProvider(
  settings: unknown,
  path: readonly string[],
  kind: GenericStore["kind"],
  report: StoreReport,
): void {
  if (memberAt(settings, path) === undefined) return;
  const hasNamespace = memberAt(settings, [...path, "namespace"]) !== undefined;
  if (hasNamespace === (kind === "ClusterSecretStore")) return;
  const namespace = [...path, "namespace"];
  if (hasNamespace)
    report(namespace, "Cannot use a namespace in a SecretStore's caProvider", "Remove the namespace");
  else
    report(
      namespace,
      "Cannot leave out the namespace in a ClusterSecretStore's caProvider",
      "Set the namespace",
    );
}

function checkOnePassword(settings: unknown, report: StoreReport): void {
  const vaults = memberAt(settings, ["vaults"]);
  const orders = isObject(vaults) ? Object.values(vaults) : [];
  if (orders.length === 0) report(["vaults"], "Cannot search in no vault", "Add a vault: vaults: {NAME: 1}");
  if (new Set(orders).size < orders.length) {
    report(["vaults"], "Cannot order the vaults: two of them have the same number", "Number them 1, 2, 3 …");
  }
}

function checkOracle(settings: unknown, report: StoreReport): void {
  checkFilled(settings, ["vault"], report);
  checkFilled(settings, ["region"], report);
  if (memberAt(settings, ["auth"]) === undefined) return;
  checkFilled(settings, ["auth", "user"], report);
  checkFilled(settings, ["auth", "tenancy"], report);
}

const SCALEWAY_REGION = /^[a-z]{2}-[a-z]{3}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function checkScaleway(settings: unknown, report: StoreReport): void {
  const region = memberAt(settings, ["region"]);
  if (typeof region === "string" && !SCALEWAY_REGION.test(region)) {
    report(["region"], "Cannot use this region", 'Write it as "fr-par"');
  }
  const project = memberAt(settings, ["projectId"]);
  if (typeof project === "string" && !UUID.test(project)) {
    report(["projectId"], "Cannot use this projectId: it is no UUID", "Copy it from the project's settings");
  }
  for (const name of ["accessKey", "secretKey"]) {
    const hasValue = isSet(memberAt(settings, [name, "value"]));
    if (hasValue !== (memberAt(settings, [name, "secretRef"]) !== undefined)) continue;
    report([name], "Cannot use both value and secretRef, or neither of them", "Set one of the two");
  }
}

function checkFilled(settings: unknown, path: readonly string[], report: StoreReport): void {
  if (isSet(memberAt(settings, path))) return;
  report(path, `Cannot leave ${path.at(-1) ?? ""} empty`, `Set ${path.join(".")}`);
}
