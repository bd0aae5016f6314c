import type { GoString } from "../go/bytes.ts";
import { goStringOfBytes } from "../go/bytes.ts";
import type { PrintFlags } from "./print-flags.ts";
import { noFlags, pad, truncate } from "./print-flags.ts";
import { formatComplex, formatFloat64, formatInt } from "./print-number.ts";
import { STRING_GROWTH, formatString } from "./print-string.ts";
import { stringOf } from "./stringer.ts";
import { typeName } from "./type-name.ts";
import type { CallContext } from "./values.ts";
import { Complex, Dict, Func, FuncError, Int, LimitError, List, Struct, type Value } from "./values.ts";

/** What printing charges for. */
export type PrintBudget = Pick<CallContext, "charge" | "allocate">;

/** How deep lists and dicts may be nested in what is printed; Go overflows its stack where a dict holds itself. */
const MAX_DEPTH = 500;

/** Verbs for which a value's own String method is asked. */
const STRING_VERBS = "vsxXq";

/** Prints values by verbs into one string (Go: fmt's pp). A verb is the UTF-8 of its rune. */
export class Printer {
  flags: PrintFlags = noFlags();
  text: GoString = "";
  readonly #budget: PrintBudget;
  /** Inside a wrong-verb note, where String methods are not asked. */
  #erroring = false;

  constructor(budget: PrintBudget) {
    this.#budget = budget;
  }

  /** Appends text, charged before. */
  write(text: GoString): void {
    this.#budget.allocate(text.length);
    this.text += text;
  }

  /** One argument by a verb, as fmt's printArg does. Throws a FuncError for what has no fixed text. */
  printArgument(value: Value, verb: string): void {
    if (value === null) this.#printNil(verb);
    else if (verb === "T") this.write(pad(truncate(typeName(value), this.flags), this.flags));
    else if (verb === "p") this.#printPointer(value);
    else if (verb === "w" && !isPlain(value)) this.#printWrongVerb(value, verb);
    else if (isBytes(value)) this.#printBytes(value, verb, "[]byte");
    else this.#print(value, verb, 0);
  }

