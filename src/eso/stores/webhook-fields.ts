import { bytes, caProvider, duration, secretKeySelector, texts } from "../common-fields.ts";
import type { ListField, Members, ObjectField } from "../field.ts";
import { list, object, required, text } from "../field.ts";

/** ESO: WebhookProvider; the generator of that name has the same fields. */
export const webhookMembers = {
  method: text(),
  url: required(text()),
  headers: texts,
  auth: object(
    {
      ntlm: object({
        usernameSecret: required(secretKeySelector),
        passwordSecret: required(secretKeySelector),
      }),
    },
    { minMembers: 1, maxMembers: 1 },
  ),
  body: text(),
  timeout: duration,
  result: required(object({ jsonPath: text() })),
  secrets: webhookSecrets(secretKeySelector),
  caBundle: bytes,
  caProvider,
} satisfies Members;

/** The Secrets that templates of a request may read. */
export function webhookSecrets(selector: ObjectField): ListField {
  return list(object({ name: required(text()), secretRef: required(selector) }));
}
