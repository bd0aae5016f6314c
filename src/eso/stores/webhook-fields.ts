import { caProvider, secretKeySelector } from "../selector-fields.ts";
import { bytes, duration, texts } from "../text-fields.ts";
import type { ListField, Members, ObjectField } from "../field.ts";
import { list, object, required, text } from "../field.ts";

const result = object({ jsonPath: text() });

/** ESO: WebhookSpec, the generator's. */
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
  result: required(result),
  secrets: webhookSecrets(secretKeySelector),
  caBundle: bytes,
  caProvider,
} satisfies Members;

/** ESO: WebhookProvider. It has the fields of the generator, but can do without a result. */
export function webhookProvider(): ObjectField {
  return object({ ...webhookMembers, result });
}

/** The Secrets that templates of a request may read. */
export function webhookSecrets(selector: ObjectField): ListField {
  return list(object({ name: required(text()), secretRef: required(selector) }));
}
