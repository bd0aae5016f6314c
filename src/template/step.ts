import type { GoString } from "../go/bytes.ts";
import type { Execution, Operand } from "./execution.ts";
import type { OperandNode } from "./nodes.ts";
import type { TemplateError, TemplateFault } from "./template-error.ts";
import type { FuncMap } from "./values.ts";

/** How a list of nodes ended: at its end, or at a break or continue for the range around it. */
export type Flow = "end" | "break" | "continue";

/** A node or a list of nodes, compiled. */
export type Step = (execution: Execution) => Flow;

/** A pipeline or operand, compiled. */
export type Evaluate = (execution: Execution) => Operand;

/** A command of a pipeline, compiled; it is given what the command before it gave. */
export type EvaluateCommand = (execution: Execution, piped: Operand) => Operand;

/** What compiling one template needs to know. */
export interface CompileScope {
  readonly funcs: FuncMap;
  /** The number that stands for a variable's name. */
  readonly variableId: (name: GoString) => number;
  /** Compiles an operand that stands alone, without arguments. */
  readonly operand: (node: OperandNode) => Evaluate;
  /** The error for a failure at a byte offset of the source. */
  readonly fail: (pos: number, fault: TemplateFault) => TemplateError;
}
