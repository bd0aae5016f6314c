import type { RemoteRef } from "../../eso/external-secret.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import type { Answer, RawSecret } from "../../eso/read-request.ts";
import type { GoString } from "../../go/bytes.ts";
import { bytesOfGoString, fromGoString, goStringOfBytes } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import { extractMembers } from "../json-map.ts";
import { propertyMissing } from "../property-problems.ts";
import { azureName } from "./address.ts";
import { flatMetadata, metadataJson, metadataOf, tagOf } from "./metadata.ts";
import type { AzureObject } from "./object.ts";
import { azureProperty } from "./property.ts";

/** A secret, key or certificate of a vault, from which ESO's Azure provider selects a value or keys. */
export class AzureSecret implements RawSecret {
  readonly #object: AzureObject;
  /** Kept for the next look-up: a secret may have thousands of them. */
  #json: GoString | undefined;
  readonly #useAzureSdk: boolean;

  constructor(object: AzureObject, useAzureSdk: boolean) {
    this.#object = object;
    this.#useAzureSdk = useAzureSdk;
  }

  /** ESO: getSecretWithLegacySDK and getSecretWithNewSDK. The property of a certificate has no effect. */
  getSecret({ property = "", metadataPolicy }: RemoteRef, budget?: WorkBudget): Answer<Sensitive> {
    const { type, value } = this.#object;
    if (metadataPolicy === "Fetch") return this.#metadata(property, budget);
    if (type === "cert" || property === "") return { kind: "value", value };
    this.#json ??= goStringOfBytes(value.reveal());
    const text = this.#json;
    const selected = azureProperty(text, property, budget);
    if ("problem" in selected) return { kind: "failed", problem: selected.problem };
    if (selected.text === undefined)
      return { kind: "failed", problem: propertyMissing(property, text, budget) };
    return found(selected.text);
  }

  /** ESO: GetSecretMap. */
  getSecretMap(remoteRef: RemoteRef, budget?: WorkBudget): Answer<SecretData> {
    const { type } = this.#object;
    if (type !== "secret") return { kind: "failed", problem: notASecret(type) };
    const secret = this.getSecret(remoteRef, budget);
    if (secret.kind !== "value") return secret;
    if (remoteRef.metadataPolicy === "Fetch") return this.#metadataMap(remoteRef, budget);
    return extractMembers(goStringOfBytes(secret.value.reveal()), remoteRef.property);
  }

  #metadata(property: string, budget?: WorkBudget): Answer<Sensitive> {
    const metadata = metadataOf(this.#object, this.#useAzureSdk);
    if (property === "") return found(metadataJson(metadata));
    const tag = tagOf(metadata, property, budget);
    if (tag === undefined) return { kind: "failed", problem: tagMissing(property, metadata.size) };
    return "problem" in tag ? { kind: "failed", problem: tag.problem } : found(tag.text ?? "");
  }

  /**
   * ESO: getSecretMapProperties. With a property there is the one key `KEY_PROPERTY`, whose value is empty unless the
   * flattened metadata has that very name, which it has where the key is written without `secret/`.
   */
  #metadataMap({ key, property = "" }: RemoteRef, budget?: WorkBudget): Answer<SecretData> {
    const named = azureName(key);
    if ("problem" in named) return { kind: "failed", problem: named.problem };
    const flat = flatMetadata(this.#object, named.name, this.#useAzureSdk);
    const known = new Map<GoString, GoString>();
    for (const [name, value] of flat) {
      if (value === undefined) return { kind: "failed", problem: sameKey(name) };
      known.set(name, value);
    }
    if (property === "") {
      return {
        kind: "value",
        value: new Map([...known].map(([name, text]) => [fromGoString(name), sensitive(text)])),
      };
    }
    const single = `${key}_${property}`;
    const tag = tagOf(known, single, budget);
    const text = tag === undefined || "problem" in tag ? "" : (tag.text ?? "");
    return { kind: "value", value: new Map([[single, sensitive(text)]]) };
  }
}

function found(text: GoString): Answer<Sensitive> {
  return { kind: "value", value: sensitive(text) };
}

function sensitive(text: GoString): Sensitive {
  return new Sensitive(bytesOfGoString(text));
}

function notASecret(type: "key" | "cert"): Problem {
  return {
    code: "REMOTE_REF_UNSUPPORTED",
    message: `a ${type === "key" ? "key" : "certificate"} cannot be taken apart by extract`,
    hint: "Read it with an entry in spec.data; a certificate with its private key is secret/NAME",
  };
}

function tagMissing(property: string, count: number): Problem {
  return {
    code: "PROPERTY_NOT_FOUND",
    message: `it has no tag "${visible(property)}"`,
    hint: `It has ${count === 1 ? "1 tag" : `${count} tags`}, attributes included; with metadataPolicy Fetch property names a tag, or TAG.PATH into a tag's JSON`,
  };
}

function sameKey(name: GoString): Problem {
  return {
    code: "KEY_CONFLICT",
    message: `two of its tags give the key "${visible(fromGoString(name))}"`,
    hint: "Rename one of the tags, or read one with property",
  };
}
