import type { GoString } from "../go/bytes.ts";
import type { PrintBudget } from "./print-value.ts";
import { Printer } from "./print-value.ts";
import type { Value } from "./values.ts";

/** A value as Go's %v prints it: what an action writes, but `<nil>` for nil. Throws a FuncError for a function. */
export function formatValue(value: Value, budget: PrintBudget): GoString {
  if (typeof value === "string") return value;
  const printer = new Printer(budget);
  printer.printArgument(value, "v");
  return printer.text;
}

/** Go's fmt.Sprint: a space between two operands where neither is a string. */
export function sprint(args: readonly Value[], budget: PrintBudget): GoString {
  const [only] = args;
  if (args.length === 1 && typeof only === "string") return only;
  const printer = new Printer(budget);
  let afterString = true;
  for (const value of args) {
    const isString = typeof value === "string";
    if (!isString && !afterString) printer.write(" ");
    printer.printArgument(value, "v");
    afterString = isString;
  }
  return printer.text;
}

/** Go's fmt.Sprintln: a space between all operands, and a line feed. */
export function sprintln(args: readonly Value[], budget: PrintBudget): GoString {
  const printer = new Printer(budget);
  args.forEach((value, index) => {
    if (index > 0) printer.write(" ");
    printer.printArgument(value, "v");
  });
  printer.write("\n");
  return printer.text;
}
