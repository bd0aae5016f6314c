import { mkdirSync, rmSync } from "node:fs";
import { platform } from "node:os";
import { dirname, join, resolve } from "node:path";

import type { Diagnostic } from "../../ground/diagnostic.ts";
import type { Io } from "../io.ts";
import { OutputError } from "../io.ts";
import { writeFileAtomically } from "../output.ts";
import { printDiagnostics } from "../report/text.ts";

/**
 * The file that holds the last failure of a post-renderer: what PRESECRET_LOG_FILE names, or one in Helm's cache
 * where presecret runs as a plugin of Helm 4, which shows nothing of a plugin's standard error. Helm 3 shows it.
 */
export function failureReportPath({ env, cwd }: Io): string | undefined {
  const { PRESECRET_LOG_FILE: chosen, HELM_PLUGIN_NAME: plugin } = env;
  if (isSet(chosen)) return resolve(cwd, chosen);
  const cache = isSet(plugin) ? helmCache(env) : undefined;
  return cache === undefined ? undefined : join(cache, "presecret", "last-failure.txt");
}

/** The folder that `helm env HELM_CACHE_HOME` prints (Helm: pkg/helmpath). */
function helmCache({ HELM_CACHE_HOME: own, XDG_CACHE_HOME: xdg, HOME: home }: Io["env"]): string | undefined {
  if (isSet(own)) return own;
  if (isSet(xdg)) return join(xdg, "helm");
  if (!isSet(home)) return undefined;
  return platform() === "darwin" ? join(home, "Library", "Caches", "helm") : join(home, ".cache", "helm");
}

/** Writes the errors into the file, or takes the file away where there are none. It is a help, and never a failure. */
export function writeFailureReport(path: string, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  try {
    if (errors.length === 0) {
      rmSync(path, { force: true });
      return;
    }
    mkdirSync(dirname(path), { recursive: true });
    const text = printDiagnostics(errors, { color: false, quiet: true });
    writeFileAtomically(path, [new TextEncoder().encode(text)]);
  } catch (error) {
    if (!(error instanceof OutputError) && !(error instanceof Error && "code" in error)) throw error;
  }
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
