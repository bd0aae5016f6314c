import { bytesOfGoString, toGoString } from "../../go/bytes.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { AwsSecret } from "./select.ts";

/** What `metadataPolicy: Fetch` reads: the tags as a JSON object, as Go writes a map. */
export function tagsAsSecret(tags: ReadonlyMap<string, string>): AwsSecret {
  const members = new Map([...tags].map(([key, value]) => [toGoString(key), toGoString(value)]));
  return new AwsSecret({ text: new Sensitive(bytesOfGoString(marshalJson(members))) });
}
