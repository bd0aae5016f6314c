import type { GoString } from "../go/bytes.ts";
import { defaultNumber } from "./assign.ts";
import { compileCall } from "./compile-call.ts";
import { compileFields, compileFieldsWithArguments } from "./compile-fields.ts";
import type { Execution, Operand } from "./execution.ts";
import type {
  ChainNode,
  CommandNode,
  FieldNode,
  NumberNode,
  OperandNode,
  PipeNode,
  VariableNode,
} from "./nodes.ts";
import type { CompileScope, Evaluate, EvaluateCommand } from "./step.ts";
import { excerpt } from "./template-error.ts";

/** Compiles a pipeline, which sets its variables too (Go: evalPipeline). */
export function compilePipeline(pipe: PipeNode, scope: CompileScope): Evaluate {
  const value = compileCommands(pipe.commands, scope);
  if (pipe.variables.length === 0) return value;
  const set = pipe.variables.map((name) =>
    pipe.isAssignment ? compileAssignment(name, pipe.pos, scope) : compileDeclaration(name, scope),
  );
  return (execution) => {
    const result = value(execution);
    for (const setVariable of set) setVariable(execution, result);
    return result;
  };
}

/** Compiles `$x = value`. The variable is looked for when it runs: its declaration may not have been reached. */
export function compileAssignment(
  name: GoString,
  pos: number,
  scope: CompileScope,
): (execution: Execution, value: Operand) => void {
  const id = scope.variableId(name);
  return ({ variables }, value) => {
    const position = variables.find(id);
    if (position < 0) throw notDeclared(name, pos, scope);
    variables.set(position, value);
  };
}

function compileDeclaration(
  name: GoString,
  scope: CompileScope,
): (execution: Execution, value: Operand) => void {
  const id = scope.variableId(name);
  return ({ variables }, value) => variables.declare(id, value);
}

function notDeclared(name: GoString, pos: number, scope: CompileScope): Error {
  return scope.fail(pos, { kind: "exec", what: `variable "${excerpt(name)}" is not declared here` });
}

/** Each command gets the value of the one before; a nil that a command gives is no value at all for the next. */
function compileCommands(commands: readonly CommandNode[], scope: CompileScope): Evaluate {
  const compiled = commands.map((command, index) => compileCommand(command, index > 0, scope));
  const [first, ...rest] = compiled;
  if (first === undefined) return () => undefined;
  if (rest.length === 0) return (execution) => first(execution, undefined) ?? undefined;
  return (execution) => {
    let value = first(execution, undefined) ?? undefined;
    for (const command of rest) value = command(execution, value) ?? undefined;
    return value;
  };
}

function compileCommand(command: CommandNode, isPiped: boolean, scope: CompileScope): EvaluateCommand {
  const { first, args } = command;
  if (first.kind === "identifier") return compileCall(first, args, isPiped, scope);
  if (first.kind === "nil") return failing(first.pos, "nil is not a command", scope);
  if (args.length === 0 && !isPiped) return compileOperand(first, scope);
  if (first.kind === "field" || first.kind === "chain" || first.kind === "variable") {
    if (first.fields.length > 0) {
      return compileFieldsWithArguments(receiverOf(first, scope), first, args, isPiped, scope);
    }
  }
  return failing(first.pos, "only a function or a method takes arguments", scope);
}

function failing(pos: number, what: string, scope: CompileScope): () => never {
  return () => {
    throw scope.fail(pos, { kind: "exec", what });
  };
}

/** What the fields of an operand are read of. */
function receiverOf(node: FieldNode | ChainNode | VariableNode, scope: CompileScope): Evaluate {
  if (node.kind === "chain") return compileOperand(node.operand, scope);
  return node.kind === "variable" ? compileVariable(node, scope) : dot;
}

function dot(execution: Execution): Operand {
  return execution.dot;
}

/** Compiles an operand that stands alone, without arguments (Go: evalArg, before the type is looked at). */
export function compileOperand(node: OperandNode, scope: CompileScope): Evaluate {
  switch (node.kind) {
    case "identifier": {
      const call = compileCall(node, [], false, scope);
      return (execution) => call(execution, undefined);
    }
    case "pipe":
      return compilePipeline(node, scope);
    case "dot":
      return dot;
    case "nil":
      return () => undefined;
    case "bool":
    case "string": {
      const { value } = node;
      return () => value;
    }
    case "number":
      return compileNumber(node, scope);
    case "field":
    case "chain":
    case "variable":
      return compileFields(receiverOf(node, scope), node, scope);
    default:
      return node satisfies never;
  }
}

function compileNumber(node: NumberNode, scope: CompileScope): Evaluate {
  const fit = defaultNumber(node);
  if ("value" in fit) return () => fit.value;
  return failing(node.pos, `the constant ${fit.misfit}`, scope);
}

function compileVariable({ name, pos }: VariableNode, scope: CompileScope): Evaluate {
  const id = scope.variableId(name);
  return ({ variables }) => {
    const position = variables.find(id);
    if (position < 0) throw notDeclared(name, pos, scope);
    return variables.get(position);
  };
}
