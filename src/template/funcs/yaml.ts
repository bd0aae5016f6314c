import type { GoString } from "../../go/bytes.ts";
import { JsonUnsupportedError, marshalJson } from "../../go/json-marshal.ts";
import { TooLongError } from "../../go/too-long-error.ts";
import { YamlError } from "../../go/yaml-error.ts";
import { yamlToMap } from "../../go/yaml-json.ts";
import { jsonToYaml } from "../../go/yaml-write.ts";
import { type CallContext, Dict, type Func, type FuncMap, LimitError, type Value } from "../values.ts";
import { allocateString, MAX_STRING_BYTES } from "./allocation.ts";
import { fixed, stringAt, valueAt } from "./arguments.ts";
import { jsonOf, valueOfGoJson } from "./json-value.ts";

/** ESO's own YAML functions (sigs.k8s.io/yaml), which never fail: see each. */
export const YAML_FUNCS: FuncMap = new Map<string, Func>([
  ["fromYaml", fixed(["string"], fromYaml)],
  ["toYaml", fixed(["interface {}"], toYaml)],
]);

/** Reading YAML takes as long as the steps that it is charged as. */
const BYTES_PER_STEP = 4;

/** The value as YAML without its last line end; nothing for what JSON or go-yaml cannot hold. */
function toYaml(args: readonly Value[], context: CallContext): Value {
  try {
    const json = marshalJson(jsonOf(valueAt(args, 0), context));
    context.charge(json.length / BYTES_PER_STEP);
    const text = jsonToYaml(json, MAX_STRING_BYTES).replace(/\n$/, "");
    allocateString(context, text.length);
    return text;
  } catch (error) {
    if (error instanceof JsonUnsupportedError || isYamlError(error)) return "";
    if (error instanceof TooLongError) allocateString(context, Infinity);
    throw error;
  }
}

/** The text's mapping; where it has none, a dict with Go's error under `Error`. */
function fromYaml(args: readonly Value[], context: CallContext): Value {
  const text = stringAt(args, 0);
  allocateString(context, text.length);
  context.charge(text.length / BYTES_PER_STEP);
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
