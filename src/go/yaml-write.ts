import type { GoString } from "./bytes.ts";
import { formatFloat } from "./strconv-format-float.ts";
import type { YamlValue } from "./yaml-decode.ts";
import { decodeYaml } from "./yaml-decode.ts";
import { YamlEmitter } from "./yaml-emitter.ts";
import { sortYamlKeys } from "./yaml-key-order.ts";
import { analyzeScalar, styleOf } from "./yaml-scalar-style.ts";
import { writeScalar } from "./yaml-scalar-text.ts";

/** The longest key, in bytes, that stands before its colon; a longer one stands behind a `?`. */
const MAX_SIMPLE_KEY = 128;

/**
 * sigs.k8s.io/yaml's `JSONToYAML`, the second half of its `Marshal`: JSON that encoding/json wrote, read as YAML and
 * written by go-yaml v2. A line end is the last character.
 *
 * @throws {YamlError} for strings that go-yaml does not read, such as one with U+007F
 * @throws {TooLongError} where lines make more than `maxBytes`
 */
export function jsonToYaml(json: GoString, maxBytes: number = Infinity): GoString {
  return new Writer(new YamlEmitter(maxBytes)).write(decodeYaml(json));
}

class Writer {
  readonly #emitter: YamlEmitter;

  constructor(emitter: YamlEmitter) {
    this.#emitter = emitter;
  }

  write(root: YamlValue): GoString {
    this.#value(root, false);
    this.#emitter.writeIndent();
    return this.#emitter.text;
  }

  #value(value: YamlValue, isInMapping: boolean): void {
    if (isMapping(value)) this.#mapping(value);
    else if (isSequence(value)) this.#sequence(value, isInMapping);
    else this.#scalar(value);
  }

  #mapping(mapping: ReadonlyMap<GoString, YamlValue>): void {
    if (mapping.size === 0) return this.#empty("{", "}");
    this.#emitter.increaseIndent({ isFlow: false, isIndentless: false });
    for (const key of sortYamlKeys(mapping.keys())) {
      this.#emitter.writeIndent();
      this.#key(key);
      this.#value(mapping.get(key) ?? null, true);
    }
    this.#emitter.decreaseIndent();
  }

  #key(key: GoString): void {
    const analysis = analyzeScalar(key);
    if (!analysis.isMultiline && key.length <= MAX_SIMPLE_KEY) {
      this.#text(key, true);
      this.#emitter.writeIndicator(":");
      return;
    }
    this.#emitter.writeIndicator("?", { needsSpace: true, isIndention: true });
    this.#text(key, false);
    this.#emitter.writeIndent();
    this.#emitter.writeIndicator(":", { needsSpace: true, isIndention: true });
  }

  /** A list under a simple key is not indented. */
  #sequence(sequence: readonly YamlValue[], isInMapping: boolean): void {
    if (sequence.length === 0) return this.#empty("[", "]");
    this.#emitter.increaseIndent({ isFlow: false, isIndentless: isInMapping && !this.#emitter.isIndention });
    for (const item of sequence) {
      this.#emitter.writeIndent();
      this.#emitter.writeIndicator("-", { needsSpace: true, isIndention: true });
      this.#value(item, false);
    }
    this.#emitter.decreaseIndent();
  }

  #empty(open: string, close: string): void {
    this.#emitter.writeIndicator(open, { needsSpace: true, isSpace: true });
    this.#emitter.writeIndicator(close);
  }

  #scalar(value: Exclude<YamlValue, readonly YamlValue[] | ReadonlyMap<GoString, YamlValue>>): void {
    if (typeof value === "string") return this.#text(value, false);
    const text = typeof value === "number" ? formatFloat(value, "g", -1, 64) : String(value);
    this.#emitter.increaseIndent({ isFlow: true, isIndentless: false });
    writeScalar(this.#emitter, text, "plain", true);
    this.#emitter.decreaseIndent();
  }

  #text(text: GoString, isSimpleKey: boolean): void {
    const style = styleOf(text, analyzeScalar(text), isSimpleKey);
    this.#emitter.increaseIndent({ isFlow: true, isIndentless: false });
    writeScalar(this.#emitter, text, style, !isSimpleKey);
    this.#emitter.decreaseIndent();
  }
}

function isMapping(value: YamlValue): value is ReadonlyMap<GoString, YamlValue> {
  return value instanceof Map;
}

function isSequence(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
