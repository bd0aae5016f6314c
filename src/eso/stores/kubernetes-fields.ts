import { caProvider, secretKeySelector, serviceAccountSelector } from "../selector-fields.ts";
import { bytes, namespaceName } from "../text-fields.ts";
import type { ObjectField } from "../field.ts";
import { object, text } from "../field.ts";

/** ESO: KubernetesProvider. */
export function kubernetesProvider(): ObjectField {
  return object({
    server: object({ url: text(), caBundle: bytes, caProvider }),
    auth: object(
      {
        cert: object({ clientCert: secretKeySelector, clientKey: secretKeySelector }),
        token: object({ bearerToken: secretKeySelector }),
        serviceAccount: serviceAccountSelector,
      },
      { minMembers: 1, maxMembers: 1 },
    ),
    authRef: secretKeySelector,
    remoteNamespace: namespaceName,
  });
}
