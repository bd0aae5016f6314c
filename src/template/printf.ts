import type { GoString } from "../go/bytes.ts";
import { decodeRune, encodeRune } from "../go/bytes.ts";
import { noFlags } from "./print-flags.ts";
import type { PrintBudget } from "./print-value.ts";
import { Printer } from "./print-value.ts";
import { typeName } from "./type-name.ts";
import { Int, LimitError, type Value } from "./values.ts";

/** The greatest width and precision; Go's own bound is a million. */
const MAX_WIDTH = 1024;

/** What Go takes for a mistyped number rather than a width, a precision or an index. */
const TOO_LARGE = 1_000_000;

/**
 * Go's fmt.Sprintf: what does not fit is told in the result, as in `%!d(string=x)`. Throws a LimitError for a width
 * or precision above 1024, and a FuncError for what would print an address.
 */
export function sprintf(format: GoString, args: readonly Value[], budget: PrintBudget): GoString {
  return new Formatter(format, args, budget).run();
}

class Formatter {
  readonly #format: GoString;
  readonly #args: readonly Value[];
  readonly #budget: PrintBudget;
  readonly #printer: Printer;
  #at = 0;
  #argument = 0;
  /** Whether an index such as [3] was used anywhere: then arguments left over are not reported. */
  #reordered = false;
  /** Whether the indexes of the current directive name arguments that exist. */
  #goodIndex = true;
  /** Whether an index stands right before the current position. */
  #afterIndex = false;

  constructor(format: GoString, args: readonly Value[], budget: PrintBudget) {
    this.#format = format;
    this.#args = args;
    this.#budget = budget;
    this.#printer = new Printer(budget);
  }

  run(): GoString {
    while (this.#at < this.#format.length) {
      const percent = this.#format.indexOf("%", this.#at);
      const end = percent < 0 ? this.#format.length : percent;
      if (end > this.#at) this.#printer.write(this.#format.slice(this.#at, end));
      this.#at = end + 1;
      if (percent >= 0) this.#directive();
    }
    if (!this.#reordered) this.#extraArguments();
    return this.#printer.text;
  }

  #directive(): void {
    this.#budget.charge(1);
    this.#goodIndex = true;
    this.#afterIndex = false;
    this.#flags();
    if (this.#simpleVerb()) return;
    this.#index();
    this.#width();
    this.#precision();
    this.#lastIndex();
    this.#verb();
  }

  #flags(): void {
    const flags = noFlags();
    this.#printer.flags = flags;
    for (; ; this.#at++) {
      const flag = this.#format[this.#at];
      if (flag === "#") flags.sharp = true;
      else if (flag === "0") flags.zero = true;
      else if (flag === "+") flags.plus = true;
      else if (flag === "-") flags.minus = true;
      else if (flag === " ") flags.space = true;
      else return;
    }
  }

  /** A lower-case letter right after the flags, with an argument left for it. */
  #simpleVerb(): boolean {
    const verb = this.#format[this.#at] ?? "";
    const argument = this.#args[this.#argument];
    if (verb < "a" || verb > "z" || argument === undefined) return false;
    this.#at++;
    this.#argument++;
    this.#print(argument, verb);
    return true;
  }

