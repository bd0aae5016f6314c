/** Whom a run trusts. Hosts decide it from their own flags; no manifest has a say in it. */
export interface Trust {
  /** Stores of the stream that may be used; those of the administrator's directory always may. */
  readonly streamStores: "all" | "secret-stores" | "none";
  /** `own`: ExternalSecrets of the look-up namespace only. */
  readonly namespaces: "all" | "own";
  /**
   * `shared`: one set of objects, the stream before the administrator's directory. `apart`: what the stream declares
   * reads only Secrets, ConfigMaps and ServiceAccounts of the stream, and the administrator's stores only those of
   * that directory.
   */
  readonly lookUps: "shared" | "apart";
  /** Stores of the stream may use the process's own identity (environment, token files, cloud metadata). */
  readonly isAmbient: boolean;
  /** `caller`: any host but link-local ones. `listed`: the allowed hosts only. */
  readonly network: "caller" | "listed";
  /** HOST, HOST:PORT or *.DOMAIN; such a host may be private, on loopback, or plain http. */
  readonly allowedHosts: readonly string[];
  /** Whether HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the process's environment count. */
  readonly proxies: "environment" | "none";
}

/** The trust of somebody who renders their own manifests with their own credentials. */
export const CALLER_TRUST: Trust = {
  streamStores: "all",
  namespaces: "all",
  lookUps: "shared",
  isAmbient: false,
  network: "caller",
  allowedHosts: [],
  proxies: "environment",
};
