import type { GoString } from "../go/bytes.ts";
import type { ChunkBuffer } from "./gjson-chunks.ts";
import type { Evaluation } from "./gjson-evaluation.ts";
import type { Pair } from "./gjson-pretty-sort.ts";
import { sortPairs } from "./gjson-pretty-sort.ts";
import { endOfString } from "./gjson-scan.ts";

/** How a text is laid out. */
export interface PrettyOptions {
  /** A list without objects that fits into so many columns is written on one line; 0 or less: never. */
  readonly width: number;
  readonly prefix: GoString;
  readonly indent: GoString;
  readonly sortKeys: boolean;
}

/** Writes the first value of a text, each member on its own line (tidwall/pretty, appendPrettyAny). */
export function printPretty(
  json: GoString,
  options: PrettyOptions,
  out: ChunkBuffer,
  evaluation: Evaluation,
): void {
  new Printer(json, options, out, evaluation).printValue(0, BLOCK, 0);
}

/** How a container is written: one member a line, or on one line, which a list tries first. */
interface Layout {
  readonly pretty: boolean;
  /** Columns that a line may have; undefined where none is tried. */
  readonly limit: number | undefined;
}

const BLOCK: Layout = { pretty: true, limit: undefined };

/** Where a value ended, and whether it may stand on one line. */
interface Printed {
  readonly end: number;
  readonly inline: boolean;
}

class Printer {
  readonly #json: GoString;
  readonly #options: PrettyOptions;
  readonly #out: ChunkBuffer;
  readonly #evaluation: Evaluation;
  /** Where the current line began. */
  #lineStart = 0;

  constructor(json: GoString, options: PrettyOptions, out: ChunkBuffer, evaluation: Evaluation) {
    this.#json = json;
    this.#options = options;
    this.#out = out;
    this.#evaluation = evaluation;
  }

  printValue(from: number, layout: Layout, depth: number): Printed {
    const start = nextPrintable(this.#json, from);
    switch (this.#json.charAt(start)) {
      case "":
        return { end: start, inline: true };
      case '"':
        return this.#printString(start);
      case "{":
      case "[":
        return this.#evaluation.nested(() => this.#printGroup(start, layout, depth));
      case "t":
        return this.#printWord("true", start);
      case "f":
        return this.#printWord("false", start);
      default:
        return startsNull(this.#json, start) ? this.#printWord("null", start) : this.#printNumber(start);
    }
  }

  #printWord(word: GoString, start: number): Printed {
    this.#out.push(word);
    return { end: start + word.length, inline: true };
  }

  #printString(start: number): Printed {
    const end = endOfString(this.#json, start) ?? this.#json.length;
    this.#out.push(this.#json.slice(start, end));
    return { end, inline: true };
  }

  #printNumber(start: number): Printed {
    let end = start + 1;
    while (
      end < this.#json.length &&
      this.#json.charCodeAt(end) > 0x20 &&
      !",:]}".includes(this.#json.charAt(end))
    ) {
      end++;
    }
    this.#out.push(this.#json.slice(start, end));
    return { end, inline: true };
  }

  #printGroup(start: number, layout: Layout, depth: number): Printed {
    if (this.#options.width > 0) {
      if (this.#json[start] === "[" && layout.pretty && layout.limit === undefined) {
        const line = this.#printOnLine(start);
        if (line !== undefined) return line;
      } else if (this.#json[start] === "{" && layout.limit !== undefined)
        return { end: start, inline: false };
    }
    return this.#printMembers(start, layout, depth);
  }

  /** A list on what is left of the line; undefined, and nothing written, where it does not fit. */
  #printOnLine(start: number): Printed | undefined {
    const limit = this.#options.width - (this.#out.length - this.#lineStart);
    if (limit <= 3) return undefined;
    const [mark, length, lineStart] = [this.#out.mark, this.#out.length, this.#lineStart];
    const printed = this.#printMembers(start, { pretty: false, limit }, 0);
    this.#lineStart = lineStart;
    if (printed.inline && this.#out.length - length <= limit) return printed;
    this.#out.cut(mark);
    return undefined;
  }

  #printMembers(start: number, layout: Layout, depth: number): Printed {
    const open = this.#json[start] === "{" ? "{" : "[";
    const members = new Members(open, this.#options.sortKeys && layout.pretty);
    this.#out.push(open);
    for (let at = start + 1; at < this.#json.length; at++) {
      const char = this.#json.charAt(at);
      if (char <= " ") continue;
      if (char === members.close) {
        this.#endGroup(members, layout, depth);
        return { end: at + 1, inline: open === "[" };
      }
      if (open === "{" && char !== '"') continue;
      const printed = this.#printMember(at, members, layout, depth);
      if (layout.limit !== undefined && !printed.inline) return printed;
      at = printed.end - 1;
    }
    return { end: this.#json.length, inline: open === "[" };
  }

  #printMember(start: number, members: Members, layout: Layout, depth: number): Printed {
    if (members.count++ > 0) this.#out.push(members.open === "[" && this.#options.width !== -1 ? ", " : ",");
    if (layout.pretty) this.#newLine();
    const mark = this.#out.mark;
    if (layout.pretty) this.#indent(depth + 1);
    if (members.open === "[") return this.printValue(start, layout, depth + 1);
    const { end: nameEnd } = this.#printString(start);
    this.#out.push(layout.pretty ? ": " : ":");
    const printed = this.printValue(nameEnd, layout, depth + 1);
    members.add({ name: this.#json.slice(start, nameEnd), start: mark, end: this.#out.mark });
    return printed;
  }

  #endGroup(members: Members, layout: Layout, depth: number): void {
    if (layout.pretty) {
      sortPairs(this.#out, members.pairs);
      if (members.count > 0) this.#newLine();
      if (this.#out.last !== members.open) this.#indent(depth);
    }
    this.#out.push(members.close);
  }

  #newLine(): void {
    this.#lineStart = this.#out.length;
    if (this.#out.last === " ") this.#out.dropLast();
    this.#out.push("\n");
  }

  #indent(depth: number): void {
    const { prefix, indent } = this.#options;
    this.#out.push(prefix);
    this.#evaluation.spend(indent.length * depth);
    this.#out.push(indent.repeat(depth));
  }
}

/** What is remembered about a container while it is written. */
class Members {
  readonly open: "{" | "[";
  readonly close: "}" | "]";
  /** Members to be sorted. */
  readonly pairs: Pair[] = [];
  count = 0;
  readonly #sorted: boolean;

  constructor(open: "{" | "[", sorted: boolean) {
    this.open = open;
    this.close = open === "{" ? "}" : "]";
    this.#sorted = sorted;
  }

  add(pair: Pair): void {
    if (this.#sorted) this.pairs.push(pair);
  }
}

/** Where something that can be written begins. */
function nextPrintable(json: GoString, from: number): number {
  let at = from;
  while (at < json.length && !'"0123456789-iI+N{[tfn'.includes(json.charAt(at))) at++;
  return at;
}

function startsNull(json: GoString, start: number): boolean {
  return json[start] === "n" && (start + 1 >= json.length || json[start + 1] === "u");
}
