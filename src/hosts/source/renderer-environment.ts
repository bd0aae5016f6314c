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
/** Nothing listens here: what honours a proxy reaches no host through it. */
const NO_PROXY_THERE = "http://127.0.0.1:1";

/**
 * The environment of a renderer on a source that somebody else wrote: no home, so no plugins, no repositories and no
 * credentials of Git; and no way to other hosts for what kustomize would fetch by HTTP or Git.
 */
export function tenantRendererEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return {
    PATH: env["PATH"] ?? "",
    LANG: "C.UTF-8",
    HOME: "/nonexistent",
    HELM_CACHE_HOME: "/nonexistent/cache",
    HELM_CONFIG_HOME: "/nonexistent/config",
    HELM_DATA_HOME: "/nonexistent/data",
    HELM_PLUGINS: "/nonexistent/plugins",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_CONFIG_NOSYSTEM: "1",
    HTTP_PROXY: NO_PROXY_THERE,
    HTTPS_PROXY: NO_PROXY_THERE,
    ...(env["TMPDIR"] === undefined ? {} : { TMPDIR: env["TMPDIR"] }),
  };
}
