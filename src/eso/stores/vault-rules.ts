import type { StoreReport } from "./selector-rules.ts";
import type { VaultAuth, VaultProvider } from "./vault.ts";

/** ESO: the Vault provider's ValidateStore, references apart. */
export function checkVault({ auth, tls, checkAndSet, version }: VaultProvider, report: StoreReport): void {
  if (auth !== undefined) checkAuth(auth, report);
  const { certSecretRef, keySecretRef } = tls ?? {};
  if ((certSecretRef === undefined) !== (keySecretRef === undefined)) {
    report(["tls"], "Cannot use a client certificate without its key, or the key alone", "Set both or none");
  }
  if (checkAndSet?.required === true && version === "v1") {
    report(["checkAndSet"], "Cannot use checkAndSet with version v1", "Remove it, or use version v2");
  }
}

function checkAuth({ appRole, jwt }: VaultAuth, report: StoreReport): void {
  if (appRole !== undefined && (appRole.roleId ?? "") === "" && appRole.roleRef === undefined) {
    report(["auth", "appRole"], "Cannot log in by AppRole without a role ID", "Set roleId or roleRef");
  }
  if (jwt !== undefined && jwt.secretRef === undefined && jwt.kubernetesServiceAccountToken === undefined) {
    const hint = "Set secretRef or kubernetesServiceAccountToken";
    report(["auth", "jwt"], "Cannot log in by JWT without the source of a token", hint);
  }
}
