/** What kustomize and helm may know of the environment: where programs, caches and certificates are. */
const PASSED = [
  "PATH",
  "HOME",
  "TMPDIR",
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  "HELM_CACHE_HOME",
  "HELM_CONFIG_HOME",
  "HELM_DATA_HOME",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/** The environment of a renderer that the caller runs on a source of their own: no credential is in it. */
export function callerRendererEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const passed = PASSED.flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined || value === "" ? [] : [[name, value]];
  });
  return { LANG: "C.UTF-8", ...Object.fromEntries(passed) };
}
