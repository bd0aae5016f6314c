import type { GoString } from "../go/bytes.ts";

/**
 * A Go value as a template sees it. nil is null, a bool is a boolean, a string is a GoString and a float64 is a
 * number; what JavaScript has no kind of its own for is a class below.
 */
export type Value = null | boolean | GoString | number | Int | Complex | List | Dict | Struct | Func;

export type IntType =
  | "int"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "time.Duration"
  | "time.Month"
  | "time.Weekday";

/** An integer with its Go type, always inside that type's range. */
export class Int {
  readonly type: IntType;
  readonly value: bigint;

  constructor(type: IntType, value: bigint) {
    this.type = type;
    this.value = value;
  }
}

/** A complex128: only a constant such as 2i gives one, and only printing and comparing take it. */
export class Complex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im: number) {
    this.re = re;
    this.im = im;
  }
}

export type ListType = "[]interface {}" | "[]string" | "[]int" | "[]uint8" | "[][]interface {}" | "[]net.IP";

/** A slice. `items` may be shared with another slice, as in Go; null `items` is a nil slice. */
export class List {
  readonly type: ListType;
  readonly items: Value[] | null;

  constructor(type: ListType, items: Value[] | null) {
    this.type = type;
    this.items = items;
  }
}

export type DictType = "map[string]interface {}" | "map[string]string";

/** A map; functions such as `set` and `merge` change `entries` in place, as in Go. */
export class Dict {
  readonly type: DictType;
  readonly entries: Map<GoString, Value>;
  /** Whether it is Go's nil map: empty, and nothing can be set in it. */
  readonly isNil: boolean;

  constructor(type: DictType, entries: Map<GoString, Value>, isNil = false) {
    this.type = type;
    this.entries = entries;
    this.isNil = isNil;
  }
}

/** A struct, or a pointer to one, such as time.Time or *semver.Version: exported fields and methods by name. */
export class Struct {
  /** Go's name of the type, as %T prints it. */
  readonly type: string;
  readonly fields: ReadonlyMap<string, Value>;
  readonly methods: ReadonlyMap<string, Func>;
  /** What String() gives, for printing; undefined where the type has no such method. */
  readonly text: (() => GoString) | undefined;
  /** What GoString() gives, for %#v; undefined where the type has no such method. */
  readonly goText: (() => GoString) | undefined;
  /** All fields as fmt prints them, exported or not; undefined where they have no fixed text. */
  readonly printed: ReadonlyMap<string, Value> | undefined;
  /** The JavaScript value behind it, for the functions that take this type. */
  readonly inner: unknown;

  constructor(
    type: string,
    fields: ReadonlyMap<string, Value>,
    methods: ReadonlyMap<string, Func>,
    { text, goText, printed, inner }: Partial<Pick<Struct, "text" | "goText" | "printed" | "inner">>,
  ) {
    this.type = type;
    this.fields = fields;
    this.methods = methods;
    this.text = text;
    this.goText = goText;
    this.printed = printed;
    this.inner = inner;
  }
}

/** Type of a parameter, which decides what an argument may be and how a constant converts (Go: validateType). */
export type ParamType =
  | "interface {}"
  | "string"
  | "bool"
  | "int"
  | "int64"
  | "uint32"
  | "float64"
  | "[]interface {}"
  | "[]string"
  | "map[string]interface {}"
  | "map[string]string"
  | "time.Time"
  | "time.Duration"
  | "*time.Location"
  | "*semver.Version"
  | "sprig.HashAlgorithm"
  | "sprig.certificate";

/** What a function may use beside its arguments. */
export interface CallContext {
  /** Charges work before it is done; throws when the template's budget is used up. */
  readonly charge: (steps: number) => void;
  /** Charges bytes (or list items times 16) before they are allocated; throws when the budget is used up. */
  readonly allocate: (bytes: number) => void;
  /**
   * Random bytes for a function whose result changes with each render. Throws a NondeterministicError that names
   * the function unless a seed was given; with one, the same call in the same template gives the same bytes.
   */
  readonly random: (functionName: string, length: number) => Uint8Array;
  /** The time for functions that read the clock, in ms since 1970; throws like `random` unless a seed was given. */
  readonly now: (functionName: string) => number;
}

/** A function of a template's function table (Go: template.FuncMap). */
export class Func {
  readonly params: readonly ParamType[];
  /** The last parameter type stands for any number of arguments. */
  readonly variadic: boolean;
  /**
   * Gets arguments that fit `params`. An untyped nil fits "interface {}", lists, maps and pointers (null for all of
   * them but lists, which get a List without items). Throws FuncError for what is an error or a panic in Go.
   */
  readonly call: (args: readonly Value[], context: CallContext) => Value;

  constructor(
    params: readonly ParamType[],
    variadic: boolean,
    call: (args: readonly Value[], context: CallContext) => Value,
  ) {
    this.params = params;
    this.variadic = variadic;
    this.call = call;
  }
}

/** Name to function. */
export type FuncMap = ReadonlyMap<string, Func>;

/**
 * A function's failure. `message` says what it wanted and never holds an argument's value: arguments may be
 * secrets, and Go's own texts quote them.
 */
export class FuncError extends Error {
  override readonly name = "FuncError";
}

/** A FuncError that says which bound would have been passed, rather than what was wrong with the call. */
export class LimitError extends FuncError {}

/** A FuncError of a function whose result would be another in each render. */
export class NondeterministicError extends FuncError {}
