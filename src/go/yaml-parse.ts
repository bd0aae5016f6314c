import type { GoString } from "./bytes.ts";
import type { YamlProblem } from "./yaml-error.ts";
import { YamlError } from "./yaml-error.ts";
import type { YamlAlias, YamlLimits, YamlNode, YamlPair } from "./yaml-node.ts";
import { YAML_LIMITS } from "./yaml-node.ts";
import type { TagParts } from "./yaml-scan-properties.ts";
import { YamlScanner } from "./yaml-scanner.ts";
import { parseSimpleYaml } from "./yaml-simple.ts";
import type { Token } from "./yaml-tokens.ts";

/**
 * Reads the first document of a text into nodes, as go-yaml v2 does; undefined where there is none. Further
 * documents, and text behind the root node's end that begins no new token of it, are not looked at.
 *
 * @throws {YamlError}
 */
export function parseYaml(text: GoString, limits: YamlLimits = YAML_LIMITS): YamlNode | undefined {
  return parseSimpleYaml(text, limits) ?? parseYamlInFull(text, limits);
}

/** As parseYaml(), for a text of any kind. */
export function parseYamlInFull(text: GoString, limits: YamlLimits = YAML_LIMITS): YamlNode | undefined {
  return new Parser(new YamlScanner(text), limits).document();
}

/**
 * Line, from 1, of what stands behind the first document of a text that parseYaml() reads: a reader of one document
 * never sees it. Undefined where nothing does; markers and comments are nothing.
 */
export function lineBehindDocument(text: GoString, limits: YamlLimits = YAML_LIMITS): number | undefined {
  const scanner = new YamlScanner(text);
  new Parser(scanner, limits).document();
  try {
    while (MARKERS.includes(scanner.peek().type)) scanner.take();
    const { type, line } = scanner.peek();
    return type === "streamEnd" ? undefined : line + 1;
  } catch (error) {
    if (error instanceof YamlError) return error.line;
    throw error;
  }
}

type TokenType = Token["type"];

const MARKERS: readonly TokenType[] = ["documentStart", "documentEnd"];

/** What ends the place of a key or value without giving one. */
const NO_BLOCK_VALUE: ReadonlySet<TokenType> = new Set<TokenType>(["key", "value", "blockEnd"]);
const NO_ENTRY: ReadonlySet<TokenType> = new Set<TokenType>(["blockEntry", "blockEnd"]);
const NO_INDENTLESS_ENTRY: ReadonlySet<TokenType> = new Set<TokenType>([
  "blockEntry",
  "key",
  "value",
  "blockEnd",
]);
const NO_CONTENT: ReadonlySet<TokenType> = new Set<TokenType>([
  "directive",
  "documentStart",
  "documentEnd",
  "streamEnd",
]);

/** Where a node stands: what it may be. */
type Position = "flow" | "block" | "blockOrIndentless";

interface Properties {
  readonly anchor: GoString | undefined;
  /** The tag in full; undefined where there is none. */
  readonly tag: GoString | undefined;
  readonly line: number;
}

class Parser {
  readonly #scanner: YamlScanner;
  readonly #limits: YamlLimits;
  readonly #anchors = new Map<GoString, YamlAlias["target"]>();
  readonly #handles = new Map<GoString, GoString>();
  #depth = 0;

  constructor(scanner: YamlScanner, limits: YamlLimits) {
    this.#scanner = scanner;
    this.#limits = limits;
  }

  document(): YamlNode | undefined {
    const first = this.#scanner.peek();
    if (first.type === "streamEnd") return undefined;
    const explicit = first.type === "directive" || first.type === "documentStart";
    const root = explicit ? this.#explicitDocument() : this.#implicitDocument();
    this.#scanner.peek();
    return root;
  }

