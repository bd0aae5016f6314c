import type { GoString } from "./bytes.ts";
import type { YamlLimits, YamlNode, YamlPair, YamlScalar } from "./yaml-node.ts";
import { YAML_LIMITS } from "./yaml-node.ts";

/**
 * One line of the usual kind: `- key: value`, where each of the three may be absent. Values are plain words or quoted
 * without escapes; what could mean more (comments behind values, brackets, anchors, tags, blocks) does not match.
 */
const LINE =
  /(?: *(?:#[\t -~]*)?\n)*( *)(- +)?(?:([A-Za-z_][\w./-]{0,250}):(?=[ \n]) *)?(?:([A-Za-z0-9_/](?:[\w./@+,=-]|:(?=[\w/])| (?=[\w./]))*)|"([ !#-[\]-~]*)"|'([ -&(-~]*)')? *\n/y;

/** Blank lines and comments. */
const REST = /(?: *(?:#[\t -~]*)?\n)*$/y;

/** Levels that are read here; deeper ones are left to the parser, which knows the limit. */
const MOST_LEVELS = 50;

/** A dash, a key with or without its value, or the text of an item; `indent` is its column. */
interface Entry {
  readonly kind: "dash" | "key" | "text";
  readonly indent: number;
  readonly line: number;
  readonly key: GoString;
  readonly value: YamlScalar | undefined;
}

/**
 * Reads a document of block mappings and sequences with plain or simply quoted scalars, one entry a line, as manifests
 * mostly are; undefined for any other text. What parseYaml() would give is given, in a fraction of the time.
 */
export function parseSimpleYaml(text: GoString, { depth }: YamlLimits = YAML_LIMITS): YamlNode | undefined {
  if (depth < MOST_LEVELS) return undefined;
  const entries = entriesOf(text);
  const [first] = entries ?? [];
  if (entries === undefined || first === undefined) return undefined;
  const reader = new Reader(entries);
  const root = reader.node(first, 0);
  return reader.isAtEnd ? root : undefined;
}

function entriesOf(text: GoString): Entry[] | undefined {
  const entries: Entry[] = [];
  let line = 0;
  let counted = 0;
  LINE.lastIndex = 0;
  for (let at = 0; at < text.length; at = LINE.lastIndex) {
    const match = LINE.exec(text);
    if (match === null) return isRest(text, at) ? entries : undefined;
    const [, spaces = "", dash, key, plain, double, single] = match;
    const last = LINE.lastIndex - 1;
    for (let next = text.indexOf("\n", counted); next < last; next = text.indexOf("\n", counted)) {
      counted = next + 1;
      line++;
    }
    const value = scalarOf(line, plain, double ?? single);
    if (!pushEntries(entries, { indent: spaces.length, dash, key, value, line })) return undefined;
  }
  return entries;
}

function isRest(text: GoString, at: number): boolean {
  REST.lastIndex = at;
  return REST.test(text);
}

function scalarOf(
  line: number,
  plain: string | undefined,
  quoted: string | undefined,
): YamlScalar | undefined {
  const value = plain ?? quoted;
  if (value === undefined) return undefined;
  return { kind: "scalar", line, tag: "", value, implicit: plain !== undefined };
}

interface Line {
  readonly indent: number;
  readonly dash: string | undefined;
  readonly key: string | undefined;
  readonly value: YamlScalar | undefined;
  readonly line: number;
}

/** False for a text that is neither an item nor a value: it would continue the line before. */
function pushEntries(entries: Entry[], { indent, dash, key, value, line }: Line): boolean {
  if (dash !== undefined) entries.push({ kind: "dash", indent, line, key: "", value: undefined });
  const column = indent + (dash?.length ?? 0);
  if (key !== undefined) entries.push({ kind: "key", indent: column, line, key, value });
  else if (value !== undefined && dash !== undefined)
    entries.push({ kind: "text", indent: column, line, key: "", value });
  else return dash !== undefined && value === undefined;
  return true;
}

class Reader {
  readonly #entries: readonly Entry[];
  #at = 0;

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  /** Whether every entry found its place. */
  get isAtEnd(): boolean {
    return this.#at === this.#entries.length;
  }

  /** The node that begins with the next entry, which is `first`. */
  node(first: Entry, level: number): YamlNode {
    if (level >= MOST_LEVELS - 1) return this.#stop(first.line);
    if (first.kind === "dash") return this.#sequence(first, level);
    if (first.kind === "key") return this.#mapping(first, level);
    this.#at++;
    return first.value ?? emptyScalar(first.line);
  }

  #mapping({ indent, line }: Entry, level: number): YamlNode {
    const pairs: YamlPair[] = [];
    for (let entry = this.#next(); entry?.kind === "key" && entry.indent === indent; entry = this.#next()) {
      this.#at++;
      const key = { kind: "scalar", line: entry.line, tag: "", value: entry.key, implicit: true } as const;
      pairs.push({ key, value: this.#valueOf(entry, level) });
    }
    return { kind: "mapping", line, pairs };
  }

  /** A sequence may stand at the column of the key that it belongs to. */
  #valueOf({ indent, line, value }: Entry, level: number): YamlNode {
    const next = this.#next();
    const isDeeper = next !== undefined && next.indent > indent;
    if (value !== undefined) return isDeeper ? this.#stop(line) : value;
    const isBelow = isDeeper || (next?.kind === "dash" && next.indent === indent);
    return isBelow ? this.node(next, level + 1) : emptyScalar(line);
  }

  #sequence({ indent, line }: Entry, level: number): YamlNode {
    const items: YamlNode[] = [];
    for (let entry = this.#next(); entry?.kind === "dash" && entry.indent === indent; entry = this.#next()) {
      this.#at++;
      const content = this.#next();
      const isInside = content !== undefined && content.indent > indent;
      items.push(isInside ? this.node(content, level + 1) : emptyScalar(entry.line));
    }
    return { kind: "sequence", line, items };
  }

  #next(): Entry | undefined {
    return this.#entries[this.#at];
  }

  /** Gives up: nothing comes at the end any more. */
  #stop(line: number): YamlNode {
    this.#at = Number.NaN;
    return emptyScalar(line);
  }
}

function emptyScalar(line: number): YamlScalar {
  return { kind: "scalar", line, tag: "", value: "", implicit: true };
}
