import { defined, list, object, oneOf, required, text } from "./field.ts";
import { dataKey, namespaceName, objectName, texts } from "./text-fields.ts";

/** ESO: esmeta.SecretKeySelector. */
export const secretKeySelector = defined(
  "SecretKeySelector",
  object({ name: objectName, namespace: namespaceName, key: dataKey }),
);

/** ESO: esmeta.ServiceAccountSelector. */
export const serviceAccountSelector = defined(
  "ServiceAccountSelector",
  object({ name: required(objectName), namespace: namespaceName, audiences: list(text()) }),
);

/** ESO: CAProvider. */
export const caProvider = defined(
  "CAProvider",
  object({
    type: required(oneOf("Secret", "ConfigMap")),
    name: required(objectName),
    key: dataKey,
    namespace: namespaceName,
  }),
);

/** Kubernetes: metav1.LabelSelector. */
export const labelSelector = defined(
  "LabelSelector",
  object({
    matchLabels: texts,
    matchExpressions: list(
      object({ key: required(text()), operator: required(text()), values: list(text()) }),
    ),
  }),
);
