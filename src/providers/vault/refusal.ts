import type { Problem } from "../../ground/diagnostic.ts";
import { visible } from "../../ground/visible.ts";
import type { VaultReply } from "./exchange.ts";

/** Why Vault did not answer a request below `/v1/` as it was meant, as a clause; undefined for 200 and 404. */
export function refusal(reply: VaultReply, capability: "read" | "list", path: string): Problem | undefined {
  const { status } = reply;
  if (status === 200 || status === 404) return undefined;
  const asked = `/v1/${visible(path)}`;
  switch (status) {
    case 401:
    case 403:
      return denied(capability, asked, reply);
    case 400:
      return refused(
        `the server calls the request for ${asked} invalid (400)`,
        "Look at remoteRef.version, which is a number, at the token and at the store's namespace",
      );
    case 405:
      return refused(
        `the server does not support reading ${asked} (405)`,
        "Look at the store's path and version: KV version 2 is read below MOUNT/data/",
      );
    default:
      return refused(
        `the server answers the request for ${asked} with status ${status}`,
        "Look at the log of the server, and at proxies on the way to it",
      );
  }
}

function denied(capability: string, asked: string, { status, envelope, isAnonymous }: VaultReply): Problem {
  const code = "ACCESS_DENIED";
  if (isAnonymous === true)
    return {
      code,
      message: `the server denies the capability "${capability}" on ${asked} (${status}), and no token was sent: the store has no auth`,
      hint: "Set auth in the store, or use your own VAULT_TOKEN with --ambient",
    };
  if (envelope.errors.some((text) => /(?:bad|invalid) token|invalid accessor/i.test(text)))
    return {
      code,
      message: `the server does not know the token (asked for ${asked})`,
      hint: "It is expired or revoked, or of another server",
    };
  return {
    code,
    message: `the server denies the capability "${capability}" on ${asked} (${status})`,
    hint: `Give the token's policy the capability "${capability}" on this path, and look at the store's path, version and namespace; a token that expired is denied in the same way`,
  };
}

function refused(message: string, hint: string): Problem {
  return { code: "REQUEST_REFUSED", message, hint };
}
