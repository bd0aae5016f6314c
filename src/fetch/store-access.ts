import type { Trust } from "../eso/trust.ts";
import type { Deadline } from "../ground/deadline.ts";

/** Mounted files of --credentials. A path is a list of names below it, none of them empty, `.`, `..` or with a slash. */
export interface CredentialFiles {
  /** As it was given, for messages. */
  readonly directory: string;
  /** Content of a file; undefined where there is none. Throws ProblemError where it cannot be read. */
  read(path: readonly string[]): Uint8Array | undefined;
  /** Names of the files in a directory, sorted; none where there is no such directory. */
  list(path: readonly string[]): readonly string[];
}

/** What a run may use to reach stores, as its host decides. */
export interface StoreAccess extends Deadline {
  readonly trust: Trust;
  /** The process's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly credentialFiles: CredentialFiles | undefined;
  /** Whether AWS may be asked in batches; `auto` where it is absent. */
  readonly awsBatch?: "auto" | "off" | undefined;
}
