import { visible } from "../../ground/visible.ts";

/** A line, and what belongs to it. */
export interface Tree {
  readonly text: string;
  readonly children: readonly Tree[];
}

/** A line with nothing below it. */
export function leaf(text: string): Tree {
  return { text, children: [] };
}

const MOST_CHARACTERS = 1024;

/** A tree as lines of text, each ended, with the lines that join it drawn. */
export function printTree({ text, children }: Tree): string {
  return [visible(text, MOST_CHARACTERS), ...branches(children)].map((line) => `${line}\n`).join("");
}

function branches(children: readonly Tree[]): string[] {
  return children.flatMap(({ text, children: below }, index) => {
    const isLast = index === children.length - 1;
    return [
      `${isLast ? "└─ " : "├─ "}${visible(text, MOST_CHARACTERS)}`,
      ...branches(below).map((line) => `${isLast ? "   " : "│  "}${line}`),
    ];
  });
}
