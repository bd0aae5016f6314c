import { caProvider, secretKeySelector } from "../selector-fields.ts";
import { bytes } from "../text-fields.ts";
import type { ObjectField } from "../field.ts";
import { defaulted, object, oneOf, required, text } from "../field.ts";

/** ESO: OpenBaoProvider. */
export function openBaoProvider(): ObjectField {
  return object(
    {
      server: required(text()),
      path: text(),
      version: defaulted(oneOf("v1", "v2"), "v2"),
      namespace: text(),
      auth,
      caBundle: bytes,
      caProvider,
    },
    { choices: [{ count: "at most one", of: ["caBundle", "caProvider"] }] },
  );
}

const appRole = object(
  {
    path: required(defaulted(text(), "approle")),
    roleId: text({ minLength: 1 }),
    roleRef: secretKeySelector,
    secretRef: required(secretKeySelector),
  },
  { choices: [{ count: "exactly one", of: ["roleId", "roleRef"] }] },
);

const userPass = object({
  path: required(defaulted(text(), "userpass")),
  username: required(text()),
  secretRef: secretKeySelector,
});

const auth = object(
  { namespace: text(), appRole, tokenSecretRef: secretKeySelector, userPass },
  { choices: [{ count: "exactly one", of: ["appRole", "tokenSecretRef", "userPass"] }] },
);
