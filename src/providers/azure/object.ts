import type { GoString } from "../../go/bytes.ts";
import type { Sensitive } from "../../ground/sensitive.ts";
import type { AzureType } from "./address.ts";

/** Tags of an object by name; ESO's clients know tags without a value. */
export type Tags = ReadonlyMap<GoString, GoString | null>;

/** Times of an object, in seconds since 1970, by the names that ESO gives them. */
export type Times = ReadonlyMap<"expires" | "created" | "updated" | "notBefore", number>;

/** One version of a secret, key or certificate as a vault gave it. */
export interface AzureObject {
  readonly type: AzureType;
  /** A secret's text, a certificate's DER, the JSON Web Key of a key. */
  readonly value: Sensitive;
  readonly tags: Tags;
  readonly times: Times;
}
