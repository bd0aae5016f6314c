const KiB = 1024;
const MiB = 1024 * KiB;

/** The bounds of one template, in bytes where not said otherwise. Go itself has only the depth, at 100,000. */
export interface TemplateLimits {
  /** Its source. */
  readonly source: number;
  /** Blocks and parentheses inside one another, counted, in the source. */
  readonly nesting: number;
  /** Actions, commands, iterations and the like that are executed, counted. */
  readonly steps: number;
  /** Templates that call one another, counted; with the blocks in them, three times as many. */
  readonly depth: number;
  /** What it writes. */
  readonly output: number;
  /** All strings and lists that its functions make, an item of a list as 16 bytes. */
  readonly allocation: number;
}

/** The bounds where none are given. */
export const TEMPLATE_LIMITS: TemplateLimits = {
  source: 256 * KiB,
  nesting: 100,
  steps: 1_000_000,
  depth: 1024,
  output: MiB,
  allocation: 64 * MiB,
};

/** The bounds of several templates together. */
export interface RunLimits {
  /** Steps of all templates, counted: a million are at most some seconds of work, and mostly a tenth of one. */
  readonly steps: number;
  /** What all templates write. */
  readonly output: number;
}

/** The bounds of all templates of one Secret, whose data may have 1 MiB. */
export const SECRET_LIMITS: RunLimits = { steps: 2_000_000, output: 4 * MiB };

/** The bounds of all templates of a run. */
export const RUN_LIMITS: RunLimits = { steps: 10_000_000, output: 64 * MiB };
