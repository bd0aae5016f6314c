import type { Diagnostic } from "../../ground/diagnostic.ts";
import { printResourceRef } from "../../ground/diagnostic.ts";
import type { Tree } from "./tree.ts";
import { leaf } from "./tree.ts";

/** Problems that find their places in a tree; each is shown once. */
export class PlacedProblems {
  readonly #left: Set<Diagnostic>;

  constructor(diagnostics: readonly Diagnostic[]) {
    this.#left = new Set(diagnostics);
  }

  /** Takes the problems of a field and of all fields inside it, by its printed path. */
  take(field: string | undefined): Tree[] {
    if (field === undefined) return [];
    return this.takeWhere((problem) => isInside(problem.field?.path, field));
  }

  takeWhere(isMeant: (problem: Diagnostic) => boolean): Tree[] {
    const taken = [...this.#left].filter(isMeant);
    for (const problem of taken) this.#left.delete(problem);
    return taken.map((problem) => problemTree(problem));
  }

  /** Takes what is left, each with its place. */
  takeRest(): Tree[] {
    const rest = [...this.#left];
    this.#left.clear();
    return rest.map((problem) => problemTree(problem, placeOf(problem)));
  }
}

function isInside(path: string | undefined, field: string): boolean {
  if (path === undefined || !path.startsWith(field)) return false;
  return ["", ".", "["].includes(path.charAt(field.length));
}

function problemTree({ severity, message, hint, code }: Diagnostic, place = ""): Tree {
  const text = `${severity}: ${place}${message} [${code}]`;
  return { text, children: hint === undefined ? [] : [leaf(`hint: ${hint}`)] };
}

function placeOf({ resourceRef, field }: Diagnostic): string {
  const parts = [resourceRef === undefined ? "" : printResourceRef(resourceRef), field?.path ?? ""];
  return parts
    .filter((part) => part !== "")
    .map((part) => `${part}: `)
    .join("");
}
