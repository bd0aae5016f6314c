import type { RemoteRef } from "../../eso/external-secret.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import type { Answer, RawSecret } from "../../eso/read-request.ts";
import type { GoString } from "../../go/bytes.ts";
import { bytesOfGoString, goStringOfBytes } from "../../go/bytes.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { propertyMissing } from "../property-problems.ts";
import { selectProperty } from "../property.ts";
import { extractMembers } from "../json-map.ts";

/** A secret of a fake store. A property is a gjson path and nothing else, and one that is missing counts as missing. */
export class FakeSecret implements RawSecret {
  readonly #value: Sensitive;
  /** Kept for the next look-up: a secret may have thousands of them. */
  #json: GoString | undefined;

  constructor(value: Sensitive) {
    this.#value = value;
  }

  getSecret({ property = "" }: RemoteRef, budget?: WorkBudget): Answer<Sensitive> {
    if (property === "") return { kind: "value", value: this.#value };
    this.#json ??= goStringOfBytes(this.#value.reveal());
    const json = this.#json;
    const selected = selectProperty(json, property, budget);
    if ("problem" in selected) return { kind: "failed", problem: selected.problem };
    if (selected.text === undefined)
      return { kind: "missing", problem: propertyMissing(property, json, budget) };
    return { kind: "value", value: new Sensitive(bytesOfGoString(selected.text)) };
  }

  getSecretMap(remoteRef: RemoteRef, budget?: WorkBudget): Answer<SecretData> {
    const secret = this.getSecret(remoteRef, budget);
    if (secret.kind !== "value") return secret;
    return extractMembers(goStringOfBytes(secret.value.reveal()), remoteRef.property);
  }
}
