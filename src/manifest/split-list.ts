import { RenderError, whereOf } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { JsonObject } from "../ground/json-value.ts";
import { isJsonObject } from "../ground/json-value.ts";
import { printObject } from "../ground/print-object.ts";
import { invalidDocument } from "./invalid-document.ts";
import { itemsOf } from "./list-items.ts";
import type { Parsed, Source } from "./manifest.ts";
import { lackOf, refOf } from "./object-ref.ts";

/** A List is no object of its own: each of its items is one, and so are those of a List in it. Throws RenderError. */
export function splitList(list: Parsed): readonly Parsed[] {
  if (itemsOf(list.object) === undefined) return [list];
  return [...objectsOf(list.object, [], list.source)].map(({ object, path }, index) => {
    const ref = refOf(object, list.source);
    return {
      ...list,
      ref,
      object,
      text: index === 0 ? list.text : undefined,
      isListItem: true,
      print: () => printObject(object),
      at: (field) => ({ ...list.at([...path, ...field]), ...whereOf(ref, field) }),
    };
  });
}

interface ObjectOfList {
  readonly object: JsonObject;
  readonly path: FieldPath;
}

function* objectsOf(object: JsonObject, path: FieldPath, source: Source): Generator<ObjectOfList> {
  const items = itemsOf(object);
  if (items === undefined) yield { object, path };
  for (const [index, item] of (items ?? []).entries()) {
    if (!isJsonObject(item))
      throw new RenderError(invalidDocument(source, `item ${index + 1} of the list is not an object`));
    yield* objectsOf(item, [...path, "items", index], source);
  }
}

/** Whether an object, or each one in a list, says what it is. */
export function isTyped(object: JsonObject): boolean {
  const items = itemsOf(object);
  if (items === undefined) return lackOf(object["apiVersion"], object["kind"]) === "";
  return items.every((item) => isJsonObject(item) && isTyped(item));
}
