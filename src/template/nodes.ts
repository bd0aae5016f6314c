import type { GoString } from "../go/bytes.ts";

/**
 * The syntax tree of a template (Go: text/template/parse). `pos` is the byte offset in the source at which Go too
 * says that the node begins.
 */
export type Node = TextNode | ActionNode | BranchNode | TemplateNode | BreakNode | ContinueNode;

export interface ListNode {
  readonly pos: number;
  readonly nodes: readonly Node[];
}

export interface TextNode {
  readonly kind: "text";
  readonly pos: number;
  readonly text: GoString;
}

/** `{{ pipeline }}`, whose value is written unless it is assigned to a variable. */
export interface ActionNode {
  readonly kind: "action";
  readonly pos: number;
  readonly pipe: PipeNode;
}

export interface BranchNode {
  readonly kind: "if" | "range" | "with";
  readonly pos: number;
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

/** `{{ template "name" pipeline }}`, and what is left of a block in its place. */
export interface TemplateNode {
  readonly kind: "template";
  readonly pos: number;
  readonly name: GoString;
  readonly pipe: PipeNode | undefined;
}

export interface BreakNode {
  readonly kind: "break";
  readonly pos: number;
}

export interface ContinueNode {
  readonly kind: "continue";
  readonly pos: number;
}

export interface PipeNode {
  readonly kind: "pipe";
  readonly pos: number;
  /** Variables that take the value, at most two, with their dollar signs. */
  readonly variables: readonly string[];
  /** Whether the variables are declared here, or assigned to. */
  readonly isAssignment: boolean;
  readonly commands: readonly CommandNode[];
}

/** A function, field or value with its arguments. */
export interface CommandNode {
  readonly pos: number;
  readonly first: OperandNode;
  readonly args: readonly OperandNode[];
}

export type OperandNode =
  | IdentifierNode
  | FieldNode
  | VariableNode
  | ChainNode
  | PipeNode
  | DotNode
  | NilNode
  | BoolNode
  | NumberNode
  | StringNode;

/** A function's name. */
export interface IdentifierNode {
  readonly kind: "identifier";
  readonly pos: number;
  readonly name: string;
}

/** `.a.b` */
export interface FieldNode {
  readonly kind: "field";
  readonly pos: number;
  readonly fields: readonly string[];
}

/** `$x`, or `$x.a.b` */
export interface VariableNode {
  readonly kind: "variable";
  readonly pos: number;
  readonly name: string;
  readonly fields: readonly string[];
}

/** Fields of a function's result or of a pipeline in parentheses. */
export interface ChainNode {
  readonly kind: "chain";
  readonly pos: number;
  readonly operand: OperandNode;
  readonly fields: readonly string[];
}

export interface DotNode {
  readonly kind: "dot";
  readonly pos: number;
}

export interface NilNode {
  readonly kind: "nil";
  readonly pos: number;
}

export interface BoolNode {
  readonly kind: "bool";
  readonly pos: number;
  readonly value: boolean;
}

/** A constant, as every type that can hold it exactly, like Go's untyped constants. */
export interface NumberNode {
  readonly kind: "number";
  readonly pos: number;
  readonly text: string;
  readonly int: bigint | undefined;
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
  readonly complex: { readonly re: number; readonly im: number } | undefined;
}

export interface StringNode {
  readonly kind: "string";
  readonly pos: number;
  readonly quoted: GoString;
  readonly value: GoString;
}

/** Whether nothing but white space is in a list: such a body never replaces another (Go: parse.IsEmptyTree). */
export function isEmptyList({ nodes }: ListNode): boolean {
  return nodes.every((node) => node.kind === "text" && isBlank(node.text));
}

/** Go's bytes.TrimSpace leaves nothing: white space of Unicode, in UTF-8. */
function isBlank(text: GoString): boolean {
  return /^(?:[\t-\r ]|\u00c2[\u0085\u00a0]|\u00e1\u009a\u0080|\u00e2\u0080[\u0080-\u008a\u00a8\u00a9\u00af]|\u00e2\u0081\u009f|\u00e3\u0080\u0080)*$/.test(
    text,
  );
}
