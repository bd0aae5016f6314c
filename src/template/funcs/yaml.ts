import type { GoString } from "../../go/bytes.ts";
import { YamlError } from "../../go/yaml-error.ts";
import { yamlToMap } from "../../go/yaml-json.ts";
import { type CallContext, Dict, type Func, type FuncMap, LimitError, type Value } from "../values.ts";
import { allocateString } from "./allocation.ts";
import { fixed, stringAt } from "./arguments.ts";
import { valueOfGoJson } from "./json-value.ts";

/** ESO's own YAML functions (sigs.k8s.io/yaml), which never fail: see each. toYaml is not built in yet. */
export const YAML_FUNCS: FuncMap = new Map<string, Func>([["fromYaml", fixed(["string"], fromYaml)]]);

/** The text's mapping; where it has none, a dict with Go's error under `Error`. */
function fromYaml(args: readonly Value[], context: CallContext): Value {
  const text = stringAt(args, 0);
  allocateString(context, text.length);
  try {
    return valueOfGoJson(yamlToMap(text), context);
  } catch (error) {
    if (isYamlError(error)) return dictOfError(error);
    throw error;
  }
}

function isYamlError(error: unknown): error is YamlError {
  if (!(error instanceof YamlError)) return false;
  if (error.problem !== "nodesExceeded" && error.problem !== "depthExceeded") return true;
  throw new LimitError("the YAML has too many values, or is nested too deep");
}

function dictOfError(error: YamlError): Dict {
  const prefix = error.problem === "notMap" ? "" : "error converting YAML to JSON: ";
  return new Dict("map[string]interface {}", new Map<GoString, Value>([["Error", prefix + error.goText()]]));
}
