import type { Note } from "../../eso/read-request.ts";

/** How many secrets one BatchGetSecretValue may name. */
export const SECRETS_IN_BATCH = 20;

/** How many parameters one GetParameters may name. */
export const PARAMETERS_IN_BATCH = 10;

/** `auto`: batches where two or more are asked for, until one is denied. `off`: never. */
export type BatchMode = "auto" | "off";

/** Splits a list into parts of at most `size`. */
export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Whether batches are to be used, as one client learns it. */
export class Batching {
  readonly #mode: BatchMode;
  readonly #operation: string;
  readonly #permission: string;
  #isDenied = false;

  /** `permission` is the IAM action that `operation` needs. */
  constructor(mode: BatchMode, operation: string, permission: string) {
    this.#mode = mode;
    this.#operation = operation;
    this.#permission = permission;
  }

  /** A batch of one is no batch: it would need one permission more for nothing. */
  isFor(count: number): boolean {
    return this.#mode === "auto" && !this.#isDenied && count > 1;
  }

  denied(): void {
    this.#isDenied = true;
  }

  /** What the caller should know of it. */
  get notes(): readonly Note[] {
    if (!this.#isDenied) return [];
    return [
      {
        severity: "info",
        code: "BATCH_DENIED",
        message: `Batches are not allowed here (${this.#operation}), so each secret was read with a request of its own`,
        hint: `Allow ${this.#permission}, or pass --aws-batch off to stop asking`,
      },
    ];
  }
}
