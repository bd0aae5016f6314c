import type { WorkBudget } from "../ground/work-budget.ts";
import type { GoString } from "../go/bytes.ts";
import { parseJson } from "../go/json-parse.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { visible } from "../ground/visible.ts";

/** Bytes of work for each byte of a value that is parsed for a hint. */
const PARSING = 8;

/**
 * A secret is there, and its `property` is not. The hint says what kind of value there is, and none of it, as long as
 * `budget` has the work that this takes.
 */
export function propertyMissing(property: string, value: GoString, budget?: WorkBudget): Problem {
  const isAffordable = budget?.spend(value.length * PARSING) ?? true;
  return {
    code: "PROPERTY_NOT_FOUND",
    message: `it has no property "${visible(property)}"`,
    hint: `${isAffordable ? `${shapeOf(value)}; ` : ""}remoteRef.property is a gjson path: names are case-sensitive, a dot inside a name is written "\\."`,
  };
}

/** A secret, or its `property`, is to be taken apart into keys and is no JSON object. */
export function notAnObject(property = ""): Problem {
  return {
    code: "VALUE_NOT_JSON",
    message: `${property === "" ? "its value" : `its property "${visible(property)}"`} is not a JSON object`,
    hint: "extract makes one key of each member of a JSON object; read a plain value with an entry in spec.data",
  };
}

function shapeOf(value: GoString): string {
  try {
    const node = parseJson(value);
    switch (node.kind) {
      case "object":
        return `The value is a JSON object with ${counted(new Set(node.members.map(([name]) => name)).size, "key")}`;
      case "array":
        return `The value is a JSON list of ${counted(node.items.length, "item")}`;
      case "null":
      case "bool":
      case "number":
      case "string":
        return `The value is JSON, but a ${node.kind}`;
    }
  } catch {
    return "The value is not JSON";
  }
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
