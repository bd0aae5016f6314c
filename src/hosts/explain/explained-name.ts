import type { Parsed } from "../../manifest/manifest.ts";
import type { SecretPlan } from "../../plan/render-plan.ts";
import { UsageError } from "../command.ts";

type ExplainedKind = "ExternalSecret" | "ClusterExternalSecret" | "Secret";

const KINDS: ReadonlyMap<string, ExplainedKind> = new Map([
  ["externalsecret", "ExternalSecret"],
  ["externalsecrets", "ExternalSecret"],
  ["es", "ExternalSecret"],
  ["clusterexternalsecret", "ClusterExternalSecret"],
  ["clusterexternalsecrets", "ClusterExternalSecret"],
  ["ces", "ClusterExternalSecret"],
  ["secret", "Secret"],
  ["secrets", "Secret"],
]);

/** KIND/NAME or KIND/NAMESPACE/NAME: what is to be explained. A Secret means the ExternalSecrets that make it. */
export class ExplainedName {
  readonly kind: ExplainedKind;
  readonly name: string;
  readonly #namespace: string | undefined;

  /** Throws UsageError for a kind that has no explanation. */
  constructor(text: string) {
    const [kind = "", first = "", second, ...more] = text.split("/");
    const known = KINDS.get(kind.toLowerCase());
    if (known === undefined || first === "" || second === "" || more.length > 0)
      throw new UsageError(
        `Cannot explain "${text}"`,
        "Write ExternalSecret/NAME, ExternalSecret/NAMESPACE/NAME, ClusterExternalSecret/NAME or Secret/NAME",
      );
    this.kind = known;
    this.name = second ?? first;
    this.#namespace = second === undefined ? undefined : first;
  }

  /** The name of a plan's object of this kind. */
  nameOf({ externalSecret, manifest, targetName }: SecretPlan): string {
    if (this.kind === "Secret") return targetName;
    return this.kind === "ExternalSecret" ? externalSecret.metadata.name : manifest.ref.name;
  }

  /** Whether a plan is meant. */
  means(plan: SecretPlan): boolean {
    if (this.#namespace !== undefined && this.#namespace !== plan.namespace) return false;
    if (this.kind === "ClusterExternalSecret" && plan.manifest.ref.kind !== this.kind) return false;
    return this.nameOf(plan) === this.name;
  }

  /** Whether a document is meant, of which there is no plan. */
  meansDocument({ ref }: Parsed): boolean {
    const isHere = this.#namespace === undefined || this.#namespace === ref.namespace;
    return isHere && ref.kind === this.kind && this.kind !== "Secret" && ref.name === this.name;
  }
}
