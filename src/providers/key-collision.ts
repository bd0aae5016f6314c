import { fromGoString } from "../go/bytes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { visible } from "../ground/visible.ts";
import type { Collision } from "./convert-key.ts";

/** conversionStrategy gives two names the same key. */
export function keyCollision({ first, second, key }: Collision): Problem {
  const [one, two, both] = [first, second, key].map((name) => `"${visible(fromGoString(name))}"`);
  return {
    code: "KEY_CONFLICT",
    message: `the names ${one} and ${two} both become the key ${both}`,
    hint: "Set conversionStrategy to Unicode, or rename the keys with rewrite",
  };
}
