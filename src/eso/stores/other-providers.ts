import type { Choice, Field, Members } from "../field.ts";
import { object } from "../field.ts";

/** ESO's providers that presecret knows by name only. */
export const OTHER_PROVIDERS: readonly string[] = [
  "akeyless",
  "barbican",
  "beyondtrust",
  "beyondtrustworkloadcredentials",
  "bitwardensecretsmanager",
  "chef",
  "cloudrusm",
  "conjur",
  "crd",
  "delinea",
  "doppler",
  "dvls",
  "fortanix",
  "gcpsm",
  "github",
  "gitlab",
  "ibm",
  "infisical",
  "keepersecurity",
  "kubernetes",
  "nebiusmysterybox",
  "ngrok",
  "onboardbase",
  "onepassword",
  "onepasswordSDK",
  "oracle",
  "ovh",
  "passbolt",
  "passworddepot",
  "previder",
  "pulumi",
  "scaleway",
  "secretserver",
  "senhasegura",
  "volcengine",
  "webhook",
  "yandexcertificatemanager",
  "yandexlockbox",
];

/** Providers that only v1beta1 has. */
export const REMOVED_PROVIDERS: readonly string[] = ["alibaba", "device42"];

/** Of some of them the choices between members, which the API server checks too. */
export const V1_CHOICES: Members = {
  conjur: partly({ auth: oneMember() }),
  crd: partly({}, exactlyOne("auth", "authRef")),
  doppler: partly({ auth: partly({}, exactlyOne("secretRef", "oidcConfig")) }),
  ibm: partly({ auth: oneMember() }),
  kubernetes: partly({ auth: oneMember() }),
  ngrok: partly({ auth: oneMember() }),
  onepasswordSDK: partly({}, { count: "at most one", of: ["vault", "environment"] }),
  pulumi: partly(
    { auth: partly({}, exactlyOne("accessToken", "oidcConfig")) },
    exactlyOne("auth", "accessToken"),
  ),
  secretserver: partly({
    username: partly({}, exactlyOne("value", "secretRef")),
    password: partly({}, exactlyOne("value", "secretRef")),
    token: partly({}, exactlyOne("value", "secretRef")),
  }),
};

function partly(members: Members, ...choices: readonly Choice[]): Field {
  return object(members, { open: true, choices });
}

function oneMember(): Field {
  return object({}, { open: true, minMembers: 1, maxMembers: 1 });
}

function exactlyOne(...of: readonly string[]): Choice {
  return { count: "exactly one", of };
}
