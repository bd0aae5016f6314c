import type { GoString } from "../go/bytes.ts";
import { unquote } from "../go/strconv-unquote.ts";
import type { Token, TokenKind } from "./lex.ts";
import type { ChainNode, CommandNode, IdentifierNode, OperandNode, PipeNode } from "./nodes.ts";
import { parseNumber } from "./parse-number.ts";
import { excerpt } from "./template-error.ts";
import type { TokenStream } from "./token-stream.ts";

/** Whether a function exists, and the names of all that do, for messages. */
export interface FunctionNames {
  readonly has: (name: string) => boolean;
  readonly keys: () => Iterable<string>;
}

/** What a pipeline is parsed in: shared by all blocks of one template. */
export interface PipelineScope {
  readonly tokens: TokenStream;
  readonly functions: FunctionNames;
  /** Variables that are declared here, with their dollar signs; a pipeline adds its own. */
  readonly variables: string[];
  /** Goes one level deeper; throws a TemplateError below the deepest. Returns what goes back up. */
  readonly descend: (pos: number) => () => void;
}

/** Parses a pipeline up to and with its closing token (Go: text/template/parse, pipeline). Throws a TemplateError. */
export function parsePipeline(
  scope: PipelineScope,
  context: string,
  end: "right delimiter" | "right parenthesis",
): PipeNode {
  const { tokens } = scope;
  const { pos } = tokens.peekNonSpace();
  const { variables, isAssignment } = parseVariables(scope, context);
  const commands: CommandNode[] = [];
  for (let token = tokens.peekNonSpace(); token.kind !== end; token = tokens.peekNonSpace()) {
    if (!OPERAND_STARTS.has(token.kind)) throw tokens.unexpected(token, context);
    commands.push(parseCommand(scope));
  }
  const close = tokens.nextNonSpace();
  checkCommands(scope, commands, close, context);
  return { kind: "pipe", pos, variables, isAssignment, commands };
}

const OPERAND_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "bool",
  "character constant",
  "complex",
  "dot",
  "field",
  "identifier",
  "number",
  "nil",
  "raw string",
  "string",
  "variable",
  "left parenthesis",
]);

interface Variables {
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
}

/** `$x :=`, `$x =`, and in a range `$i, $x :=`; anything else is left for the commands. */
function parseVariables({ tokens, variables: declared }: PipelineScope, context: string): Variables {
  const variables: string[] = [];
  while (tokens.peekNonSpace().kind === "variable") {
    const { mark } = tokens;
    const variable = tokens.next();
    const next = tokens.peekNonSpace();
    const isComma = next.kind === "character" && next.text === ",";
    if (!isComma && next.kind !== "assign" && next.kind !== "declare") {
      tokens.backTo(mark);
      break;
    }
    tokens.nextNonSpace();
    variables.push(variable.text);
    declared.push(variable.text);
    if (!isComma) return { variables, isAssignment: next.kind === "assign" };
    if (context !== "range" || variables.length > 1) {
      throw tokens.error(next.pos, `too many variables in ${context}`);
    }
    if (!AFTER_COMMA.has(tokens.peekNonSpace().kind)) {
      throw tokens.error(tokens.peek().pos, "only variables can be declared in a range");
    }
  }
  return { variables, isAssignment: false };
}

const AFTER_COMMA: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "variable",
  "right delimiter",
  "right parenthesis",
]);

const NOT_EXECUTABLE: ReadonlySet<string> = new Set(["bool", "dot", "nil", "number", "string"]);

/** A pipeline has a command, and only its first may be a mere value. */
function checkCommands(
  { tokens }: PipelineScope,
  commands: readonly CommandNode[],
  close: Token,
  context: string,
): void {
  if (commands.length === 0) throw tokens.error(close.pos, `a value is missing in ${context}`);
  const wrong = commands.slice(1).find(({ first }) => NOT_EXECUTABLE.has(first.kind));
  if (wrong !== undefined) throw tokens.error(wrong.pos, "a value cannot stand behind a pipe");
}

