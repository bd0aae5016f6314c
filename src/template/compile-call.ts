import { canBeNil, fitConstant, fitValue, isAssignable, nilOf } from "./assign.ts";
import type { Fit } from "./assign.ts";
import type { Execution, Operand } from "./execution.ts";
import { AND, OR } from "./funcs/logic.ts";
import type { IdentifierNode, OperandNode } from "./nodes.ts";
import type { CompileScope, EvaluateCommand } from "./step.ts";
import type { TemplateError, TemplateErrorKind } from "./template-error.ts";
import { isTrue } from "./truth.ts";
import type { ParamType } from "./values.ts";
import { type Func, FuncError, LimitError, NondeterministicError, type Value } from "./values.ts";

/** Which function or method is called, and where. */
interface CallSite {
  readonly name: string;
  readonly pos: number;
}

/** Compiles a call of a function by its name (Go: evalFunction). */
export function compileCall(
  site: IdentifierNode,
  args: readonly OperandNode[],
  isPiped: boolean,
  scope: CompileScope,
): EvaluateCommand {
  const func = scope.funcs.get(site.name);
  if (func === undefined) return failing(() => callError(site, "exec", "does not exist", scope));
  if (func === AND || func === OR) return compileShortCircuit(func, site, args, isPiped, scope);
  return compileFunction(func, site, args, isPiped, scope);
}

/** Compiles a call (Go: evalCall): arguments are evaluated from left to right, a piped value comes last. */
export function compileFunction(
  func: Func,
  site: CallSite,
  args: readonly OperandNode[],
  isPiped: boolean,
  scope: CompileScope,
): EvaluateCommand {
  const miscount = miscountOf(func, args.length + (isPiped ? 1 : 0));
  if (miscount !== undefined) return miscounted(miscount, site, scope);
  const evaluate = args.map((arg, index) => compileArgument(arg, index, func, site, scope));
  const fitPiped = isPiped ? compilePiped(args.length, func, site, scope) : undefined;
  return (execution, piped) => {
    const values: Value[] = [];
    for (const evaluateArgument of evaluate) values.push(evaluateArgument(execution));
    if (fitPiped !== undefined) values.push(fitPiped(piped));
    execution.callArguments = values;
    try {
      return func.call(values, execution);
    } catch (error) {
      throw error instanceof FuncError ? failureOf(error, site, scope) : error;
    }
  };
}

interface Miscount {
  readonly what: string;
  readonly refused: "too few" | "too many";
}

function miscountOf({ params, variadic }: Func, count: number): Miscount | undefined {
  const least = variadic ? params.length - 1 : params.length;
  if (count === least || (variadic && count > least)) return undefined;
  const wanted = `${least} argument${least === 1 ? "" : "s"}`;
  const what = `takes ${variadic ? "at least " : ""}${wanted}, and gets ${count}`;
  return { what, refused: count < least ? "too few" : "too many" };
}

function miscounted(
  { what, refused }: Miscount,
  { name, pos }: CallSite,
  scope: CompileScope,
): EvaluateCommand {
  const fault = { kind: "exec", what: `function "${name}" ${what}`, functionName: name, refused } as const;
  return failing(() => scope.fail(pos, fault));
}

function failureOf(error: FuncError, site: CallSite, scope: CompileScope): TemplateError {
  if (error instanceof NondeterministicError) {
    return callError(site, "nondeterministic", error.message, scope);
  }
  const kind = error instanceof LimitError ? "limit" : "exec";
  return callError(site, kind, `fails: ${error.message}`, scope);
}

function callError(
  { name, pos }: CallSite,
  kind: TemplateErrorKind,
  what: string,
  scope: CompileScope,
): TemplateError {
  return scope.fail(pos, { kind, what: `function "${name}" ${what}`, functionName: name });
}

function failing(error: () => TemplateError): () => never {
  return () => {
    throw error();
  };
}

/** Type of the parameter that takes an argument; the last of a variadic function takes all the others. */
function typeAt(index: number, { params }: Func): ParamType {
  return params[Math.min(index, params.length - 1)] ?? "interface {}";
}

function refusedOf(type: ParamType): "no dict" | undefined {
  return type === "map[string]interface {}" ? "no dict" : undefined;
}

function compileArgument(
  node: OperandNode,
  index: number,
  func: Func,
  site: CallSite,
  scope: CompileScope,
): (execution: Execution) => Value {
  const type = typeAt(index, func);
  const misfit = (what: string): TemplateError =>
    scope.fail(node.pos, {
      kind: "exec",
      what: `argument ${index + 1} of function "${site.name}" ${what}`,
      functionName: site.name,
      refused: refusedOf(type),
    });
  const constant = constantFit(node, type);
  if (constant !== undefined) {
    if ("misfit" in constant) return failing(() => misfit(constant.misfit));
    const { value } = constant;
    return () => value;
  }
  const evaluate = scope.operand(node);
  if (type === "interface {}") return (execution) => evaluate(execution) ?? null;
  return (execution) => {
    const value = evaluate(execution);
    if (value !== undefined && isAssignable(value, type)) return value;
    const fit = fitValue(value, type);
    if ("misfit" in fit) throw misfit(fit.misfit);
    return fit.value;
  };
}

/** What a constant or nil becomes; undefined for operands that are evaluated. */
function constantFit(node: OperandNode, type: ParamType): Fit | undefined {
  switch (node.kind) {
    case "nil":
      return canBeNil(type) ? { value: nilOf(type) } : { misfit: `must be ${type}, not nil` };
    case "bool":
    case "number":
    case "string":
      return fitConstant(node, type);
    default:
      return undefined;
  }
}

function compilePiped(
  index: number,
  func: Func,
  { name, pos }: CallSite,
  scope: CompileScope,
): (piped: Operand) => Value {
  const type = typeAt(index, func);
  if (type === "interface {}") return (piped) => piped ?? null;
  return (piped) => {
    if (piped !== undefined && isAssignable(piped, type)) return piped;
    const fit = fitValue(piped, type);
    if ("value" in fit) return fit.value;
    const what = `what is piped into function "${name}" ${fit.misfit}`;
    throw scope.fail(pos, { kind: "exec", what, functionName: name, refused: refusedOf(type) });
  };
}

/** `and` and `or` stop at the first argument that decides; the others are not even evaluated. */
function compileShortCircuit(
  func: Func,
  site: CallSite,
  args: readonly OperandNode[],
  isPiped: boolean,
  scope: CompileScope,
): EvaluateCommand {
  const miscount = miscountOf(func, args.length + (isPiped ? 1 : 0));
  if (miscount !== undefined) return miscounted(miscount, site, scope);
  const evaluate = args.map((arg, index) => compileArgument(arg, index, func, site, scope));
  const decisive = func === OR;
  return (execution, piped) => {
    let value: Operand;
    for (const evaluateArgument of evaluate) {
      value = evaluateArgument(execution);
      if (isTrue(value) === decisive) return value;
    }
    return isPiped ? piped : value;
  };
}
