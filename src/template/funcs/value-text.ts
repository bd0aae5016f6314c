import { type GoString, goStringOfBytes } from "../../go/bytes.ts";
import { formatValue } from "../print.ts";
import { type CallContext, Int, List, type Value } from "../values.ts";

/** Sprig's strval, which `toString`, `quote`, `join` and others use: as `%v`, but bytes are taken for text. */
export function textOf(value: Value, context: CallContext): GoString {
  if (!(value instanceof List) || value.type !== "[]uint8") return formatValue(value, context);
  context.allocate(value.items?.length ?? 0);
  return goStringOfBytes(
    Uint8Array.from(value.items ?? [], (item) => (item instanceof Int ? Number(item.value) : 0)),
  );
}