  #printNil(verb: string): void {
    if (verb === "v" || verb === "T") this.write(pad("<nil>", this.flags));
    else this.#printWrongVerb(null, verb);
  }

  /** An address is another in each run, so there is no text to agree on. */
  #printPointer(value: Value): void {
    const isPointer = value instanceof List || value instanceof Dict || value instanceof Func;
    if (isPointer || typeName(value).startsWith("*"))
      throw new FuncError("%p prints an address, which is another in each run");
    this.#printWrongVerb(value, "p");
  }

  /** `%!d(string=x)`: the verb does not fit the value. */
  #printWrongVerb(value: Value, verb: string): void {
    this.write(`%!${verb}(`);
    if (value === null) this.write("<nil>");
    else {
      this.write(`${typeName(value)}=`);
      const outer = this.#erroring;
      this.#erroring = true;
      this.#print(value, "v", 0);
      this.#erroring = outer;
    }
    this.write(")");
  }

  #print(value: Value, verb: string, depth: number): void {
    if (value === null) this.write(this.flags.sharpV ? "interface {}(nil)" : "<nil>");
    else if (value instanceof List) this.#printList(value, verb, depth);
    else if (value instanceof Dict) this.#printDict(value, verb, depth);
    else if (value instanceof Struct) this.#printStruct(value, verb, depth);
    else this.#printScalar(value, verb);
  }

  #printScalar(value: Value, verb: string): void {
    const text = this.#ownText(value, verb);
    const formatted = text === undefined ? this.#formatScalar(value, verb) : this.#formatString(text, verb);
    if (formatted === undefined) this.#printWrongVerb(value, verb);
    else this.write(formatted);
  }

  #ownText(value: Value, verb: string): GoString | undefined {
    const asked = !this.#erroring && !this.flags.sharpV && STRING_VERBS.includes(verb);
    return asked ? stringOf(value) : undefined;
  }

  #formatScalar(value: Value, verb: string): GoString | undefined {
    if (typeof value === "string") return this.#formatString(value, verb);
    if (typeof value === "number") return formatFloat64(value, verb, this.flags);
    if (typeof value === "boolean") {
      return verb === "t" || verb === "v" ? pad(value ? "true" : "false", this.flags) : undefined;
    }
    if (value instanceof Int) return formatInt(value, verb, this.flags);
    if (value instanceof Complex) return formatComplex(value, verb, this.flags);
    throw new FuncError(`a ${typeName(value)} cannot be printed`);
  }

  #formatString(text: GoString, verb: string): GoString | undefined {
    if (verb !== "s" && verb !== "v") this.#budget.allocate(text.length * STRING_GROWTH);
    return formatString(text, verb, this.flags);
  }

  #printBytes(list: List, verb: string, type: string): void {
    const text = goStringOfBytes(Uint8Array.from(list.items ?? [], byteOf));
    if (verb === "s" || verb === "q" || verb === "x" || verb === "X") {
      this.write(this.#formatString(text, verb) ?? "");
    } else if (verb === "v" || verb === "d") this.#printItems(list, verb, 0, type);
    else this.#printItems(list, verb, 0, list.type);
  }

  #printList(list: List, verb: string, depth: number): void {
    if (isBytes(list) && "sqxX".includes(verb)) this.#printBytes(list, verb, list.type);
    else this.#printItems(list, verb, depth, list.type);
  }

  #printItems({ items }: List, verb: string, depth: number, type: string): void {
    const { sharpV } = this.flags;
    if (sharpV) this.write(items === null ? `${type}(nil)` : `${type}{`);
    else this.write("[");
    if (sharpV && items === null) return;
    this.#enter(depth, items?.length ?? 0);
    items?.forEach((item, index) => {
      if (index > 0) this.write(sharpV ? ", " : " ");
      this.#print(item, verb, depth + 1);
    });
    this.write(sharpV ? "}" : "]");
  }

  #printDict({ type, entries, isNil }: Dict, verb: string, depth: number): void {
    const { sharpV } = this.flags;
    if (sharpV && isNil) {
      this.write(`${type}(nil)`);
      return;
    }
    this.write(sharpV ? `${type}{` : "map[");
    this.#enter(depth, entries.size);
    let first = true;
    for (const key of [...entries.keys()].toSorted(byBytes)) {
      if (!first) this.write(sharpV ? ", " : " ");
      first = false;
      this.#print(key, verb, depth + 1);
      this.write(":");
      this.#print(entries.get(key) ?? null, verb, depth + 1);
    }
    this.write(sharpV ? "}" : "]");
  }

  #printStruct(value: Struct, verb: string, depth: number): void {
    const text = this.#ownText(value, verb);
    if (text !== undefined) this.write(this.#formatString(text, verb) ?? "");
    else if (this.flags.sharpV && value.goText !== undefined) {
      this.write(this.#formatString(value.goText(), "s") ?? "");
    } else this.#printFields(value, verb, depth);
  }

  /** Of a pointer only the outermost value is followed; further in it is an address, which differs in each run. */
  #printFields({ type, printed }: Struct, verb: string, depth: number): void {
    const isPointer = type.startsWith("*");
    if (printed === undefined || (isPointer && depth > 0)) {
      throw new FuncError(`a ${type} can only be printed with %v, %s, %q and %x here`);
    }
    const { sharpV, plusV } = this.flags;
    if (isPointer) this.write("&");
    this.write(sharpV ? `${type.replace("*", "")}{` : "{");
    this.#enter(depth, printed.size);
    let first = true;
    for (const [name, field] of printed) {
      if (!first) this.write(sharpV ? ", " : " ");
      first = false;
      if (sharpV || plusV) this.write(`${name}:`);
      this.#print(field, verb, depth + 1);
    }
    this.write("}");
  }

  #enter(depth: number, items: number): void {
    if (depth >= MAX_DEPTH) throw new LimitError(`lists and dicts are nested more than ${MAX_DEPTH} deep`);
    this.#budget.charge(items);
  }
}

/** Whether fmt prints the value without looking for methods. */
function isPlain(value: Value): boolean {
  if (value instanceof Int) return !value.type.startsWith("time.");
  return typeof value !== "object" || value instanceof Complex || isBytes(value);
}

function isBytes(value: Value): value is List {
  return value instanceof List && value.type === "[]uint8";
}

function byteOf(item: Value): number {
  return item instanceof Int ? Number(item.value) : 0;
}

function byBytes(a: GoString, b: GoString): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
