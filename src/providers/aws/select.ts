import type { RemoteRef } from "../../eso/external-secret.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import type { Answer, RawSecret } from "../../eso/read-request.ts";
import type { GoString } from "../../go/bytes.ts";
import { bytesOfGoString, goStringOfBytes } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { extractMembers } from "../json-map.ts";
import type { Property } from "../property.ts";
import { selectProperty } from "../property.ts";
import { propertyMissing } from "../property-problems.ts";

/** The value of a secret or a parameter, which may be a text, bytes, or (as ESO allows for) both. */
export interface AwsValue {
  readonly text?: Sensitive | undefined;
  readonly binary?: Sensitive | undefined;
}

/**
 * A secret of Secrets Manager or a parameter. A property that is missing is an error and not ESO's NoSecretErr. Of a
 * secret that has both kinds of value the text counts as a whole, and the bytes for a property (ESO: GetSecret).
 */
export class AwsSecret implements RawSecret {
  readonly #value: AwsValue;
  /** Kept for the next look-up: a secret may have thousands of them. */
  #json: GoString | undefined;

  constructor(value: AwsValue) {
    this.#value = value;
  }

  /** What a find takes of it: the bytes before the text, and undefined where there is neither (ESO: GetAllSecrets). */
  get found(): Sensitive | undefined {
    return this.#value.binary ?? this.#value.text;
  }

  getSecret({ property = "" }: RemoteRef, budget?: WorkBudget): Answer<Sensitive> {
    const { text, binary } = this.#value;
    const whole = property === "" ? (text ?? binary) : (binary ?? text);
    if (whole === undefined) return { kind: "failed", problem: NO_VALUE };
    if (property === "") return { kind: "value", value: whole };
    this.#json ??= goStringOfBytes(whole.reveal());
    const json = this.#json;
    const selected = selectDotted(json, property, budget);
    if ("problem" in selected) return { kind: "failed", problem: selected.problem };
    if (selected.text === undefined)
      return { kind: "failed", problem: propertyMissing(property, json, budget) };
    return { kind: "value", value: new Sensitive(bytesOfGoString(selected.text)) };
  }

  getSecretMap(remoteRef: RemoteRef, budget?: WorkBudget): Answer<SecretData> {
    const secret = this.getSecret(remoteRef, budget);
    if (secret.kind !== "value") return secret;
    return extractMembers(goStringOfBytes(secret.value.reveal()), remoteRef.property);
  }
}

/** A property with dots is first a member of that name, and then a path. */
function selectDotted(json: GoString, property: string, budget?: WorkBudget): Property {
  if (property.includes(".")) {
    const member = selectProperty(json, property.replaceAll(".", String.raw`\.`), budget);
    if ("problem" in member || member.text !== undefined) return member;
  }
  return selectProperty(json, property, budget);
}

const NO_VALUE: Problem = {
  code: "SECRET_EMPTY",
  message: "it has no value, neither text nor binary",
  hint: "Put a value into it, or correct remoteRef.key",
};
