import type { GoString } from "../go/bytes.ts";
import type { Execution, Operand } from "./execution.ts";
import { methodOf } from "./int-methods.ts";
import { excerpt } from "./template-error.ts";
import type { Misspelt } from "./template-error.ts";
import { typeName } from "./type-name.ts";
import type { Func } from "./values.ts";
import { Dict, FuncError, Int, Struct } from "./values.ts";

/** A field that cannot be read; the keys that exist are told only for the data itself. */
export class FieldError extends FuncError {
  readonly misspelt: Misspelt | undefined;

  constructor(what: string, misspelt?: Misspelt) {
    super(what);
    this.misspelt = misspelt;
  }
}

/**
 * The field of a value (Go: evalField): the entry of a map, the field of a struct, or a method, which is still to
 * be called. Throws a FieldError where there is none.
 */
export function fieldOf(receiver: Operand, name: GoString, execution: Execution): Operand | Func {
  if (receiver instanceof Dict) {
    const value = receiver.entries.get(name);
    return value === undefined ? missingEntry(receiver, name, execution) : value;
  }
  if (receiver === undefined) {
    if (!execution.isStrict) return undefined;
    throw new FieldError(`there is no value to read field "${excerpt(name)}" of`);
  }
  if (receiver instanceof Struct) {
    const member = receiver.methods.get(name) ?? receiver.fields.get(name);
    if (member !== undefined) return member;
    const known = [...receiver.methods.keys(), ...receiver.fields.keys()];
    throw new FieldError(`a ${receiver.type} has no field "${excerpt(name)}"`, {
      what: "field",
      name,
      known,
    });
  }
  const method = receiver instanceof Int ? methodOf(receiver, name) : undefined;
  if (method !== undefined) return method;
  const what = receiver === null ? "nil" : `a ${typeName(receiver)}`;
  throw new FieldError(
    `${what} has no fields, so field "${excerpt(name)}" cannot be read`,
    typeof receiver === "string" ? { what: "member", name, known: [] } : undefined,
  );
}

function missingEntry(receiver: Dict, name: GoString, { data, isStrict }: Execution): undefined {
  if (!isStrict) return undefined;
  const isData = receiver === data;
  const known = isData ? [...data.entries.keys()] : [];
  throw new FieldError(`the ${isData ? "data" : "map"} has no key "${excerpt(name)}"`, {
    what: "key",
    name,
    known,
  });
}