  #implicitDocument(): YamlNode {
    this.#addDefaultHandles();
    return this.#node("block");
  }

  #explicitDocument(): YamlNode {
    this.#directives();
    const token = this.#scanner.peek();
    if (token.type !== "documentStart") throw parseError("documentStart", token);
    this.#scanner.take();
    const content = this.#scanner.peek();
    return NO_CONTENT.has(content.type) ? emptyScalar(content.line) : this.#node("block");
  }

  #directives(): void {
    let versions = 0;
    for (let token = this.#scanner.peek(); token.type === "directive"; token = this.#scanner.peek()) {
      const { directive } = token;
      if (directive.kind === "version") {
        if (versions++ > 0) throw parseError("versionDuplicate", token);
        if (directive.major !== 1 || directive.minor !== 1) throw parseError("versionIncompatible", token);
      } else {
        if (this.#handles.has(directive.handle)) throw parseError("tagDirectiveDuplicate", token);
        this.#handles.set(directive.handle, directive.prefix);
      }
      this.#scanner.take();
    }
    this.#addDefaultHandles();
  }

  #addDefaultHandles(): void {
    if (!this.#handles.has("!")) this.#handles.set("!", "!");
    if (!this.#handles.has("!!")) this.#handles.set("!!", "tag:yaml.org,2002:");
  }

  #node(position: Position): YamlNode {
    if (++this.#depth > this.#limits.depth) throw this.#tooDeep();
    const node = this.#nodeAt(position);
    this.#depth--;
    return node;
  }

  #tooDeep(): YamlError {
    return new YamlError(
      "depthExceeded",
      { line: this.#scanner.peek().line + 1 },
      String(this.#limits.depth),
    );
  }

  #nodeAt(position: Position): YamlNode {
    const token = this.#scanner.peek();
    if (token.type === "alias") return this.#alias();
    if (token.type === "scalar") return this.#scalar({ anchor: undefined, tag: undefined, line: token.line });
    return this.#content(position, this.#properties(token));
  }

  #alias(): YamlAlias {
    const token = this.#scanner.peek();
    const anchor = token.type === "alias" ? token.name : "";
    const target = this.#anchors.get(anchor);
    if (target === undefined) throw new YamlError("anchorUnknown", { line: token.line + 1 }, anchor);
    this.#scanner.take();
    return { kind: "alias", line: token.line, anchor, target };
  }

  /** Reads an anchor and a tag, in either order. */
  #properties({ line }: Token): Properties {
    let anchor = this.#anchor();
    const tagToken = this.#scanner.peek();
    const parts = this.#tag();
    if (anchor === undefined && parts !== undefined) anchor = this.#anchor();
    const tag = parts === undefined ? undefined : this.#fullTag(parts, tagToken);
    return { anchor, tag: tag === "" ? undefined : tag, line };
  }

  #anchor(): GoString | undefined {
    const token = this.#scanner.peek();
    if (token.type !== "anchor") return undefined;
    this.#scanner.take();
    return token.name;
  }

  #tag(): TagParts | undefined {
    const token = this.#scanner.peek();
    if (token.type !== "tag") return undefined;
    this.#scanner.take();
    return token.tag;
  }

  #fullTag({ handle, suffix }: TagParts, token: Token): GoString {
    if (handle === "") return suffix;
    const prefix = this.#handles.get(handle);
    const tag = prefix === undefined ? "" : prefix + suffix;
    if (tag === "") throw parseError("tagHandleUndefined", token);
    return tag;
  }

  #content(position: Position, properties: Properties): YamlNode {
    const token = this.#scanner.peek();
    const { type } = token;
    if (type === "scalar") return this.#scalar(properties);
    if (type === "flowSequence") return this.#sequence(properties, (items) => this.#flowItems(items));
    if (type === "flowMapping") return this.#mapping(properties, (pairs) => this.#flowPairs(pairs));
    if (type === "blockEntry" && position === "blockOrIndentless") {
      return this.#sequence(properties, (items) => this.#indentlessItems(items));
    }
    if (type === "blockSequence" && position !== "flow") {
      return this.#sequence(properties, (items) => this.#blockItems(items));
    }
    if (type === "blockMapping" && position !== "flow") {
      return this.#mapping(properties, (pairs) => this.#blockPairs(pairs));
    }
    return this.#emptyNode(properties, token);
  }

  /** A node of which there is nothing but an anchor or a tag. */
  #emptyNode({ anchor, tag, line }: Properties, token: Token): YamlNode {
    if (anchor === undefined && tag === undefined) throw parseError("nodeContent", token);
    const node = { kind: "scalar", line, tag: tag ?? "", value: "", implicit: tag === undefined } as const;
    this.#register(anchor, node);
    return node;
  }

  #scalar({ anchor, tag, line }: Properties): YamlNode {
    const token = this.#scanner.take();
    if (token.type !== "scalar") throw parseError("nodeContent", token);
    const implicit = tag === "!" || (tag === undefined && token.plain);
    const node = { kind: "scalar", line, tag: tag ?? "", value: token.value, implicit } as const;
    this.#register(anchor, node);
    return node;
  }

  #register(anchor: GoString | undefined, node: YamlAlias["target"]): void {
    if (anchor !== undefined) this.#anchors.set(anchor, node);
  }

  #sequence({ anchor, line }: Properties, read: (items: YamlNode[]) => void): YamlNode {
    const items: YamlNode[] = [];
    const node = { kind: "sequence", line, items } as const;
    this.#register(anchor, node);
    read(items);
    return node;
  }

  #mapping({ anchor, line }: Properties, read: (pairs: YamlPair[]) => void): YamlNode {
    const pairs: YamlPair[] = [];
    const node = { kind: "mapping", line, pairs } as const;
    this.#register(anchor, node);
    read(pairs);
    return node;
  }

  #blockItems(items: YamlNode[]): void {
    this.#scanner.take();
    for (let token = this.#scanner.take(); token.type !== "blockEnd"; token = this.#scanner.take()) {
      if (token.type !== "blockEntry") throw parseError("entryExpected", token);
      items.push(this.#nodeUnless(NO_ENTRY, "block", token.line));
    }
  }

  /** The entries of a sequence that stands at the column of the mapping around it. */
  #indentlessItems(items: YamlNode[]): void {
    while (this.#scanner.peek().type === "blockEntry") {
      const { line } = this.#scanner.take();
      items.push(this.#nodeUnless(NO_INDENTLESS_ENTRY, "block", line));
    }
  }

  #blockPairs(pairs: YamlPair[]): void {
    this.#scanner.take();
    for (let token = this.#scanner.take(); token.type !== "blockEnd"; token = this.#scanner.take()) {
      if (token.type !== "key") throw parseError("keyExpected", token);
      const key = this.#nodeUnless(NO_BLOCK_VALUE, "blockOrIndentless", token.line);
      pairs.push({ key, value: this.#blockValue() });
    }
  }

  #blockValue(): YamlNode {
    const { type, line } = this.#scanner.peek();
    if (type !== "value") return emptyScalar(line);
    this.#scanner.take();
    return this.#nodeUnless(NO_BLOCK_VALUE, "blockOrIndentless", line);
  }

  #nodeUnless(enders: ReadonlySet<TokenType>, position: Position, line: number): YamlNode {
    return enders.has(this.#scanner.peek().type) ? emptyScalar(line) : this.#node(position);
  }

  #flowItems(items: YamlNode[]): void {
    this.#scanner.take();
    while (this.#hasFlowEntry("flowSequenceEnd", items.length === 0)) {
      if (this.#scanner.peek().type === "key") items.push(this.#pairInSequence());
      else items.push(this.#node("flow"));
    }
  }

  /** Goes over the comma between two entries, or over the bracket that closes them. */
  #hasFlowEntry(end: "flowSequenceEnd" | "flowMappingEnd", first: boolean): boolean {
    if (!first && this.#scanner.peek().type !== end) {
      const comma = this.#scanner.peek();
      if (comma.type !== "flowEntry") {
        throw parseError(end === "flowSequenceEnd" ? "sequenceUnclosed" : "mappingUnclosed", comma);
      }
      this.#scanner.take();
    }
    if (this.#scanner.peek().type !== end) return true;
    this.#scanner.take();
    return false;
  }

  /** `[a: b]` holds a mapping of one pair. Where the key is missing, go-yaml loses the token that is there instead. */
  #pairInSequence(): YamlNode {
    const { line } = this.#scanner.take();
    const enders: ReadonlySet<TokenType> = new Set<TokenType>(["value", "flowEntry", "flowSequenceEnd"]);
    if (++this.#depth > this.#limits.depth) throw this.#tooDeep();
    const hasKey = !enders.has(this.#scanner.peek().type);
    const key = hasKey ? this.#node("flow") : emptyScalar(this.#scanner.take().line);
    const value = this.#flowValue("flowSequenceEnd");
    this.#depth--;
    return { kind: "mapping", line, pairs: [{ key, value }] };
  }

  #flowPairs(pairs: YamlPair[]): void {
    this.#scanner.take();
    while (this.#hasFlowEntry("flowMappingEnd", pairs.length === 0)) pairs.push(this.#flowPair());
  }

  #flowPair(): YamlPair {
    const token = this.#scanner.peek();
    if (token.type !== "key") {
      const key = this.#node("flow");
      return { key, value: emptyScalar(this.#scanner.peek().line) };
    }
    this.#scanner.take();
    const enders: ReadonlySet<TokenType> = new Set<TokenType>(["value", "flowEntry", "flowMappingEnd"]);
    const next = this.#scanner.peek();
    const key = enders.has(next.type) ? emptyScalar(next.line) : this.#node("flow");
    return { key, value: this.#flowValue("flowMappingEnd") };
  }

  #flowValue(end: "flowSequenceEnd" | "flowMappingEnd"): YamlNode {
    const token = this.#scanner.peek();
    if (token.type !== "value") return emptyScalar(token.line);
    this.#scanner.take();
    const { type } = this.#scanner.peek();
    return type === "flowEntry" || type === end ? emptyScalar(token.line) : this.#node("flow");
  }
}

function emptyScalar(line: number): YamlNode {
  return { kind: "scalar", line, tag: "", value: "", implicit: true };
}

/** The error of a parser that stops at a token: go-yaml names the line before it, unless that is the first. */
function parseError(problem: YamlProblem, { line }: Token): YamlError {
  return new YamlError(problem, { line: line + 1, named: line });
}
