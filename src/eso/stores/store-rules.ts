import type { Diagnostic, Located, Problem } from "../../ground/diagnostic.ts";
import { errorAt } from "../../ground/diagnostic.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { toGoString } from "../../go/bytes.ts";
import { parseDuration } from "../../go/duration.ts";
import { RegexpError, compileRegexp } from "../../go/regexp.ts";
import { checkAws } from "./aws-rules.ts";
import { checkAzure } from "./azure-rules.ts";
import { checkFake } from "./fake-rules.ts";
import { checkOtherProviders } from "./other-provider-rules.ts";
import type { StoreReport } from "./selector-rules.ts";
import { checkSelectors } from "./selector-rules.ts";
import type { ClusterSecretStoreCondition, GenericStore, SecretStoreSpec, StoreProvider } from "./store.ts";
import { checkVault } from "./vault-rules.ts";

/**
 * The rules of ESO's validating webhook for a store with its defaults (ESO: validateStore and the provider's
 * ValidateStore). `lookupNamespace` is the namespace of a SecretStore that names none; references to a namespace
 * are not checked where it is unknown.
 */
export function storeProblems(
  store: GenericStore,
  located: Located,
  lookupNamespace: string | undefined,
): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const report: StoreReport = (path, message, hint) => {
    const problem: Problem = { code: "ADMISSION_REFUSED", message, hint };
    problems.push(errorAt(located, ["spec", ...path], problem));
  };
  const { spec } = store;
  (spec.conditions ?? []).forEach((condition, index) =>
    checkRegexes(condition, ["conditions", index, "namespaceRegexes"], report),
  );
  checkRefreshInterval(spec, report);
  checkProvider(spec.provider, (path, message, hint) => report(["provider", ...path], message, hint));
  checkOtherProviders(store, (path, message, hint) => report(["provider", ...path], message, hint));
  checkSelectors(store, lookupNamespace, report);
  return problems;
}

function checkRegexes(
  { namespaceRegexes = [] }: ClusterSecretStoreCondition,
  path: FieldPath,
  report: StoreReport,
): void {
  namespaceRegexes.forEach((source, index) => {
    try {
      compileRegexp(toGoString(source));
    } catch (error) {
      if (!(error instanceof RegexpError)) throw error;
      const message = "Cannot compile this regular expression";
      report([...path, index], message, "Expressions are RE2: no look-around, no back-references");
    }
  });
}

function checkRefreshInterval({ refreshInterval }: SecretStoreSpec, report: StoreReport): void {
  const hint = 'Write seconds as a number (300), or text with a unit ("5m")';
  const path = ["refreshInterval"];
  const interval =
    typeof refreshInterval === "string" ? parseDuration(toGoString(refreshInterval)) : (refreshInterval ?? 0);
  if (interval === undefined) report(path, 'Cannot read "refreshInterval" as a duration', hint);
  else if (interval < 0) report(path, 'Cannot use a negative "refreshInterval"', hint);
}

function checkProvider({ aws, azurekv, fake, vault }: StoreProvider, report: StoreReport): void {
  if (aws !== undefined) checkAws(aws, within("aws", report));
  if (azurekv !== undefined) checkAzure(azurekv, within("azurekv", report));
  if (fake !== undefined) checkFake(fake, within("fake", report));
  if (vault !== undefined) checkVault(vault, within("vault", report));
}

function within(name: string, report: StoreReport): StoreReport {
  return (path, message, hint) => report([name, ...path], message, hint);
}
