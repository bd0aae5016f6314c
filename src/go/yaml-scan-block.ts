import type { GoString } from "./bytes.ts";
import type { YamlCursor } from "./yaml-cursor.ts";
import { SPACE, TAB, isBlank, isBreak } from "./yaml-cursor.ts";

const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;

type Chomping = "clip" | "keep" | "strip";

interface Header {
  readonly chomping: Chomping;
  /** What a digit behind the indicator says; 0 where there is none. */
  readonly increment: number;
}

/**
 * Reads a literal (`|`) or folded (`>`) scalar, the place being on the indicator. `parent` is the column of the
 * collection around it, -1 at the top.
 */
export function scanBlock(cursor: YamlCursor, folded: boolean, parent: number): GoString {
  cursor.at++;
  const { chomping, increment } = scanHeader(cursor);
  const lines = new BlockLines(cursor, parent, increment === 0 ? 0 : Math.max(parent, 0) + increment);
  const value = folded ? readFolded(lines) : readLiteral(lines);
  if (chomping === "strip") return value;
  return chomping === "clip" ? value + lines.lineEnd : value + lines.lineEnd + lines.emptyLines;
}

/** Reads the chomping and indentation indicators, in either order, and what is left of the line. */
function scanHeader(cursor: YamlCursor): Header {
  let chomping = scanChomping(cursor);
  const increment = scanIncrement(cursor);
  if (chomping === "clip" && increment > 0) chomping = scanChomping(cursor);
  if (!cursor.skipToLineEnd()) throw cursor.error("lineEnd");
  if (isBreak(cursor.code())) cursor.newLine();
  return { chomping, increment };
}

function scanChomping(cursor: YamlCursor): Chomping {
  const code = cursor.code();
  if (code !== PLUS && code !== MINUS) return "clip";
  cursor.at++;
  return code === PLUS ? "keep" : "strip";
}

function scanIncrement(cursor: YamlCursor): number {
  const digit = cursor.code() - ZERO;
  if (!(digit >= 0 && digit <= 9)) return 0;
  if (digit === 0) throw cursor.error("indicatorZero");
  cursor.at++;
  return digit;
}

function readLiteral(lines: BlockLines): GoString {
  let value = "";
  while (lines.hasMore()) value += lines.lineEnd + lines.emptyLines + lines.next();
  return value;
}

/** A line break between two lines that begin with text is a space; empty lines are one break each. */
function readFolded(lines: BlockLines): GoString {
  let value = "";
  let indentedBefore = false;
  while (lines.hasMore()) {
    const indented = lines.isIndented();
    const folds = !indentedBefore && !indented && lines.lineEnd === "\n";
    if (!folds) value += lines.lineEnd;
    else if (lines.emptyLines === "") value += " ";
    value += lines.emptyLines;
    value += lines.next();
    indentedBefore = indented;
  }
  return value;
}

/** The lines of a block scalar: their texts, and the breaks between. */
class BlockLines {
  /** The break behind the last line; empty before the first one and at the text's end. */
  lineEnd = "";
  /** The breaks of the empty lines behind the last line. */
  emptyLines = "";
  readonly #cursor: YamlCursor;
  readonly #parent: number;
  /** Column of the lines; 0 while it is not known. */
  #indent: number;

  constructor(cursor: YamlCursor, parent: number, indent: number) {
    this.#cursor = cursor;
    this.#parent = parent;
    this.#indent = indent;
    this.#skipEmptyLines();
  }

  hasMore(): boolean {
    return this.#cursor.column === this.#indent && this.#cursor.code() !== 0;
  }

  /** Whether the next line begins with a blank beyond the indentation. */
  isIndented(): boolean {
    return isBlank(this.#cursor.code());
  }

  next(): GoString {
    const cursor = this.#cursor;
    const from = cursor.at;
    cursor.skipLine();
    const text = cursor.slice(from);
    this.lineEnd = this.#takeBreak();
    this.#skipEmptyLines();
    return text;
  }

  #takeBreak(): string {
    const cursor = this.#cursor;
    if (!isBreak(cursor.code())) return "";
    const unit = cursor.slice(cursor.at, cursor.at + 1);
    cursor.newLine();
    return unit;
  }

  /** Goes to the text of the next line that has any; the first such line, or a longer empty one, sets the indentation. */
  #skipEmptyLines(): void {
    const cursor = this.#cursor;
    let widest = 0;
    this.emptyLines = "";
    for (;;) {
      this.#skipIndentation();
      widest = Math.max(widest, cursor.column);
      if (cursor.code() === TAB && this.#isLeft()) throw cursor.error("tabInBlock");
      if (!isBreak(cursor.code())) break;
      this.emptyLines += this.#takeBreak();
    }
    if (this.#indent === 0) this.#indent = Math.max(widest, this.#parent + 1, 1);
  }

  #skipIndentation(): void {
    while (this.#cursor.code() === SPACE && this.#isLeft()) this.#cursor.at++;
  }

  #isLeft(): boolean {
    return this.#indent === 0 || this.#cursor.column < this.#indent;
  }
}
