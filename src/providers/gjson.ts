import type { GoString } from "../go/bytes.ts";
import { Evaluation, GjsonLimitError } from "./gjson-evaluation.ts";
import { parseMultipath, selectMultipath } from "./gjson-multipath.ts";
import type { Prefixed } from "./gjson-prefix.ts";
import { readLiteral, runModifier } from "./gjson-prefix.ts";
import { firstValue } from "./gjson-scan.ts";
import { search } from "./gjson-search.ts";
import type { GjsonValue } from "./gjson-value.ts";

/** Longer paths are refused. */
const MAX_PATH = 64 * 1024;

/**
 * Looks up a path in a text that should be JSON (tidwall/gjson v1.18, Get): its whole path language, over text that
 * nothing validates. Undefined for what does not exist; null exists. Throws GjsonLimitError for a path that asks for
 * too much work, and nothing else.
 */
export function getJson(json: GoString, path: GoString): GjsonValue | undefined {
  if (path.length > MAX_PATH) throw new GjsonLimitError();
  const value = new Evaluation(get).get(json, path);
  return value.exists ? value : undefined;
}

function get(json: GoString, path: GoString, evaluation: Evaluation): GjsonValue {
  evaluation.spend(json.length + path.length);
  if (path.length > 1) {
    const prefixed = readPrefix(json, path, evaluation);
    if (prefixed !== undefined) return getBehind(prefixed, evaluation);
    const first = path[0];
    if (first === "[" || first === "{") return getMultipath(first, json, path, evaluation);
  }
  return getPlain(json, path, evaluation);
}

function readPrefix(json: GoString, path: GoString, evaluation: Evaluation): Prefixed | undefined {
  if (path.startsWith("@")) return runModifier(json, path, evaluation);
  return path.startsWith("!") ? readLiteral(path) : undefined;
}

/** What stands behind a modifier without a dot or a pipe has no effect. */
function getBehind({ json, rest }: Prefixed, evaluation: Evaluation): GjsonValue {
  return startsPath(rest) ? evaluation.get(json, rest.slice(1)) : firstValue(json);
}

/** A multipath that does not end, or that something else follows, is dropped from the path. */
function getMultipath(kind: "[" | "{", json: GoString, path: GoString, evaluation: Evaluation): GjsonValue {
  const multipath = parseMultipath(path);
  if (multipath === undefined) return getPlain(json, "", evaluation);
  const { selectors, rest } = multipath;
  if (rest !== "" && !startsPath(rest)) return getPlain(json, rest, evaluation);
  const value = selectMultipath(kind, selectors, json, evaluation);
  return rest === "" ? value : evaluation.get(value.raw, rest.slice(1));
}

function getPlain(json: GoString, path: GoString, evaluation: Evaluation): GjsonValue {
  const { value, pipe } = search(json, path, evaluation);
  return pipe === undefined ? value : evaluation.get(value.raw, pipe);
}

function startsPath(rest: GoString): boolean {
  return rest.startsWith("|") || rest.startsWith(".");
}
