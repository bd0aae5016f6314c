import type { GoString } from "./bytes.ts";
import { TooLongError } from "./too-long-error.ts";
import { isYamlBreak, widthOf } from "./yaml-characters.ts";

const BEST_INDENT = 2;
const BEST_WIDTH = 80;

/** What an indicator needs before it, and what it is for what follows. */
interface Indicator {
  readonly needsSpace?: true;
  /** Whether it counts as white space itself. */
  readonly isSpace?: true;
  /** Whether it may stand in the indentation of a line, as `-` may. */
  readonly isIndention?: true;
}

/** Go-yaml's writer of characters and indentation (`emitterc.go`): where it stands, and what it has written. */
export class YamlEmitter {
  text: GoString = "";
  /** Whether white space is what was written last. */
  hasSpace = true;
  /** Whether only indentation stands on the line so far. */
  isIndention = true;
  #column = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  readonly #maxBytes: number;

  /** Lines beyond `maxBytes` are a TooLongError. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether a text may go on on a new line at a space. */
  get isLineFull(): boolean {
    return this.#column > BEST_WIDTH;
  }

  /** One level deeper: where `isFlow` inside a scalar, else inside a collection, which may stay at its key's level. */
  increaseIndent({ isFlow, isIndentless }: { isFlow: boolean; isIndentless: boolean }): void {
    this.#indents.push(this.#indent);
    if (this.#indent < 0) this.#indent = isFlow ? BEST_INDENT : 0;
    else if (!isIndentless) this.#indent += BEST_INDENT;
  }

  decreaseIndent(): void {
    this.#indent = this.#indents.pop() ?? -1;
  }

  /** Goes to the indentation, on a new line unless it stands there already. */
  writeIndent(): void {
    if (this.text.length > this.#maxBytes) throw new TooLongError();
    const indent = Math.max(this.#indent, 0);
    const isBehind = this.#column > indent || (this.#column === indent && !this.hasSpace);
    if (!this.isIndention || isBehind) this.putBreak();
    if (this.#column < indent) this.put(" ".repeat(indent - this.#column));
    this.hasSpace = true;
    this.isIndention = true;
  }

  writeIndicator(indicator: string, { needsSpace, isSpace, isIndention }: Indicator = {}): void {
    if (needsSpace === true && !this.hasSpace) this.put(" ");
    this.put(indicator);
    this.hasSpace = isSpace === true;
    this.isIndention = this.isIndention && isIndention === true;
  }

  /** Writes ASCII characters. */
  put(characters: string): void {
    this.text += characters;
    this.#column += characters.length;
  }

  putBreak(): void {
    this.text += "\n";
    this.#column = 0;
  }

  /** Copies the character at an offset; gives its length in bytes. */
  write(source: GoString, at: number): number {
    const width = widthOf(source, at);
    this.text += width === 1 ? source.charAt(at) : source.slice(at, at + width);
    this.#column = isYamlBreak(source, at) ? 0 : this.#column + 1;
    return width;
  }
}
