import type { OperandNode, PipeNode } from "./nodes.ts";

/** The steps that evaluating a pipeline once takes: one for each command, operand and field, inner ones included. */
export function costOf({ commands }: PipeNode): number {
  let cost = 0;
  for (const { first, args } of commands) {
    cost += operandCost(first);
    for (const arg of args) cost += operandCost(arg);
  }
  return cost;
}

function operandCost(node: OperandNode): number {
  switch (node.kind) {
    case "pipe":
      return 1 + costOf(node);
    case "field":
    case "variable":
      return 1 + node.fields.length;
    case "chain":
      return operandCost(node.operand) + node.fields.length;
    default:
      return 1;
  }
}