/** Operands up to a pipe, which is taken, or to the end of the pipeline, which is left. */
function parseCommand(scope: PipelineScope): CommandNode {
  const { tokens } = scope;
  const { pos } = tokens.peekNonSpace();
  const operands: OperandNode[] = [];
  for (;;) {
    tokens.peekNonSpace();
    const operand = parseOperand(scope);
    if (operand !== undefined) operands.push(operand);
    const { mark } = tokens;
    const token = tokens.next();
    if (token.kind === "space") continue;
    if (token.kind === "right delimiter" || token.kind === "right parenthesis") tokens.backTo(mark);
    else if (token.kind !== "pipe") throw tokens.unexpected(token, "operand");
    break;
  }
  const [first, ...args] = operands;
  if (first === undefined) throw tokens.error(pos, "a command is missing");
  return { pos, first, args };
}

/** A term with the fields that follow it; undefined where no term begins. */
function parseOperand(scope: PipelineScope): OperandNode | undefined {
  const { tokens } = scope;
  const term = parseTerm(scope);
  const { pos } = tokens.peek();
  if (term === undefined || tokens.peek().kind !== "field") return term;
  const fields: string[] = [];
  while (tokens.peek().kind === "field") fields.push(tokens.next().text.slice(1));
  if (term.kind === "field" || term.kind === "variable") {
    return { ...term, pos, fields: [...term.fields, ...fields] };
  }
  if (NOT_EXECUTABLE.has(term.kind)) throw tokens.error(pos, "a constant has no fields");
  return { kind: "chain", pos, operand: term, fields } satisfies ChainNode;
}

function parseTerm(scope: PipelineScope): OperandNode | undefined {
  const { tokens } = scope;
  const { mark } = tokens;
  const token = tokens.nextNonSpace();
  const { kind, pos, text } = token;
  switch (kind) {
    case "identifier":
      return functionNamed(scope, token);
    case "dot":
    case "nil":
      return { kind, pos };
    case "variable":
      return variableNamed(scope, token);
    case "field":
      return { kind, pos, fields: [text.slice(1)] };
    case "bool":
      return { kind, pos, value: text === "true" };
    case "character constant":
    case "complex":
    case "number":
      return number(scope, token, kind);
    case "left parenthesis":
      return parenthesized(scope, pos);
    case "string":
    case "raw string":
      return { kind: "string", pos, quoted: text, value: parseString(tokens, token) };
    default:
      tokens.backTo(mark);
      return undefined;
  }
}

function functionNamed({ tokens, functions }: PipelineScope, { pos, text: name }: Token): IdentifierNode {
  if (functions.has(name)) return { kind: "identifier", pos, name };
  const misspelt = { what: "function", name, known: [...functions.keys()] } as const;
  throw tokens.error(pos, `function "${excerpt(name)}" does not exist`, { misspelt });
}

function variableNamed({ tokens, variables }: PipelineScope, { pos, text: name }: Token): OperandNode {
  if (variables.includes(name)) return { kind: "variable", pos, name, fields: [] };
  const misspelt = { what: "variable", name, known: [...new Set(variables)] } as const;
  throw tokens.error(pos, `variable "${excerpt(name)}" is not declared`, { misspelt });
}

function number(
  { tokens }: PipelineScope,
  { pos, text }: Token,
  kind: "number" | "complex" | "character constant",
): OperandNode {
  const constant = parseNumber(kind, text);
  if (constant === undefined) throw tokens.error(pos, `"${excerpt(text)}" is not a constant that Go knows`);
  return { kind: "number", pos, text, ...constant };
}

function parenthesized(scope: PipelineScope, pos: number): PipeNode {
  const ascend = scope.descend(pos);
  const pipe = parsePipeline(scope, "parenthesized pipeline", "right parenthesis");
  ascend();
  return pipe;
}

/** What a string token stands for. Throws a TemplateError for escapes that Go does not know. */
export function parseString(tokens: TokenStream, { pos, text }: Token): GoString {
  const value = unquote(text);
  if (value === undefined)
    throw tokens.error(pos, "the string has an escape that Go does not know (a backslash is written as two)");
  return value;
}
