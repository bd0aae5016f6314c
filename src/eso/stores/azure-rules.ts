import type { AzureProvider } from "./azure.ts";
import type { StoreReport } from "./selector-rules.ts";

/** ESO: the Azure provider's ValidateStore, references apart. */
export function checkAzure(
  { customCloudConfig, environmentType, useAzureSDK }: AzureProvider,
  report: StoreReport,
): void {
  const path = ["customCloudConfig"];
  if (customCloudConfig === undefined) {
    if (environmentType !== "AzureStackCloud") return;
    report(path, "Cannot use AzureStackCloud without customCloudConfig", "Set activeDirectoryEndpoint in it");
    return;
  }
  if (useAzureSDK !== true) {
    report(path, "Cannot use customCloudConfig without the new SDK", "Set useAzureSDK: true");
  }
  if (customCloudConfig.activeDirectoryEndpoint === "") {
    const endpoint = [...path, "activeDirectoryEndpoint"];
    report(endpoint, "Cannot leave activeDirectoryEndpoint empty", "Set the address of the login endpoint");
  }
}
