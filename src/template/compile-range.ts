import { compileAssignment, compilePipeline } from "./compile-pipeline.ts";
import type { Execution, Operand } from "./execution.ts";
import type { BranchNode } from "./nodes.ts";
import { costOf } from "./pipeline-cost.ts";
import type { CompileScope, Step } from "./step.ts";
import { typeName } from "./type-name.ts";
import { Dict, Int, List, type Value } from "./values.ts";

/** What one iteration does, given its key or index, which is made only where it is asked for, and its element. */
type Iterate = (execution: Execution, key: () => Value, element: Operand) => boolean;

/**
 * Compiles a range over an integer, a list or a map, whose keys come in order (Go: walkRange). `otherwise` runs
 * where there is nothing to iterate over; a break in it ends only this range, but a continue is one of the range
 * around it.
 */
export function compileRange(node: BranchNode, body: Step, otherwise: Step, scope: CompileScope): Step {
  const { pos, pipe } = node;
  const collection = compilePipeline(pipe, scope);
  const iterate = compileIteration(node, body, scope);
  const isPair = pipe.variables.length > 1;
  const cost = costOf(pipe);
  return (execution) => {
    execution.pos = pos;
    const { variables, dot } = execution;
    const mark = variables.length;
    execution.charge(cost);
    const value = collection(execution);
    const length = lengthOf(value);
    if (length === undefined || (isPair && value instanceof Int)) {
      const what = `range needs a list or a map${isPair ? "" : " or an int"}, and this is a ${typeName(value ?? null)}`;
      throw scope.fail(pos, { kind: "exec", what });
    }
    if (length > 0) rangeOver(value, execution, iterate);
    execution.dot = dot;
    const flow = length > 0 ? "end" : otherwise(execution);
    variables.cut(mark);
    return flow === "break" ? "end" : flow;
  };
}

/** How many elements a value has; undefined for what cannot be iterated over. */
function lengthOf(value: Operand): number | undefined {
  if (value === undefined || value === null) return 0;
  if (value instanceof List) return value.items?.length ?? 0;
  if (value instanceof Dict) return value.entries.size;
  return value instanceof Int ? Number(value.value) : undefined;
}

function rangeOver(value: Operand, execution: Execution, iterate: Iterate): void {
  if (value instanceof List) rangeOverList(value.items ?? [], execution, iterate);
  else if (value instanceof Dict) rangeOverDict(value, execution, iterate);
  else if (value instanceof Int) rangeOverInt(value, execution, iterate);
}

/** The length is that at the start, and the elements those of the moment, as in Go. */
function rangeOverList(items: readonly Value[], execution: Execution, iterate: Iterate): void {
  const { length } = items;
  for (let index = 0; index < length; index++) {
    if (!iterate(execution, () => indexValue(index), items[index] ?? null)) return;
  }
}

function rangeOverDict({ entries }: Dict, execution: Execution, iterate: Iterate): void {
  execution.charge(entries.size);
  const sorted = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, element] of sorted) {
    if (!iterate(execution, () => key, element)) return;
  }
}

function rangeOverInt({ type, value }: Int, execution: Execution, iterate: Iterate): void {
  for (let index = 0n; index < value; index++) {
    const element =
      type === "int" && index < SMALL_INTS.length ? indexValue(Number(index)) : new Int(type, index);
    if (!iterate(execution, () => element, element)) return;
  }
}

const SMALL_INTS: readonly Int[] = Array.from({ length: 256 }, (_, index) => new Int("int", BigInt(index)));

function indexValue(index: number): Int {
  return SMALL_INTS[index] ?? new Int("int", BigInt(index));
}

/** One iteration: sets the variables, runs the body with the element as dot; false after a break. */
function compileIteration({ pos, pipe }: BranchNode, body: Step, scope: CompileScope): Iterate {
  const bind = compileBinding(pipe.variables, pipe.isAssignment, pos, scope);
  return (execution, key, element) => {
    execution.pos = pos;
    execution.charge(1);
    const { variables } = execution;
    bind(execution, key, element);
    const mark = variables.length;
    execution.dot = element;
    const flow = body(execution);
    variables.cut(mark);
    return flow !== "break";
  };
}

type Bind = (execution: Execution, key: () => Value, element: Operand) => void;

/** One variable takes the element; of two the first takes the key. Declared ones stand on top of the stack. */
function compileBinding(
  names: readonly string[],
  isAssignment: boolean,
  pos: number,
  scope: CompileScope,
): Bind {
  const [first, second] = names;
  if (first === undefined) return bindNothing;
  if (!isAssignment) return second === undefined ? declareElement : declareBoth;
  const assignFirst = compileAssignment(first, pos, scope);
  if (second === undefined) return (execution, _, element) => assignFirst(execution, element);
  const assignSecond = compileAssignment(second, pos, scope);
  return (execution, key, element) => {
    assignFirst(execution, key());
    assignSecond(execution, element);
  };
}

function bindNothing(): void {
  // The element is only the dot.
}

function declareElement({ variables }: Execution, _: () => Value, element: Operand): void {
  variables.set(variables.length - 1, element);
}

function declareBoth({ variables }: Execution, key: () => Value, element: Operand): void {
  variables.set(variables.length - 2, key());
  variables.set(variables.length - 1, element);
}