  #print(argument: Value, verb: GoString): void {
    if (verb === "v" || verb === "w") {
      const { flags } = this.#printer;
      flags.sharpV = flags.sharp;
      flags.sharp = false;
      flags.plusV = flags.plus;
      flags.plus = false;
    }
    this.#printer.printArgument(argument, verb);
  }

  /** `[3]`: the next argument is the third. */
  #index(): void {
    this.#afterIndex = false;
    if (this.#format[this.#at] !== "[") return;
    this.#reordered = true;
    const close = this.#format.indexOf("]", this.#at);
    if (close < 0 || this.#format.length - this.#at < 3) {
      this.#at++;
      this.#goodIndex = false;
      return;
    }
    const number = this.#number(this.#at + 1, close);
    const whole = number.value !== undefined && number.end === close;
    const index = (number.value ?? 0) - 1;
    this.#at = close + 1;
    this.#afterIndex = whole;
    if (whole && index >= 0 && index < this.#args.length) this.#argument = index;
    else this.#goodIndex = false;
  }

  /** An index may stand right before the verb, but only one. */
  #lastIndex(): void {
    if (!this.#afterIndex) this.#index();
  }

  #width(): void {
    const { flags } = this.#printer;
    if (this.#format[this.#at] === "*") {
      this.#at++;
      const width = this.#intArgument();
      if (width === undefined) this.#printer.write("%!(BADWIDTH)");
      flags.width = width === undefined ? undefined : bounded(Math.abs(width));
      if (width !== undefined && width < 0) {
        flags.minus = true;
        flags.zero = false;
      }
      this.#afterIndex = false;
      return;
    }
    const { value, end } = this.#number(this.#at, this.#format.length);
    this.#at = end;
    flags.width = value === undefined ? undefined : bounded(value);
    if (this.#afterIndex && value !== undefined) this.#goodIndex = false;
  }

  #precision(): void {
    if (this.#format[this.#at] !== "." || this.#at + 1 >= this.#format.length) return;
    const { flags } = this.#printer;
    this.#at++;
    if (this.#afterIndex) this.#goodIndex = false;
    this.#index();
    if (this.#format[this.#at] === "*") {
      this.#at++;
      const precision = this.#intArgument() ?? -1;
      if (precision < 0) this.#printer.write("%!(BADPREC)");
      flags.precision = precision < 0 ? undefined : bounded(precision);
      this.#afterIndex = false;
      return;
    }
    const { value, end } = this.#number(this.#at, this.#format.length);
    this.#at = end;
    flags.precision = bounded(value ?? 0);
  }

  /** The integer argument that a `*` takes; undefined for any other kind and for what is too large. */
  #intArgument(): number | undefined {
    const argument = this.#args[this.#argument];
    if (argument === undefined) return undefined;
    this.#argument++;
    const value = argument instanceof Int ? Number(argument.value) : Number.NaN;
    return Math.abs(value) <= TOO_LARGE ? value : undefined;
  }

  /** Digits from `start`; a number far too large ends the format there, as in Go. */
  #number(start: number, limit: number): { readonly value: number | undefined; readonly end: number } {
    let value: number | undefined;
    let end = start;
    for (; end < limit; end++) {
      const digit = this.#format.charCodeAt(end) - 48;
      if (digit < 0 || digit > 9) break;
      if ((value ?? 0) > TOO_LARGE) return { value: undefined, end: limit };
      value = (value ?? 0) * 10 + digit;
    }
    return { value, end };
  }

  #verb(): void {
    if (this.#at >= this.#format.length) {
      this.#printer.write("%!(NOVERB)");
      return;
    }
    const { rune, size } = decodeRune(this.#format, this.#at);
    const verb = encodeRune(rune);
    this.#at += size;
    const argument = this.#args[this.#argument];
    if (verb === "%") this.#printer.write("%");
    else if (!this.#goodIndex) this.#printer.write(`%!${verb}(BADINDEX)`);
    else if (argument === undefined) this.#printer.write(`%!${verb}(MISSING)`);
    else {
      this.#argument++;
      this.#print(argument, verb);
    }
  }

  #extraArguments(): void {
    const extra = this.#args.slice(this.#argument);
    if (extra.length === 0) return;
    this.#printer.flags = noFlags();
    this.#printer.write("%!(EXTRA ");
    extra.forEach((argument, index) => {
      if (index > 0) this.#printer.write(", ");
      if (argument !== null) this.#printer.write(`${typeName(argument)}=`);
      this.#printer.printArgument(argument, "v");
    });
    this.#printer.write(")");
  }
}

function bounded(value: number): number {
  if (value > MAX_WIDTH) throw new LimitError(`a width or precision is above ${MAX_WIDTH}`);
  return value;
}
