import { visible } from "../../ground/visible.ts";

const MOST_CHARACTERS = 1024;
const MARKUP = /[&<>"'`=]/;

const ENTITIES: readonly (readonly [character: string, entity: string])[] = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#x27;"],
  ["`", "&#x60;"],
  ["=", "&#x3D;"],
];

/** A text as text of HTML, inside an element as in a quoted attribute; what cannot be seen is made visible. */
export function escapeHtml(value: string | number): string {
  const text = visible(String(value), MOST_CHARACTERS);
  if (!MARKUP.test(text)) return text;
  return ENTITIES.reduce((escaped, [character, entity]) => escaped.replaceAll(character, entity), text);
}
