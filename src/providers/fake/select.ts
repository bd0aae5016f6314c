import type { Answer, RawSecret } from "../../eso/read-request.ts";
import type { RemoteRef } from "../../eso/external-secret.ts";
import { bytesOfGoString, goStringOfBytes } from "../../go/bytes.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { jsonToSecretData } from "../json-map.ts";
import { selectProperty } from "../property.ts";

/** A value of a fake store: a property is a gjson path into it, and a missing one is a missing secret. */
export function fakeSecret(key: string, value: Sensitive): RawSecret {
  return {
    getSecret: (remoteRef) => getSecret(key, value, remoteRef),
    getSecretMap: (remoteRef) => getSecretMap(key, value, remoteRef),
  };
}

function getSecret(key: string, value: Sensitive, { property = "" }: RemoteRef): Answer<Sensitive> {
  if (property === "") return { kind: "value", value };
  const selected = selectProperty(goStringOfBytes(value.reveal()), property);
  if ("problem" in selected) return { kind: "failed", problem: selected.problem };
  if (selected.text !== undefined)
    return { kind: "value", value: new Sensitive(bytesOfGoString(selected.text)) };
  return {
    kind: "missing",
    problem: {
      code: "PROPERTY_NOT_FOUND",
      message: `Cannot read property "${property}" of secret "${key}": the secret has no such property`,
      hint: "property is a gjson path; write a dot that belongs to a name as \\.",
    },
  };
}

function getSecretMap(key: string, value: Sensitive, remoteRef: RemoteRef): Answer<SecretData> {
  const selected = getSecret(key, value, remoteRef);
  return selected.kind === "value"
    ? jsonToSecretData(goStringOfBytes(selected.value.reveal()), `secret "${key}"`)
    : selected;
}
