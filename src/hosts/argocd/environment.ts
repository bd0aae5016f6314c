import { basename, dirname, normalize, sep } from "node:path";

import type { Problem } from "../../ground/diagnostic.ts";
import { RenderError } from "../../ground/diagnostic.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What Argo CD's repo-server says about the run: its `newEnv`. Nothing in it is a setting of presecret. */
export interface ArgocdEnvironment {
  /** The Application's name, without the namespace that Argo CD puts before it. */
  readonly application: string;
  /** The destination's namespace; undefined where the Application has none. */
  readonly namespace: string | undefined;
  readonly kubeVersion: string | undefined;
  readonly apiVersions: readonly string[];
  /** JSON of the Application's plugin parameters. */
  readonly parameters: string | undefined;
  /** The repository: the working directory without the source's path. */
  readonly root: string;
}

/** Revision of the files that `argocd app diff --local` uploads: nobody has reviewed them. */
const STREAMED = "streamed";

/** Variables of the sidecar that would print credentials, or open them to others. */
const UNSAFE = ["NODE_TLS_REJECT_UNAUTHORIZED", "NODE_DEBUG", "NODE_OPTIONS", "DEBUG", "AZURE_LOG_LEVEL"];

/**
 * Reads the environment that Argo CD gives a plugin. Throws RenderError where it is not Argo CD's, and for what is
 * never rendered: uploaded files, and manifests that Argo CD would write to Git.
 */
export function readArgocdEnvironment(
  env: Environment,
  cwd: string,
  options: { readonly allowHydration: boolean },
): ArgocdEnvironment {
  const unsafe = UNSAFE.find((name) => isSet(env[name]));
  if (unsafe !== undefined) throw refused(unsafeVariable(unsafe));
  const { ARGOCD_APP_NAME: name, ARGOCD_APP_REVISION: revision, KUBE_VERSION: kubeVersion } = env;
  if (!isSet(name)) throw refused(notArgocd("ARGOCD_APP_NAME"));
  if (!isSet(revision)) throw refused(notArgocd("ARGOCD_APP_REVISION"));
  if (revision.toLowerCase().startsWith(STREAMED)) throw refused(STREAMED_REVISION);
  if (!isSet(kubeVersion) && !options.allowHydration) throw refused(HYDRATION);
  const { ARGOCD_APP_NAMESPACE: namespace, ARGOCD_APP_PARAMETERS: parameters } = env;
  return {
    application: name.slice(name.indexOf("_") + 1),
    namespace: isSet(namespace) ? namespace : undefined,
    kubeVersion: isSet(kubeVersion) ? kubeVersion : undefined,
    apiVersions: (env["KUBE_API_VERSIONS"] ?? "").split(",").filter((version) => version !== ""),
    parameters,
    root: rootOf(cwd, env["ARGOCD_APP_SOURCE_PATH"] ?? ""),
  };
}

/** The environment without what the Application's author chooses: stores and credentials never see it. */
export function withoutTenantVariables(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:ARGOCD_ENV_|ARGOCD_APP_|PARAM_|KUBE_)/.test(name)),
  );
}

/** Takes the source's path off the end of the working directory; where it is not there, nothing is taken off. */
function rootOf(cwd: string, sourcePath: string): string {
  const segments = normalize(sourcePath)
    .split(sep)
    .filter((segment) => segment !== "" && segment !== ".");
  let root = cwd;
  for (const segment of segments.toReversed()) {
    if (basename(root) !== segment) return cwd;
    root = dirname(root);
  }
  return root;
}

const STREAMED_REVISION: Problem = {
  code: "REVISION_REFUSED",
  message:
    "Cannot render uploaded files: they are in no repository, and whoever may look at the Application can upload them",
  hint: "Run argocd app diff without --local, or presecret render on the files with your own credentials",
};

const HYDRATION: Problem = {
  code: "HYDRATION_REFUSED",
  message: "Cannot render for the source hydrator: it would write the Secrets to Git (KUBE_VERSION is empty)",
  hint: "Use this plugin in spec.source, not in spec.sourceHydrator; with a host that sets no KUBE_VERSION and writes to no repository, pass --allow-hydration",
};

function notArgocd(variable: string): Problem {
  return {
    code: "ENVIRONMENT_INVALID",
    message: `Cannot run as a plugin: ${variable} is not set, so this is not Argo CD's plugin server`,
    hint: "Use presecret render on the command line",
  };
}

function unsafeVariable(name: string): Problem {
  return {
    code: "ENVIRONMENT_INVALID",
    message: `Cannot run with ${name} set: it changes how connections are made or what is printed about them`,
    hint: `Take ${name} out of the sidecar's environment; flags of Node belong into the command of plugin.yaml`,
  };
}

function refused(problem: Problem): RenderError {
  return new RenderError({ severity: "error", ...problem });
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
