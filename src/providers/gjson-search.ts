import type { GoString } from "../go/bytes.ts";
import type { Evaluation } from "./gjson-evaluation.ts";
import type { ArrayStep, ObjectStep, Rest } from "./gjson-path.ts";
import { parseArrayStep, parseObjectStep } from "./gjson-path.ts";
import { splitAtPipe } from "./gjson-pipe.ts";
import { matchesQuery } from "./gjson-query.ts";
import type { Query } from "./gjson-query-path.ts";
import type { Token } from "./gjson-scan.ts";
import { endOfString, isValueStart, nextValue, nextValueStart, tokenAt, valueOfToken } from "./gjson-scan.ts";
import { unescape } from "./gjson-string.ts";
import { GjsonValue, NOTHING } from "./gjson-value.ts";
import { matchesPattern } from "./gjson-wildcard.ts";

/** What a path led to, and the path that is to be followed from there. */
export interface Found {
  readonly value: GjsonValue;
  readonly pipe: GoString | undefined;
}

/** Follows a path without prefix into the first object or list of a text (gjson's Get, its last part). */
export function search(json: GoString, path: GoString, evaluation: Evaluation): Found {
  const walk = new Search(json, evaluation);
  if (path.startsWith("..")) walk.searchLines(path.slice(2));
  else walk.searchFirst(path);
  return walk;
}

/**
 * One walk over a text. Values are tried in the order in which they stand: where the rest of the path leads nowhere
 * in one, the next of the same name is tried. What a try left behind stays.
 */
class Search implements Found {
  value = NOTHING;
  pipe: GoString | undefined;
  readonly #json: GoString;
  readonly #evaluation: Evaluation;
  #at = 0;

  constructor(json: GoString, evaluation: Evaluation) {
    this.#json = json;
    this.#evaluation = evaluation;
  }

  /** The text is taken for the items of a list: JSON Lines. */
  searchLines(path: GoString): void {
    this.#searchArray(path);
  }

  searchFirst(path: GoString): void {
    while (this.#at < this.#json.length) {
      const char = this.#json[this.#at++];
      if (char === "{") {
        this.#searchObject(path);
        return;
      }
      if (char === "[") {
        this.#searchArray(path);
        return;
      }
    }
  }

