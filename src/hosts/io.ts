/** One of the process's output streams. */
export interface Output {
  readonly isTerminal: boolean;
  /** Writes all of it before it returns. Throws OutputError where that fails. */
  write(...chunks: readonly Uint8Array[]): void;
}

/** All that a host may know of the process; tests bring their own. */
export interface Io {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since any moment; never goes back. */
  now(): number;
  readonly stdin: {
    readonly isTerminal: boolean;
    /** All of standard input; throws InputTooLarge where it passes `limit` bytes, InputUnreadable where it fails. */
    read(limit: number): Promise<Uint8Array>;
  };
  readonly stdout: Output;
  readonly stderr: Output;
}

/** The reader of an output went away, or its disk is full. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** Standard input is nothing that can be read, such as a directory. */
export class InputUnreadable extends Error {
  override readonly name = "InputUnreadable";
}

/** More input than is allowed. */
export class InputTooLarge extends Error {
  override readonly name = "InputTooLarge";
}

/** Writes a text as UTF-8. */
export function writeText(output: Output, text: string): void {
  if (text !== "") output.write(new TextEncoder().encode(text));
}
