import type { GoString } from "../go/bytes.ts";
import { compileFunction } from "./compile-call.ts";
import type { Execution, Operand } from "./execution.ts";
import { FieldError, fieldOf } from "./fields.ts";
import type { OperandNode } from "./nodes.ts";
import type { CompileScope, Evaluate, EvaluateCommand } from "./step.ts";
import { Dict, Func } from "./values.ts";

/** Where fields stand, and which. */
interface FieldSite {
  readonly pos: number;
  readonly fields: readonly GoString[];
}

/** Compiles fields one after the other; methods among them are called (Go: evalFieldChain). */
export function compileFields(receiver: Evaluate, site: FieldSite, scope: CompileScope): Evaluate {
  const { pos, fields } = site;
  const [only] = fields;
  if (only === undefined) return receiver;
  const read = (execution: Execution, value: Operand, name: GoString): Operand => {
    const entry = value instanceof Dict ? value.entries.get(name) : undefined;
    return entry === undefined ? readField(execution, value, name, pos, scope) : entry;
  };
  if (fields.length === 1) return (execution) => read(execution, receiver(execution), only);
  return (execution) => {
    let value = receiver(execution);
    for (const name of fields) value = read(execution, value, name);
    return value;
  };
}

function readField(
  execution: Execution,
  receiver: Operand,
  name: GoString,
  pos: number,
  scope: CompileScope,
): Operand {
  const member = memberOf(execution, receiver, name, pos, scope);
  if (!(member instanceof Func)) return member;
  return compileFunction(member, { name, pos }, [], false, scope)(execution, undefined);
}

function memberOf(
  execution: Execution,
  receiver: Operand,
  name: GoString,
  pos: number,
  scope: CompileScope,
): Operand {
  try {
    return fieldOf(receiver, name, execution);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    const { message: what, misspelt } = error;
    throw scope.fail(pos, misspelt === undefined ? { kind: "exec", what } : { kind: "exec", what, misspelt });
  }
}

/** Compiles fields of which the last, which must be a method, gets arguments. */
export function compileFieldsWithArguments(
  receiver: Evaluate,
  { pos, fields }: FieldSite,
  args: readonly OperandNode[],
  isPiped: boolean,
  scope: CompileScope,
): EvaluateCommand {
  const owner = compileFields(receiver, { pos, fields: fields.slice(0, -1) }, scope);
  const name = fields.at(-1) ?? "";
  return (execution, piped) => {
    const value = owner(execution);
    if (value === undefined && !execution.isStrict) return undefined;
    const member = value instanceof Dict ? undefined : memberOf(execution, value, name, pos, scope);
    if (member instanceof Func) {
      return compileFunction(member, { name, pos }, args, isPiped, scope)(execution, piped);
    }
    throw scope.fail(pos, { kind: "exec", what: "only a function or a method takes arguments" });
  };
}
