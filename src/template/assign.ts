import type { Operand } from "./execution.ts";
import type { NumberNode, OperandNode } from "./nodes.ts";
import { typeName } from "./type-name.ts";
import type { ParamType } from "./values.ts";
import { Complex, Dict, Int, List, Struct, type Value } from "./values.ts";

/** Either what a parameter gets, or why it cannot have it. */
export type Fit = { readonly value: Value } | { readonly misfit: string };

/** Whether an untyped nil may be given for a parameter (Go: canBeNil). */
export function canBeNil(type: ParamType): boolean {
  return type === "interface {}" || /^(?:\[\]|map\[|\*)/.test(type);
}

/** The nil of a type: of a list type a List without items. */
export function nilOf(type: ParamType): Value {
  return type === "[]interface {}" || type === "[]string" ? new List(type, null) : null;
}

/**
 * What a parameter gets for a value that is no constant (Go: validateType): the value itself, since nothing but
 * an untyped nil converts.
 */
export function fitValue(value: Operand, type: ParamType): Fit {
  if (value === undefined) {
    if (canBeNil(type)) return { value: nilOf(type) };
    return { misfit: `must be ${type}, and there is no value` };
  }
  if (isAssignable(value, type)) return { value };
  return { misfit: `must be ${type}, not ${value === null ? "nil" : typeName(value)}` };
}

/** Whether a value is of a parameter's type. */
export function isAssignable(value: Value, type: ParamType): boolean {
  switch (type) {
    case "interface {}":
      return true;
    case "string":
      return typeof value === "string";
    case "bool":
      return typeof value === "boolean";
    case "float64":
      return typeof value === "number";
    default:
      return isTyped(value) && value.type === type;
  }
}

function isTyped(value: Value): value is Int | List | Dict | Struct {
  return value instanceof Int || value instanceof Dict || value instanceof List || value instanceof Struct;
}

/**
 * What a parameter gets for a constant: Go's untyped constants become any type that can hold them.
 */
export function fitConstant(node: OperandNode, type: ParamType): Fit {
  switch (type) {
    case "interface {}":
      return node.kind === "number" ? defaultNumber(node) : literal(node);
    case "string":
    case "sprig.HashAlgorithm":
      return node.kind === "string" ? literal(node) : { misfit: "must be a string" };
    case "bool":
      return node.kind === "bool" ? literal(node) : { misfit: "must be a bool" };
    case "int":
    case "int64":
    case "time.Duration":
      return integer(node, type);
    case "uint32":
      return unsigned(node);
    case "float64":
      return float(node);
    default:
      return { misfit: `must be ${type}, not a constant` };
  }
}

function literal(node: OperandNode): Fit {
  if (node.kind === "string" || node.kind === "bool") return { value: node.value };
  return { misfit: "must be a value" };
}

function integer(node: OperandNode, type: "int" | "int64" | "time.Duration"): Fit {
  if (node.kind !== "number" || node.int === undefined) return { misfit: "must be an integer" };
  return { value: new Int(type, node.int) };
}

/** Go cuts a constant to 32 bits without a word. */
function unsigned(node: OperandNode): Fit {
  if (node.kind !== "number" || node.uint === undefined) {
    return { misfit: "must be an integer that is not negative" };
  }
  return { value: new Int("uint32", BigInt.asUintN(32, node.uint)) };
}

function float(node: OperandNode): Fit {
  if (node.kind !== "number" || node.float === undefined) return { misfit: "must be a number" };
  return { value: node.float };
}

/** The value of a number where nothing says which type it should have (Go: idealConstant). */
export function defaultNumber({ text, int, float: real, complex }: NumberNode): Fit {
  if (complex !== undefined) return { value: new Complex(complex.re, complex.im) };
  const isInteger = text.startsWith("'") || /^0[xX][^pP]+$/.test(text) || !/[.eEpP]/.test(text);
  if (real !== undefined && !isInteger) return { value: real };
  if (int !== undefined) return { value: new Int("int", int) };
  return { misfit: "must fit into an int" };
}
