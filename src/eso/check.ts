import type { Problem } from "../ground/diagnostic.ts";
import type { Field, ListField, MapField, ObjectField } from "./field.ts";
import { choiceProblems, countProblem } from "./check-members.ts";
import type { ScalarField } from "./check-scalar.ts";
import { scalarProblem } from "./check-scalar.ts";
import {
  invalidValue,
  isAccepted,
  missing,
  reservedName,
  unknownField,
  wrongType,
} from "./field-problems.ts";
import type { Finding, Stage } from "./finding.ts";
import type { UncheckedObject } from "./unchecked-object.ts";
import { isList, isObject, member } from "./unchecked-object.ts";

/** All that is wrong with `value` as a `field`, whoever would find it. Values themselves are never told. */
export function findProblems(value: unknown, field: Field): Finding[] {
  const checker = new Checker();
  checker.check(value, field);
  return checker.findings;
}

class Checker {
  readonly findings: Finding[] = [];
  readonly #path: (string | number)[] = [];

  check(value: unknown, field: Field): void {
    switch (field.type) {
      case "object":
        this.#checkObject(value, field);
        return;
      case "map":
        this.#checkMap(value, field);
        return;
      case "list":
        this.#checkList(value, field);
        return;
      case "any":
        return;
      case "later":
        this.check(value, field.described());
        return;
      case "text":
      case "boolean":
      case "integer":
      case "integer or text":
        this.#checkScalar(value, field);
    }
  }

  #checkScalar(value: unknown, field: ScalarField): void {
    const found = scalarProblem(this.#path, value, field);
    if (found !== undefined) this.#add(found.stage, found.problem);
  }

  #checkObject(value: unknown, field: ObjectField): void {
    if (isObject(value)) {
      this.#checkNames(value, field);
      this.#checkRequired(value, field);
      this.#add("schema", countProblem(this.#path, value, field));
      for (const problem of choiceProblems(this.#path, value, field)) this.#add("rules", problem);
    } else if (field.untyped !== true) {
      this.#add("schema", wrongType(this.#path, value, field.type));
    }
  }

  #checkNames(value: UncheckedObject, field: ObjectField): void {
    for (const name of Object.keys(value)) {
      const known = Object.hasOwn(field.members, name) ? field.members[name] : undefined;
      if (known === undefined) {
        if (!isAccepted(name, field))
          this.#at(name, () => this.#add("names", unknownField(this.#path, field)));
      } else if (value[name] !== null) {
        this.#at(name, () => this.check(value[name], known));
      }
    }
  }

  #checkRequired(value: UncheckedObject, parent: ObjectField): void {
    for (const [name, field] of Object.entries(parent.members)) {
      if (field.required !== true || field.default !== undefined) continue;
      if (member(value, name) !== undefined) continue;
      this.#at(name, () => this.#add("schema", missing(this.#path, value, parent)));
    }
  }

  #checkMap(value: unknown, { values, reserved = [] }: MapField): void {
    if (!isObject(value)) {
      this.#add("schema", wrongType(this.#path, value, "object"));
      return;
    }
    for (const name of Object.keys(value)) {
      if (value[name] === null) continue;
      this.#at(name, () => this.check(value[name], values));
      if (reserved.includes(name))
        this.#at(name, () => this.#add("rules", reservedName(this.#path, reserved)));
    }
  }

  #checkList(value: unknown, { type, items, minItems = 0, untyped }: ListField): void {
    if (!isList(value)) {
      if (untyped !== true) this.#add("schema", wrongType(this.#path, value, type));
      return;
    }
    value.forEach((item, index) => {
      if (item === null && items.nullable === true) return;
      this.#at(index, () => this.check(item, items));
    });
    if (value.length < minItems) {
      this.#add("schema", invalidValue(this.#path, "an empty list", "one item is wanted"));
    }
  }

  #at(segment: string | number, look: () => void): void {
    this.#path.push(segment);
    look();
    this.#path.pop();
  }

  #add(stage: Stage, problem: Problem | undefined): void {
    if (problem !== undefined) this.findings.push({ stage, path: [...this.#path], problem });
  }
}
