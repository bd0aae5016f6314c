import type { RenderPlan } from "../../../plan/render-plan.ts";
import { UsageError } from "../../command.ts";
import { awsPolicies } from "./aws-policy.ts";
import { azureGrants } from "./azure-policy.ts";
import { vaultPolicy } from "./vault-policy.ts";

/** What `plan --policy` takes, and how the policy of that provider is printed. */
const PRINTERS: ReadonlyMap<string, (plan: RenderPlan) => string> = new Map([
  ["aws", printAws],
  ["vault", vaultPolicy],
  ["azure", printAzure],
]);

/** Prints the narrowest policy for what a plan reads from one provider. Throws UsageError where it reads nothing there. */
export type PolicyPrinter = (plan: RenderPlan) => string;

/** The printer of a provider's policies. Throws UsageError for a provider that has none. */
export function policyPrinter(provider: string): PolicyPrinter {
  const print = PRINTERS.get(provider);
  if (print === undefined)
    throw new UsageError(`Flag --policy cannot be "${provider}"`, "Use aws, vault or azure");
  return (plan) => {
    const policy = print(plan);
    if (policy === "")
      throw new UsageError(
        `Nothing is read from ${provider}`,
        "Name manifests whose stores are of that provider",
      );
    return policy;
  };
}

/** One document for one identity, ready to be loaded; documents by identity where there are several. */
function printAws(plan: RenderPlan): string {
  const policies = awsPolicies(plan);
  const [only] = policies.values();
  if (only === undefined) return "";
  return printJson(policies.size === 1 ? only : Object.fromEntries(policies));
}

function printAzure(plan: RenderPlan): string {
  const grants = azureGrants(plan);
  return grants.length === 0 ? "" : printJson(grants);
}

function printJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
