import type { Code } from "./codes.ts";
import type { FieldPath } from "./field-path.ts";
import { printFieldPath } from "./field-path.ts";

export type Severity = "error" | "warning" | "info";

/** An object as KRM results name it. */
export interface ResourceRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Where a problem is: the KRM Result's `resourceRef`, `field` and `file`, with a line. */
export interface Where {
  readonly resourceRef?: ResourceRef;
  readonly field?: { readonly path: string };
  readonly file?: { readonly path: string; readonly index?: number; readonly line?: number };
}

/** What is wrong, without where. `message` names keys, stores and paths, never a value. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
}

/** One finding: a KRM Result with a permanent code and a hint. */
export interface Diagnostic extends Problem, Where {
  readonly severity: Severity;
  /** What kustomize or helm said when it failed: the only foreign text that is ever shown. */
  readonly said?: { readonly by: string; readonly lines: readonly string[] };
}

/** Something that stands in a file and can say where each of its fields is. */
export interface Located {
  at(path: FieldPath): Where;
}

/** An error found in `object` at `path`. */
export function errorAt(object: Located, path: FieldPath, problem: Problem): Diagnostic {
  return { severity: "error", ...problem, ...object.at(path) };
}

/** A warning about `object` at `path`. */
export function warningAt(object: Located, path: FieldPath, problem: Problem): Diagnostic {
  return { severity: "warning", ...problem, ...object.at(path) };
}

/** A note about `object` at `path`. */
export function infoAt(object: Located, path: FieldPath, problem: Problem): Diagnostic {
  return { severity: "info", ...problem, ...object.at(path) };
}

/** A problem that stops the work at once. It carries no foreign cause: the text of others may hold a secret. */
export class RenderError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = "RenderError";
    this.diagnostic = diagnostic;
  }
}

/** What a RenderError says, as a list to go on with; any other error is a bug, and thrown again. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof RenderError) return [error.diagnostic];
  throw error;
}

/** Whether one of them is an error, which stops what they are about. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** All findings in one total order: file, document, line, field, code, message. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(compareDiagnostics);
}

const ORDER: readonly ((a: Diagnostic, b: Diagnostic) => number)[] = [
  (a, b) => compareText(a.file?.path, b.file?.path),
  (a, b) => (a.file?.index ?? 0) - (b.file?.index ?? 0),
  (a, b) => (a.file?.line ?? 0) - (b.file?.line ?? 0),
  (a, b) => compareText(a.field?.path, b.field?.path),
  (a, b) => compareText(a.code, b.code),
  (a, b) => compareText(a.message, b.message),
];

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  for (const compare of ORDER) {
    const order = compare(a, b);
    if (order !== 0) return order;
  }
  return 0;
}

function compareText(a = "", b = ""): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** `ExternalSecret default/db`, or `ClusterSecretStore aws` for an object without a namespace. */
export function printResourceRef({ kind, namespace, name }: ResourceRef): string {
  if (name === "") return `${kind} without a name`;
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** A `Where` for an object whose file is known as a whole only. */
export function whereOf(ref: ResourceRef, path: FieldPath): Where {
  return path.length === 0
    ? { resourceRef: ref }
    : { resourceRef: ref, field: { path: printFieldPath(path) } };
}
