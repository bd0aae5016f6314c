import { join } from "node:path";

import type { Arguments, Flag } from "../command.ts";
import { hasFlag, listFlag, stringFlag, UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { namespaceFlag } from "../namespace-flag.ts";
import type { SourceOptions } from "./render-source.ts";
import { callerRendererEnvironment } from "./renderer-environment.ts";

/** Flags of the commands that render kustomizations and charts for their caller. */
export const SOURCE_FLAGS: Readonly<Record<string, Flag>> = {
  "release-name": { type: "string", value: "NAME", help: "a chart's release name (default: release-name)" },
  values: { type: "string", multiple: true, value: "FILE", help: "a chart's values, like helm --values" },
  set: {
    type: "string",
    multiple: true,
    value: "PATH=VALUE",
    help: "one of a chart's values, like helm --set",
  },
  "kube-version": {
    type: "string",
    value: "VERSION",
    help: "Kubernetes version that a chart is rendered for",
  },
  "api-versions": { type: "string", multiple: true, value: "VERSION", help: "API that a chart may find" },
};

/** What the caller's flags say about kustomizations and charts; they are the caller's own. */
export function callerSources(io: Io, args: Arguments, signal?: AbortSignal): SourceOptions {
  return {
    helm: {
      releaseName: stringFlag(args, "release-name") ?? "release-name",
      namespace: namespaceFlag(args),
      kubeVersion: stringFlag(args, "kube-version"),
      apiVersions: listFlag(args, "api-versions"),
      valuesFiles: listFlag(args, "values").map((file) => (file.startsWith("/") ? file : join(io.cwd, file))),
      values: undefined,
      parameters: listFlag(args, "set").map(parameterOf),
    },
    chartFlags: Object.keys(SOURCE_FLAGS)
      .filter((flag) => stringFlag(args, flag) !== undefined || listFlag(args, flag).length > 0)
      .map((flag) => `--${flag}`),
    tenantRoot: undefined,
    env: callerRendererEnvironment(io.env),
    allowEmpty: hasFlag(args, "allow-empty"),
    signal,
  };
}

function parameterOf(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at <= 0) throw new UsageError(`Flag --set cannot be "${text}"`, "Write --set PATH=VALUE");
  return [text.slice(0, at), text.slice(at + 1)];
}
