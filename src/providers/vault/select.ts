import type { RemoteRef } from "../../eso/external-secret.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import type { Answer, RawSecret } from "../../eso/read-request.ts";
import type { GoString } from "../../go/bytes.ts";
import { bytesOfGoString, fromGoString, goStringOfBytes, toGoString } from "../../go/bytes.ts";
import type { GoJson } from "../../go/json-marshal.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import { tryParseJson } from "../../go/json-parse.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { byteValue } from "../byte-value.ts";
import { decodedMembersOf } from "../decode-json.ts";
import { notAnObject, propertyMissing } from "../property-problems.ts";
import { selectProperty } from "../property.ts";

/** The data of a secret as Vault's client decodes it; undefined is what JSON writes as `null`. */
export type VaultData = ReadonlyMap<GoString, GoJson> | undefined;

/** How properties are selected. */
export interface SecretOptions {
  /** Whether a property that is no key is a gjson path. */
  readonly hasPaths: boolean;
  /** What may be wrong where a property is not there. */
  readonly hint?: string | undefined;
}

/**
 * A secret of a KV mount (ESO: vault's getSecretValue and GetSecretMap). A property is a key of the data as it is
 * written, or else a gjson path into the data as encoding/json writes it, where `<`, `>` and `&` are escaped.
 */
export class VaultSecret implements RawSecret {
  readonly #data: VaultData;
  readonly #options: SecretOptions;
  #json: GoString | undefined;

  constructor(data: VaultData, options: SecretOptions) {
    this.#data = data;
    this.#options = options;
  }

  getSecret({ property = "" }: RemoteRef, budget?: WorkBudget): Answer<Sensitive> {
    if (property === "") return sensitive(this.#text());
    const value = this.#data?.get(toGoString(property));
    if (value !== undefined) return sensitive(byteValue(value));
    return this.#options.hasPaths ? this.#selectPath(property, budget) : this.#missing(property, budget);
  }

  getSecretMap(remoteRef: RemoteRef, budget?: WorkBudget): Answer<SecretData> {
    const secret = this.getSecret(remoteRef, budget);
    return secret.kind === "value" ? secretMap(secret.value, remoteRef.property) : secret;
  }

  #selectPath(property: string, budget?: WorkBudget): Answer<Sensitive> {
    const selected = selectProperty(this.#text(), property, budget);
    if ("problem" in selected) return { kind: "failed", problem: selected.problem };
    return selected.text === undefined ? this.#missing(property, budget) : sensitive(selected.text);
  }

  /** In ESO too this is no missing secret: deletionPolicy has no say in it. */
  #missing(property: string, budget?: WorkBudget): Answer<Sensitive> {
    const problem = propertyMissing(property, this.#text(), budget);
    return { kind: "failed", problem: { ...problem, hint: this.#options.hint ?? problem.hint ?? "" } };
  }

  #text(): GoString {
    this.#json ??= this.#data === undefined ? "null" : marshalJson(this.#data);
    return this.#json;
  }
}

/** Metadata without a member: ESO gives nothing for whatever is asked, and calls it success. */
export class EmptyMetadata implements RawSecret {
  getSecret(): Answer<Sensitive> {
    return sensitive("");
  }

  getSecretMap({ property }: RemoteRef): Answer<SecretData> {
    return { kind: "failed", problem: notAnObject(property) };
  }
}

function sensitive(text: GoString): Answer<Sensitive> {
  return { kind: "value", value: new Sensitive(bytesOfGoString(text)) };
}

/** ESO: GetSecretMap. Numbers go through float64; null has no members. */
function secretMap(secret: Sensitive, property: string | undefined): Answer<SecretData> {
  const members = membersIn(goStringOfBytes(secret.reveal()));
  if (members === undefined) return { kind: "failed", problem: notAnObject(property) };
  const value = new Map<string, Sensitive>();
  for (const [name, member] of members)
    value.set(fromGoString(name), new Sensitive(bytesOfGoString(byteValue(member))));
  return { kind: "value", value };
}

function membersIn(json: GoString): ReadonlyMap<GoString, GoJson> | undefined {
  const node = tryParseJson(json);
  if (node?.kind === "null") return new Map();
  return node?.kind === "object" ? decodedMembersOf(node.members) : undefined;
}
