import type { GoString } from "./bytes.ts";
import { fromGoString, isValidUtf8, toGoString } from "./bytes.ts";
import { readYaml, YamlError } from "./yaml-read.ts";
import type { YamlValue } from "./yaml-read.ts";

const LIMITS = { depth: 100, nodes: 100_000 };

/**
 * Reads a YAML document into a map of text to text (yaml.Unmarshal into map[string]string): numbers and booleans
 * are printed back, null is empty, nested values are errors. Throws YamlError.
 */
export function unmarshalStringMap(text: GoString): Map<GoString, GoString> {
  if (!isValidUtf8(text)) throw new YamlError("it is not UTF-8", 0);
  const decoded = fromGoString(text);
  // eslint-disable-next-line no-control-regex -- YAML allows no control characters
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(decoded))
    throw new YamlError("it holds a control character", 0);
  const { value } = readYaml(decoded, LIMITS, "texts");
  if (value === null || value === "") return new Map();
  if (typeof value !== "object" || Array.isArray(value)) throw new YamlError("it is not a map", 0);
  return new Map(
    Object.entries(value).map(([key, member]) => [toGoString(key), toGoString(printValue(member))]),
  );
}

function printValue(value: YamlValue): string {
  if (value === null) return "";
  if (typeof value === "object") throw new YamlError("a value is nested", 0);
  return String(value);
}
