import type { TokenCredential } from "@azure/identity";

import type { ClientContext } from "../../eso/client-context.ts";
import type { AzureProvider } from "../../eso/stores/azure.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { Cloud } from "./cloud.ts";
import { identityEndpoint } from "./managed-identity.ts";
import type { AccessToken, TokenSource } from "./login.ts";
import { sdkOptions } from "./sdk-http.ts";

/** What the identity of the process is looked for with; only where `mayUseAmbient`. */
export interface OwnIdentity extends Pick<ClientContext, "network" | "environment"> {
  readonly provider: AzureProvider;
  readonly cloud: Cloud;
}

/**
 * The process's own identity, as @azure/identity finds it: platforms with a protocol of their own, the environment
 * (AZURE_CLIENT_ID, AZURE_CLIENT_SECRET …), then `az login`, Azure PowerShell and `azd auth login`.
 * https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains
 */
export class OwnIdentitySource implements TokenSource {
  readonly identity = "your own identity";
  readonly digest: string;
  readonly tenant: string | undefined;
  readonly #own: OwnIdentity;
  #credential: Promise<TokenCredential> | undefined;

  constructor(own: OwnIdentity) {
    const { cloud, provider } = own;
    this.tenant = provider.tenantId;
    this.digest = JSON.stringify([
      "own",
      cloud.authority,
      provider.tenantId ?? "",
      provider.identityId ?? "",
    ]);
    this.#own = own;
  }

  async request(resource: string): Promise<AccessToken> {
    const { network } = this.#own;
    try {
      this.#credential ??= chain(this.#own);
      const credential = await this.#credential;
      const token = await credential.getToken(`${resource}/.default`, { abortSignal: network.signal });
      if (token !== null) return { token: token.token, expiresAt: token.expiresOnTimestamp };
    } catch (error) {
      // Only what the guarded client threw is told on: other texts quote commands and answers.
      if (error instanceof ProblemError) throw error;
    }
    throw new ProblemError(
      {
        code: "AUTH_FAILED",
        message: "Cannot log in to Azure with your own identity: none was found that gives a token",
        hint: "Log in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
      },
      ["spec", "provider", "azurekv", "authType"],
    );
  }
}

async function chain({ network, environment, provider, cloud }: OwnIdentity): Promise<TokenCredential> {
  const identity = await import("@azure/identity");
  const { tenantId = "", identityId = "" } = provider;
  const http = { stores: network.http(), metadata: network.http({}, "metadata") };
  const send = async (request: Parameters<typeof http.stores.send>[0]): ReturnType<typeof http.stores.send> =>
    (request.url.protocol === "http:" ? http.metadata : http.stores).send(request);
  const options = {
    ...sdkOptions(send),
    ...(cloud.authority === "" ? {} : { authorityHost: cloud.authority }),
    ...(tenantId === "" ? {} : { tenantId }),
  };
  const platform =
    identityEndpoint(environment) === undefined
      ? [
          new identity.ManagedIdentityCredential({
            ...options,
            ...(identityId === "" ? {} : { clientId: identityId }),
          }),
        ]
      : [];
  return new identity.ChainedTokenCredential(
    ...platform,
    new identity.EnvironmentCredential(options),
    new identity.AzureCliCredential(options),
    new identity.AzurePowerShellCredential(options),
    new identity.AzureDeveloperCliCredential(options),
  );
}
