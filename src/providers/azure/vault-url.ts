import type { AzureProvider } from "../../eso/stores/azure.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { visible } from "../../ground/visible.ts";

/** The address of a store's vault. Throws ProblemError for what is not `https://HOST[:PORT]`. */
export function vaultOf({ vaultUrl }: Pick<AzureProvider, "vaultUrl">): URL {
  const url = URL.parse(vaultUrl);
  const isPlain =
    url?.pathname.replace(/^\/+/, "") === "" && url.search === "" && url.hash === "" && url.username === "";
  if (isPlain && url.protocol === "https:") return url;
  throw new ProblemError(
    {
      code: "ADMISSION_REFUSED",
      message: `Cannot use vaultUrl "${visible(vaultUrl)}": it is not an https:// address of a host`,
      hint: "Write https://NAME.vault.azure.net, or the domain of another cloud",
    },
    ["spec", "provider", "azurekv", "vaultUrl"],
  );
}
