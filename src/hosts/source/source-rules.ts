import { readdirSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";

import { RenderError } from "../../ground/diagnostic.ts";
import { visible } from "../../ground/visible.ts";
import { isInside } from "./inside.ts";
import type { KustomizationTree } from "./kustomization-tree.ts";

/** Throws RenderError for what kustomize must not do, and for what it would leave undone without a word. */
export function checkKustomization(tree: KustomizationTree, name: string, isTenants: boolean): void {
  const [plugin] = tree.plugins;
  if (tree.hasOwnFunction && plugin !== undefined) {
    throw refused(
      `Cannot render kustomization "${name}": it lists function or plugin "${plugin}" beside presecret's own`,
      "Run kustomize build --enable-alpha-plugins --enable-exec yourself, which runs both",
    );
  }
  if (!isTenants) return;
  const [remote] = tree.remote;
  if (remote !== undefined) {
    throw refused(
      `Cannot render kustomization "${name}": it asks for "${remote}", which is not in the repository`,
      "Copy what is remote into the repository: under Argo CD nothing is fetched but secrets",
    );
  }
  const [unread] = tree.unread;
  if (unread !== undefined) {
    throw refused(
      `Cannot render kustomization "${name}": "${basename(unread)}" in it cannot be read, so it is not known what it would do`,
      "Correct the file; a list or an empty document is no kustomization",
    );
  }
  if (plugin !== undefined || tree.hasCharts) {
    throw refused(
      `Cannot render kustomization "${name}": it ${plugin === undefined ? "inflates charts" : `lists function or plugin "${plugin}"`}`,
      "Under Argo CD kustomize runs no functions, plugins or charts: commit what they give",
    );
  }
  const [misspelt] = tree.misspelt;
  if (misspelt !== undefined) {
    throw refused(
      `Cannot render kustomization "${name}": it has a field "${visible(misspelt)}", which is not one of kustomize's`,
      "Spell the field as kustomize does: it takes other cases for its own, so that it is not known what it would do",
    );
  }
}

/** Helm reads through symbolic links, so a chart of somebody else's may have none that lead out of it. */
export function checkChart(directory: string, name: string): void {
  const root = realpathSync(directory);
  const links = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isSymbolicLink(),
  );
  const outside = links
    .map((entry) => join(entry.parentPath, entry.name))
    .find((link) => !isInside(link, root));
  if (outside === undefined) return;
  throw refused(
    `Cannot render chart "${name}": "${outside.slice(directory.length + 1)}" is a link that leads out of it`,
    "Replace the link by the file",
  );
}

function refused(message: string, hint: string): RenderError {
  return new RenderError({ code: "SOURCE_REFUSED", severity: "error", message, hint });
}
