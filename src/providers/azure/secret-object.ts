import type { KeyVaultSecret } from "@azure/keyvault-secrets";

import { toGoString } from "../../go/bytes.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import type { AzureObject, Times } from "./object.ts";

/** A secret as the SDK gives it. */
export function secretObject({ properties }: KeyVaultSecret, value: string): AzureObject {
  const { expiresOn, createdOn, updatedOn, notBefore, tags = {} } = properties;
  const dates = { expires: expiresOn, created: createdOn, updated: updatedOn, notBefore } as const;
  const times: Times = new Map(
    (["expires", "created", "updated", "notBefore"] as const).flatMap((name) => {
      const date: unknown = dates[name];
      // The SDK leaves the second 0 of 1970 a number.
      if (date === 0) return [[name, 0] as const];
      return date instanceof Date ? [[name, date.getTime() / 1000] as const] : [];
    }),
  );
  return {
    type: "secret",
    value: Sensitive.ofText(value),
    tags: new Map(
      Object.entries(tags as Readonly<Record<string, string | null>>).map(([name, tag]) => [
        toGoString(name),
        tag === null ? null : toGoString(tag),
      ]),
    ),
    times,
  };
}