  /** Searches the members from the position on; true when the search is over. */
  #searchObject(path: GoString): boolean {
    this.#evaluation.spend(path.length);
    const step = parseObjectStep(path);
    this.#pipeTo(step.rest);
    while (this.#at < this.#json.length) {
      const name = this.#nextName();
      if (name === undefined) return false;
      const start = nextValueStart(this.#json, this.#at);
      this.#at = start;
      if (start < this.#json.length && this.#searchMember(this.#isNamed(name, step), start, step))
        return true;
    }
    return false;
  }

  #searchMember(named: boolean, start: number, { rest }: ObjectStep): boolean {
    if (named && rest.kind === "path" && this.#opensGroup(start)) return this.#searchInside(start, rest.path);
    const token = this.#take(start);
    if (token === undefined || !named || rest.kind === "path") return false;
    this.#find(token);
    return true;
  }

  /** The next member's name; undefined at the object's end, or where a name does not end. */
  #nextName(): GoString | undefined {
    while (this.#at < this.#json.length) {
      const start = this.#at++;
      if (this.#json[start] === "}") return undefined;
      if (this.#json[start] !== '"') continue;
      const end = endOfString(this.#json, start);
      this.#at = end ?? this.#json.length;
      return end === undefined ? undefined : unescape(this.#json.slice(start + 1, end - 1));
    }
    return undefined;
  }

  #isNamed(name: GoString, step: ObjectStep): boolean {
    return step.wild ? matchesPattern(name, step.name, this.#evaluation) : name === step.name;
  }

  /** Searches the items from the position on; true when the search is over. */
  #searchArray(path: GoString): boolean {
    this.#evaluation.spend(path.length);
    const step = parseArrayStep(path);
    this.#pipeTo(step.rest);
    const items = new ItemLog(step);
    while (this.#at <= this.#json.length) {
      items.begin(this.#at);
      const start = this.#nextItemStart();
      if (start >= this.#json.length || this.#json[start] === "]") {
        this.#at = start + 1;
        return this.#endArray(step, items);
      }
      const outcome = this.#searchItem(start, step, items);
      if (outcome !== "next") return outcome === "found";
    }
    return false;
  }

  #nextItemStart(): number {
    let start = this.#at;
    while (
      start < this.#json.length &&
      this.#json[start] !== "]" &&
      !isValueStart(this.#json.charCodeAt(start))
    ) {
      start++;
    }
    return start;
  }

  #searchItem(start: number, step: ArrayStep, items: ItemLog): "found" | "next" | "broken" {
    const wanted = step.index === items.count - 1;
    if (wanted && step.rest.kind === "path" && this.#opensGroup(start)) {
      return this.#searchInside(start, step.rest.path) ? "found" : "next";
    }
    const token = this.#take(start);
    if (token === undefined) return "broken";
    if (step.query !== undefined) {
      return this.#query(step.query, step.rest, valueOfToken(this.#json, token), items) ? "found" : "next";
    }
    if (!wanted || step.rest.kind === "path") return "next";
    this.#find(token);
    return "found";
  }

  /** Tests one item. The first that passes ends the search, unless all are wanted. */
  #query(query: Query, rest: Rest, item: GjsonValue, items: ItemLog): boolean {
    if (item.kind !== "json" && query.path !== "") return false;
    const tested = item.kind === "json" ? this.#evaluation.get(item.raw, query.path) : item;
    if (!matchesQuery(query, tested, this.#evaluation)) return false;
    const selected = rest.kind === "path" ? this.#evaluation.get(item.raw, this.#cutPipe(rest.path)) : item;
    if (query.all) items.collect(selected);
    else this.value = selected;
    return !query.all;
  }

  #endArray(step: ArrayStep, items: ItemLog): boolean {
    if (step.count) {
      this.value = step.each === undefined ? countOf(items.count - 1) : this.#mapped(step.each, items);
      return true;
    }
    if (step.query?.all === true && !this.value.exists) this.value = listOf(items.collected);
    return false;
  }

  /** What a path leads to in each item, where it leads anywhere. */
  #mapped(path: GoString, items: ItemLog): GjsonValue {
    const each = this.#cutPipe(path);
    const found = items.starts.flatMap((itemAt) => {
      const start = skipSpace(this.#json, itemAt);
      const item = this.#json[start] === "]" ? undefined : nextValue(this.#json, start);
      if (item === undefined) return [];
      const value = this.#evaluation.get(item.value.raw, each);
      return value.exists ? [rawOf(value)] : [];
    });
    return listOf(found);
  }

  /** A pipe inside a path that is followed in many items works on their list. */
  #cutPipe(path: GoString): GoString {
    const cut = splitAtPipe(path);
    if (cut === undefined) return path;
    this.pipe = cut[1];
    return cut[0];
  }

  #pipeTo(rest: Rest): void {
    if (rest.kind === "pipe") this.pipe = rest.path;
  }

  #opensGroup(start: number): boolean {
    return this.#json[start] === "{" || this.#json[start] === "[";
  }

  #searchInside(start: number, path: GoString): boolean {
    this.#at = start + 1;
    return this.#evaluation.nested(() =>
      this.#json[start] === "{" ? this.#searchObject(path) : this.#searchArray(path),
    );
  }

  /** Moves past the value that begins at `start`; past everything where it does not end. */
  #take(start: number): Token | undefined {
    const token = tokenAt(this.#json, start);
    this.#at = token?.end ?? this.#json.length;
    return token;
  }

  /** Null takes over the type of what an earlier try left behind, as in gjson. */
  #find(token: Token): void {
    const value = valueOfToken(this.#json, token);
    const { kind, string, number } = this.value;
    this.value = value.kind === "null" ? new GjsonValue(kind, value.raw, string, number) : value;
  }
}

/** What is remembered about the items of a list while they are walked over. */
class ItemLog {
  /** How many items were begun. */
  count = 0;
  /** Where each began, for a path that is followed in every item. */
  readonly starts: number[] = [];
  /** What passed a query that wants all. */
  readonly collected: GoString[] = [];
  readonly #keepsStarts: boolean;

  constructor(step: ArrayStep) {
    this.#keepsStarts = step.each !== undefined;
  }

  begin(at: number): void {
    this.count++;
    if (this.#keepsStarts) this.starts.push(at);
  }

  collect(value: GjsonValue): void {
    const raw = rawOf(value);
    if (raw !== "") this.collected.push(raw);
  }
}

function rawOf(value: GjsonValue): GoString {
  return value.raw === "" ? value.text() : value.raw;
}

function listOf(items: readonly GoString[]): GjsonValue {
  return new GjsonValue("json", `[${items.join(",")}]`);
}

function countOf(count: number): GjsonValue {
  return new GjsonValue("number", String(count), "", count);
}

function skipSpace(json: GoString, at: number): number {
  let start = at;
  while (" \t\r\n".includes(json[start] ?? "]")) start++;
  return start;
}
