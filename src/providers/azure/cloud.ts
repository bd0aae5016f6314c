import type { AzureProvider } from "../../eso/stores/azure.ts";
import { ProblemError } from "../../ground/problem-error.ts";

/** Where a store logs in, and for what. */
export interface Cloud {
  /** The login service, without a slash at the end. */
  readonly authority: string;
  /** The resource of its vaults; undefined where only a vault's own challenge tells. */
  readonly resource: string | undefined;
}

/** go-autorest: azure.PublicCloud and its siblings (ActiveDirectoryEndpoint, KeyVaultEndpoint). */
const CLOUDS = {
  PublicCloud: { authority: "https://login.microsoftonline.com", resource: "https://vault.azure.net" },
  USGovernmentCloud: {
    authority: "https://login.microsoftonline.us",
    resource: "https://vault.usgovcloudapi.net",
  },
  ChinaCloud: { authority: "https://login.chinacloudapi.cn", resource: "https://vault.azure.cn" },
  GermanCloud: { authority: "https://login.microsoftonline.de", resource: "https://vault.microsoftazure.de" },
  AzureStackCloud: { authority: "", resource: undefined },
} as const satisfies Record<AzureProvider["environmentType"], Cloud>;

/**
 * The cloud of a store (ESO: AadEndpointForType, kvResourceForProviderConfig, getCloudConfiguration). With
 * `useAzureSDK` the resource comes from the challenge. Throws ProblemError for a cloud that cannot be used.
 */
export function cloudOf({ environmentType, useAzureSDK = false, customCloudConfig }: AzureProvider): Cloud {
  if (environmentType === "GermanCloud" && useAzureSDK) throw discontinued();
  const cloud = CLOUDS[environmentType];
  if (customCloudConfig === undefined) return useAzureSDK ? { ...cloud, resource: undefined } : cloud;
  return { authority: authorityOf(customCloudConfig.activeDirectoryEndpoint), resource: undefined };
}

function authorityOf(endpoint: string): string {
  const url = URL.parse(endpoint);
  if (url?.protocol === "https:" && url.search === "" && url.hash === "" && url.username === "") {
    return url.href.replace(/\/+$/, "");
  }
  throw new ProblemError(
    {
      code: "ADMISSION_REFUSED",
      message: "Cannot log in at activeDirectoryEndpoint: it is not an https:// address",
      hint: "Write the address of the login service: https://login.example.com/",
    },
    ["spec", "provider", "azurekv", "customCloudConfig", "activeDirectoryEndpoint"],
  );
}

function discontinued(): ProblemError {
  return new ProblemError(
    {
      code: "ADMISSION_REFUSED",
      message: "Cannot use GermanCloud with useAzureSDK: this cloud was discontinued on 29 October 2021",
      hint: "Use AzureStackCloud with customCloudConfig, or another cloud",
    },
    ["spec", "provider", "azurekv", "environmentType"],
  );
}
