import { ProblemError } from "../../ground/problem-error.ts";
import { visible } from "../../ground/visible.ts";
import type { HttpResponse } from "../../net/network.ts";

/** What a vault says about the tokens that it takes. */
export interface Challenge {
  /** `https://vault.azure.net` */
  readonly resource: string;
  /** The vault's own tenant, where it tells. */
  readonly tenant: string | undefined;
}

/**
 * The challenge in an answer of 401. The resource must be the domain that the vault's host is in: a token for it must
 * not get to a host that merely calls itself a vault. Throws ProblemError.
 * https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses#authentication,
 * https://aka.ms/azsdk/blog/vault-uri
 */
export function readChallenge({ headers }: HttpResponse, vault: URL): Challenge {
  const header = headers.get("www-authenticate") ?? "";
  const resource = URL.parse(parameterOf(header, "resource") ?? scopeOf(header));
  const isOfVault =
    resource?.protocol === "https:" &&
    resource.username === "" &&
    vault.protocol === "https:" &&
    vault.hostname.endsWith(`.${resource.hostname}`);
  if (!isOfVault) throw foreign(vault, resource);
  const tenant = URL.parse(parameterOf(header, "authorization") ?? "")?.pathname.split("/")[1];
  return { resource: resource.origin, tenant: tenant === "" ? undefined : tenant };
}

function parameterOf(header: string, name: string): string | undefined {
  const [, value] = new Map(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", text = ""]) => [key, [key, text] as const]),
  ).get(name) ?? [name, undefined];
  return value;
}

function scopeOf(header: string): string {
  return (parameterOf(header, "scope") ?? "").replace(/\/\.default$/, "");
}

function foreign(vault: URL, resource: URL | null): ProblemError {
  const asked = resource === null ? "no token that is known" : `a token for "${visible(resource.host)}"`;
  return new ProblemError(
    {
      code: "AUTH_FAILED",
      message: `Cannot log in for the vault "${visible(vault.host)}": it asks for ${asked}, and that is not the domain that it is in`,
      hint: "Look at vaultUrl: https://NAME.vault.azure.net, or the domain of another cloud. A token is sent to no other host",
    },
    ["spec", "provider", "azurekv", "vaultUrl"],
  );
}
