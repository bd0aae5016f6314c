import type { ObjectField, Version } from "../field.ts";
import { integer, list, membersIf, object, required, text } from "../field.ts";

const VALUE_MAP = "Write the map as JSON into value: remoteRef.property and dataFrom.extract take it apart";

/** ESO: FakeProvider. */
export function fakeProvider(version: Version): ObjectField {
  const entry = object(
    { key: required(text()), value: required(text()), version: text() },
    { hints: { valueMap: VALUE_MAP } },
  );
  return object({
    data: required(list(entry)),
    ...membersIf(version === "v1", { validationResult: integer(0, 255) }),
  });
}
