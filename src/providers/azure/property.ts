import type { WorkBudget } from "../../ground/work-budget.ts";
import type { GoString } from "../../go/bytes.ts";
import type { Property } from "../property.ts";
import { selectProperty } from "../property.ts";

/**
 * A property of a value (ESO: the Azure provider's getProperty): the gjson path as it is; where that leads nowhere,
 * with every dot of it as part of a name. Without a property the value itself.
 */
export function azureProperty(value: GoString, property: string, budget?: WorkBudget): Property {
  if (property === "") return { text: value };
  const plain = selectProperty(value, property, budget);
  if ("problem" in plain || plain.text !== undefined || !property.includes(".")) return plain;
  return selectProperty(value, property.replaceAll(".", "\\."), budget);
}
