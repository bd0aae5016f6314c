import type { GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import type { LayoutField } from "./time-layout.ts";
import { MONTHS, WEEKDAYS } from "./time-names.ts";

/** Reads a time field by field (Go: the loop of time.parse). Its methods throw a FuncError where the text does not fit. */
export class TimeReader {
  /** What is not read yet. */
  rest: GoString;
  year = 0;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour = 0;
  minute = 0;
  second = 0;
  nanosecond = 0;
  readonly halves = new Set<"am" | "pm">();
  /** The text says that it is in UTC, by `Z` or `UTC`. */
  isUtc = false;
  /** Seconds east of UTC. */
  offset: number | undefined;
  /** An abbreviation other than UTC. */
  zoneName = "";

  constructor(text: GoString) {
    this.rest = text;
  }

  /** Text between fields; a run of spaces in the layout fits any, even none at the end. */
  readText(text: string): void {
    let at = 0;
    while (at < text.length) {
      const char = text.charAt(at);
      if (char === " ") {
        if (this.rest !== "" && !this.rest.startsWith(" ")) throw mismatch();
        this.rest = this.rest.replace(/^ +/, "");
        while (text.charAt(at) === " ") at++;
      } else {
        if (this.#take(1) !== char) throw mismatch();
        at++;
      }
    }
  }

  /** One field of the layout. */
  readField(field: LayoutField): void {
    this.#readers[field]();
  }

  /** A fraction of a second of exactly so many characters, its dot included. */
  readFraction(length: number): void {
    this.#setFraction(this.#take(length).slice(0, 10));
  }

  /** A fraction of a second of as many digits as there are, or none. */
  readOpenFraction(): void {
    const fraction = /^[.,]\d+/.exec(this.rest)?.[0];
    if (fraction === undefined) return;
    this.rest = this.rest.slice(fraction.length);
    this.#setFraction(fraction.slice(0, 10));
  }

  #setFraction(fraction: string): void {
    if (!/^[.,][+-]?\d+$/.test(fraction)) throw mismatch();
    if (fraction.startsWith("-", 1)) throw outOfRange("fraction of a second");
    this.nanosecond = Number(fraction.slice(1)) * 10 ** (10 - fraction.length);
  }

  readonly #readers: Readonly<Record<LayoutField, () => void>> = {
    "2006": () => (this.year = this.#number(/^\d{4}/, "year", 0, 9999)),
    "06": () => (this.year = centuryOf(this.#number(/^(?:\d\d|[+-]\d)/, "year", -9, 99))),
    January: () => (this.month = this.#name(MONTHS) + 1),
    Jan: () => (this.month = this.#name(SHORT_MONTHS) + 1),
    "01": () => (this.month = this.#number(TWO_DIGITS, "month", 1, 12)),
    "1": () => (this.month = this.#number(ONE_OR_TWO, "month", 1, 12)),
    Monday: () => this.#name(WEEKDAYS),
    Mon: () => this.#name(SHORT_WEEKDAYS),
    "02": () => (this.day = this.#number(TWO_DIGITS, "day", 0, 99)),
    _2: () => (this.day = this.#number(/^ ?\d{1,2}/, "day", 0, 99)),
    "2": () => (this.day = this.#number(ONE_OR_TWO, "day", 0, 99)),
    "002": () => (this.yearDay = this.#number(/^\d{3}/, "day of the year", 0, 999)),
    __2: () => (this.yearDay = this.#number(/^ {0,2}\d{1,3}/, "day of the year", 0, 999)),
    "15": () => (this.hour = this.#number(ONE_OR_TWO, "hour", 0, 23)),
    "03": () => (this.hour = this.#number(TWO_DIGITS, "hour", 0, 12)),
    "3": () => (this.hour = this.#number(ONE_OR_TWO, "hour", 0, 12)),
    "04": () => (this.minute = this.#number(TWO_DIGITS, "minute", 0, 59)),
    "4": () => (this.minute = this.#number(ONE_OR_TWO, "minute", 0, 59)),
    "05": () => (this.second = this.#number(TWO_DIGITS, "second", 0, 59)),
    "5": () => (this.second = this.#number(ONE_OR_TWO, "second", 0, 59)),
    PM: () => this.#half("PM", "AM"),
    pm: () => this.#half("pm", "am"),
    MST: () => this.#readAbbreviation(),
    "-07": () => this.#readOffset("-07"),
    "-0700": () => this.#readOffset("-0700"),
    "-07:00": () => this.#readOffset("-07:00"),
    "-070000": () => this.#readOffset("-070000"),
    "-07:00:00": () => this.#readOffset("-07:00:00"),
    Z07: () => this.#readOffset("Z07"),
    Z0700: () => this.#readOffset("Z0700"),
    "Z07:00": () => this.#readOffset("Z07:00"),
    Z070000: () => this.#readOffset("Z070000"),
    "Z07:00:00": () => this.#readOffset("Z07:00:00"),
  };

  #half(after: string, before: string): void {
    const taken = this.#take(2);
    if (taken !== after && taken !== before) throw mismatch();
    this.halves.add(taken === after ? "pm" : "am");
  }

  #readAbbreviation(): void {
    if (this.rest.startsWith("UTC")) {
      this.#take(3);
      this.isUtc = true;
    } else this.zoneName = this.#take(abbreviationLength(this.rest));
  }

  #readOffset(form: LayoutField): void {
    if (form.startsWith("Z") && this.rest.startsWith("Z")) {
      this.#take(1);
      this.isUtc = true;
      return;
    }
    const digits = OFFSET_DIGITS[form.slice(1)]?.exec(this.#take(form.length))?.slice(1) ?? [];
    const [sign, hours, minutes, seconds] = digits;
    if (sign === undefined) throw mismatch();
    this.offset = Number(`${sign}1`) * secondsOf(Number(hours), Number(minutes ?? 0), Number(seconds ?? 0));
  }

  #number(pattern: RegExp, name: string, least: number, most: number): number {
    const text = pattern.exec(this.rest)?.[0];
    if (text === undefined) throw mismatch();
    this.rest = this.rest.slice(text.length);
    const number = Number(text);
    if (number < least || number > most) throw outOfRange(name);
    return number;
  }

  /** The index of the name that comes next, in letters of either case. */
  #name(names: readonly string[]): number {
    const index = names.findIndex(
      (name) => this.rest.slice(0, name.length).toLowerCase() === name.toLowerCase(),
    );
    if (index < 0) throw mismatch();
    this.#take(names[index]?.length ?? 0);
    return index;
  }

  #take(length: number): string {
    if (length === 0 || this.rest.length < length) throw mismatch();
    const taken = this.rest.slice(0, length);
    this.rest = this.rest.slice(length);
    return taken;
  }
}

const TWO_DIGITS = /^\d\d/;
const ONE_OR_TWO = /^\d{1,2}/;
const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3));
const SHORT_WEEKDAYS = WEEKDAYS.map((name) => name.slice(0, 3));

/** The digits of an offset by the form that the layout has for it, without its first character. */
const OFFSET_DIGITS: Readonly<Record<string, RegExp>> = {
  "07": /^([+-])(\d\d)$/,
  "0700": /^([+-])(\d\d)(\d\d)$/,
  "07:00": /^([+-])(\d\d):(\d\d)$/,
  "070000": /^([+-])(\d\d)(\d\d)(\d\d)$/,
  "07:00:00": /^([+-])(\d\d):(\d\d):(\d\d)$/,
};

/** The bounds are those of Go, which lets 24 hours and 60 minutes pass. */
function secondsOf(hours: number, minutes: number, seconds: number): number {
  if (hours > 24 || minutes > 60 || seconds > 60) throw outOfRange("zone");
  return hours * 3600 + minutes * 60 + seconds;
}

/** Two digits from 69 on are of the last century. */
function centuryOf(year: number): number {
  return year + (year >= 69 ? 1900 : 2000);
}

/** How much of the text looks like an abbreviation of a zone (Go: time.parseTimeZone); 0 for none. */
function abbreviationLength(text: string): number {
  if (/^(?:ChST|MeST)/.test(text)) return 4;
  if (text.startsWith("GMT")) return 3 + signedHoursLength(text.slice(3));
  if (/^[+-]/.test(text)) return text.length < 3 ? 0 : signedHoursLength(text);
  const capitals = /^[A-Z]{0,6}/.exec(text)?.[0] ?? "";
  const isName = capitals.length === 3 || /^(?:[A-Z]{3,4}T|WITA)$/.test(capitals);
  return isName ? capitals.length : 0;
}

/** Up to 23 hours with a sign. */
function signedHoursLength(text: string): number {
  const hours = /^[+-](\d+)/.exec(text);
  return hours !== null && Number(hours[1]) <= 23 ? hours[0].length : 0;
}

function mismatch(): FuncError {
  return new FuncError("the time does not have the form of its layout");
}

function outOfRange(name: string): FuncError {
  return new FuncError(`the ${name} of the time is out of range`);
}
