import { bytesOfGoString, toGoString } from "../../go/bytes.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import type { Page } from "./pages.ts";
import { AwsSecret } from "./select.ts";

/** The tags of a secret or a parameter. */
export interface TagPage extends Page {
  readonly tags: ReadonlyMap<string, string>;
}

/** Tags as the SDK gives them. */
interface SdkTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Tags by their keys. */
export function tagsOf(tags: readonly SdkTag[] = []): ReadonlyMap<string, string> {
  return new Map(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** What `metadataPolicy: Fetch` reads: the tags as a JSON object, as Go writes a map. */
export function tagsAsSecret(tags: ReadonlyMap<string, string>): AwsSecret {
  const members = new Map([...tags].map(([key, value]) => [toGoString(key), toGoString(value)]));
  return new AwsSecret({ text: new Sensitive(bytesOfGoString(marshalJson(members))) });
}
