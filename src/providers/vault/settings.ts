import { X509Certificate } from "node:crypto";

import type { CaProvider } from "../../eso/stores/selectors.ts";
import type { VaultAuth, VaultProvider } from "../../eso/stores/vault.ts";
import type { RetrySettings } from "../../eso/stores/store.ts";
import { toGoString } from "../../go/bytes.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { visible } from "../../ground/visible.ts";
import type { RetryRule } from "../../net/network-error.ts";
import { retryInterval } from "../retry-interval.ts";
import type { Endpoint } from "./endpoint.ts";
import { serverUrl } from "./endpoint.ts";

/** What a Vault store and an OpenBao store have in common. */
export interface ServerSettings extends Endpoint {
  readonly auth?: VaultAuth | undefined;
  readonly caBundle?: string | undefined;
  readonly caProvider?: CaProvider | undefined;
  readonly tls?: VaultProvider["tls"];
  readonly readYourWrites?: boolean | undefined;
  readonly forwardInconsistent?: boolean | undefined;
}

/** In which namespaces a store logs in and reads; undefined leaves it to the store's headers. */
export interface Namespaces {
  readonly login: string | undefined;
  readonly read: string | undefined;
}

/** ESO: useAuthNamespace. After a login in another namespace the store's own, or none, is set anew. */
export function namespacesOf({ namespace, auth }: ServerSettings): Namespaces {
  const own = namespace ?? "";
  if (auth?.namespace === undefined || auth.namespace === own) return { login: namespace, read: namespace };
  return { login: auth.namespace, read: own };
}

/** Headers of every request of a store. Throws ProblemError for one that HTTP cannot carry. */
export function headersOf({
  headers = {},
  readYourWrites,
  forwardInconsistent,
}: ServerSettings): Record<string, string> {
  const given = Object.entries(headers).map(([name, value]) => {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || /[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
      throw headerInvalid(name);
    return [name, toGoString(value).trim()] as const;
  });
  const forwards = readYourWrites === true && forwardInconsistent === true;
  return {
    ...Object.fromEntries(given),
    "X-Vault-Request": "true",
    ...(forwards ? { "X-Vault-Inconsistent": "forward-active-node" } : {}),
  };
}

/** The URL of the server. Throws ProblemError. */
export function urlOf({ server }: ServerSettings, field: readonly string[]): URL {
  const url = serverUrl(server);
  if (url === undefined || url.username !== "" || url.password !== "") {
    const problem = {
      code: "ADMISSION_REFUSED",
      message: `Cannot use ${server.includes("@") ? "a URL with a user name" : `"${visible(server)}"`} as the address of a Vault server: an http or https URL without a user name is wanted`,
      hint: "Write it as https://vault.example.com:8200",
    } as const;
    throw new ProblemError(problem, [...field, "server"]);
  }
  return url;
}

/** Throws ProblemError where there is no certificate in what is to be the CA. */
export function checkCa(ca: string | undefined, field: readonly string[]): void {
  if (ca === undefined || certificatesIn(ca).some(isCertificate)) return;
  const problem = {
    code: "CREDENTIAL_INVALID",
    message: "Cannot use the CA of the store: there is no PEM certificate in it",
    hint: "caProvider leads to PEM as it is; only caBundle is base64",
  } as const;
  throw new ProblemError(problem, [...field, "caProvider"]);
}

function certificatesIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== "";
  } catch {
    return false;
  }
}

/**
 * How often a store's requests are tried again (ESO: the Vault provider's retrySettings): never, where `maxRetries` is
 * not set beside it. Undefined without the settings: presecret's own policy. Throws ProblemError.
 */
export function retryRule(settings: RetrySettings | undefined): RetryRule | undefined {
  if (settings === undefined) return undefined;
  const { maxRetries, retryInterval: interval } = settings;
  const after = interval === undefined ? undefined : retryInterval(interval);
  return { attempts: 1 + Math.max(0, maxRetries ?? 0), base: BASE_WAIT, after };
}

/** Vault's own client waits about so long. */
const BASE_WAIT = 1_000;

function headerInvalid(name: string): ProblemError {
  const problem = {
    code: "ADMISSION_REFUSED",
    message: `Cannot send the header "${visible(name)}": its name or value holds a character that HTTP cannot carry`,
    hint: "Look for line breaks in the store's headers",
  } as const;
  return new ProblemError(problem, ["spec", "provider", "vault", "headers"]);
}
