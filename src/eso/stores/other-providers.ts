import type { Choice, Field, Members } from "../field.ts";
import { incompleteMembers, later, object } from "../field.ts";
import { CLOUD_PROVIDERS, gcpProvider } from "./cloud-fields.ts";
import { kubernetesProvider } from "./kubernetes-fields.ts";
import { PASSWORD_MANAGERS } from "./password-manager-fields.ts";
import { SECRET_SERVICES } from "./secret-service-fields.ts";
import { webhookProvider } from "./webhook-fields.ts";

/** Providers that only v1beta1 has. */
export const REMOVED_PROVIDERS: Members = { alibaba: anyObject(), device42: anyObject() };

/** Providers of which only the name is known here, and the choices between members that the API server checks too. */
const BY_NAME: Members = {
  barbican: anyObject(),
  beyondtrustworkloadcredentials: anyObject(),
  cloudrusm: anyObject(),
  crd: partly({}, { count: "exactly one", of: ["auth", "authRef"] }),
  dvls: anyObject(),
  fortanix: anyObject(),
  nebiusmysterybox: anyObject(),
  ngrok: partly({ auth: object({}, { open: true, minMembers: 1, maxMembers: 1 }) }),
  ovh: anyObject(),
  passworddepot: anyObject(),
};

/** ESO's providers that presecret cannot read from. */
export const OTHER_PROVIDERS: Members = {
  ...incompleteMembers({
    ...CLOUD_PROVIDERS,
    ...PASSWORD_MANAGERS,
    ...SECRET_SERVICES,
    ...BY_NAME,
    kubernetes: later(kubernetesProvider),
  }),
  gcpsm: later(gcpProvider),
  webhook: later(webhookProvider),
};

function anyObject(): Field {
  return object({}, { open: true });
}

function partly(members: Members, ...choices: readonly Choice[]): Field {
  return object(members, { open: true, choices });
}
