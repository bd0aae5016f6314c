import assert from "node:assert/strict";
import { test } from "node:test";

import { admitYaml, linesOf, store } from "./admitted.ts";

const REF = "{name: ref, key: k}";
const PROJECT = "00000000-0000-0000-0000-000000000000";
const SCOPE = "secretsScope: {projectSlug: p, environmentSlug: e}";
const APP_ROLE = `accessID: ${REF}, accessType: ${REF}, accessTypeParam: ${REF}`;
const ONE_PASSWORD = `connectHost: h, auth: {secretRef: {connectTokenSecretRef: ${REF}}}`;
const BITWARDEN = `organizationID: o, projectID: p, auth: {secretRef: {credentials: ${REF}}}`;

for (const provider of [
  `{akeyless: {akeylessGWApiURL: u, authSecretRef: {secretRef: {${APP_ROLE}}}}}`,
  "{akeyless: {akeylessGWApiURL: u, authSecretRef: {kubernetesAuth: {accessID: a, k8sConfName: c}}}}",
  `{bitwardensecretsmanager: {bitwardenServerSDKURL: u, ${BITWARDEN}}}`,
  `{chef: {username: u, serverUrl: s, auth: {secretRef: {privateKeySecretRef: ${REF}}}}}`,
  `{conjur: {url: u, auth: {apikey: {account: a, userRef: ${REF}, apiKeyRef: ${REF}}}}}`,
  `{conjur: {url: u, auth: {jwt: {account: a, serviceID: s, serviceAccountRef: {name: ref}}}}}`,
  `{delinea: {tenant: t, clientId: {value: i}, clientSecret: {secretRef: ${REF}}}}`,
  `{doppler: {auth: {secretRef: {dopplerToken: {name: ref}}}, nameTransformer: lower-kebab}}`,
  "{doppler: {auth: {oidcConfig: {identity: i, serviceAccountRef: {name: ref}}}}}",
  "{gcpsm: {projectID: p, secretVersionSelectionPolicy: LatestOrFetch}}",
  `{gcpsm: {projectID: p, auth: {secretRef: {secretAccessKeySecretRef: ${REF}}}}}`,
  "{gcpsm: {auth: {workloadIdentity: {serviceAccountRef: {name: ref}, clusterName: c}}}}",
  `{github: {appID: 1, installationID: 2, organization: o, auth: {privateKey: ${REF}}}}`,
  `{gitlab: {projectID: "7", auth: {SecretRef: {accessToken: ${REF}}}}}`,
  `{ibm: {serviceUrl: u, auth: {secretRef: {secretApiKeySecretRef: ${REF}}}}}`,
  "{ibm: {serviceUrl: u, auth: {containerAuth: {profile: p}}}}",
  `{infisical: {auth: {universalAuthCredentials: {clientId: ${REF}, clientSecret: ${REF}}}, ${SCOPE}}}`,
  `{infisical: {auth: {awsAuthCredentials: {identityId: {value: i}}}, ${SCOPE}}}`,
  `{keepersecurity: {authRef: ${REF}, folderID: f}}`,
  "{kubernetes: {}}",
  "{kubernetes: {server: {caProvider: {type: ConfigMap, name: ref, key: k}}, auth: {serviceAccount: {name: ref}}}}",
  `{kubernetes: {remoteNamespace: team-a, auth: {token: {bearerToken: ${REF}}}}}`,
  `{onboardbase: {auth: {apiKeyRef: ${REF}, passcodeRef: ${REF}}}}`,
  `{onepassword: {vaults: {A: 1, B: 2}, ${ONE_PASSWORD}}}`,
  `{onepasswordSDK: {vault: v, auth: {serviceAccountSecretRef: ${REF}}}}`,
  "{oracle: {region: r, vault: v, principalType: InstancePrincipal}}",
  `{passbolt: {host: h, auth: {passwordSecretRef: ${REF}, privateKeySecretRef: ${REF}}}}`,
  `{previder: {auth: {secretRef: {accessToken: ${REF}}}}}`,
  `{pulumi: {organization: o, project: p, environment: e, accessToken: {secretRef: ${REF}}}}`,
  `{scaleway: {region: fr-par, projectId: ${PROJECT}, accessKey: {value: a}, secretKey: {secretRef: ${REF}}}}`,
  `{secretserver: {serverURL: u, username: {value: v}, password: {secretRef: ${REF}}}}`,
  `{senhasegura: {url: u, module: DSM, auth: {clientId: c, clientSecretSecretRef: ${REF}}}}`,
  "{volcengine: {region: r}}",
  "{webhook: {url: u}}",
  `{webhook: {url: u, result: {}, timeout: 10s, secrets: [{name: ref, secretRef: {name: ref}}]}}`,
  `{yandexlockbox: {auth: {authorizedKeySecretRef: ${REF}}, fetching: {byID: {}}}}`,
  `{previder: {regionOfALaterVersion: r, auth: {secretRef: {accessToken: ${REF}}, laterLogin: {}}}}`,
]) {
  for (const version of ["v1", "v1beta1"]) {
    test(`admit() accepts a store of ${provider} in ${version}`, () => {
      assert.deepEqual(linesOf(admitYaml(store(provider, "SecretStore", version))), []);
    });
  }
}

for (const [provider, expected] of [
  ["{gcpsm: {projectId: p}}", "FIELD_UNKNOWN spec.provider.gcpsm.projectId"],
  [
    `{gitlab: {projectID: p, auth: {secretRef: {accessToken: ${REF}}}}}`,
    "FIELD_UNKNOWN spec.provider.gitlab.auth.secretRef",
  ],
  [
    `{gitlab: {projectID: 7, auth: {SecretRef: {accessToken: ${REF}}}}}`,
    "SCHEMA_INVALID spec.provider.gitlab.projectID",
  ],
  [
    `{yandexlockbox: {auth: {authorizedKey: ${REF}}}}`,
    "FIELD_UNKNOWN spec.provider.yandexlockbox.auth.authorizedKey",
  ],
  [
    `{ibm: {serviceUrl: u, auth: {secretRef: {secretApiKey: ${REF}}}}}`,
    "FIELD_UNKNOWN spec.provider.ibm.auth.secretRef.secretApiKey",
  ],
  [
    `{infisical: {host: h, auth: {tokenAuthCredentials: {accessToken: ${REF}}}, ${SCOPE}}}`,
    "FIELD_UNKNOWN spec.provider.infisical.host",
  ],
  [
    `{delinea: {tenant: t, clientId: {key: k}, clientSecret: {value: s}}}`,
    "FIELD_UNKNOWN spec.provider.delinea.clientId.key",
  ],
  [
    "{kubernetes: {auth: {serviceAccountRef: {name: ref}}}}",
    "FIELD_UNKNOWN spec.provider.kubernetes.auth.serviceAccountRef",
  ],
  [
    "{gcpsm: {projectID: p, regionOfALaterVersion: r}}",
    "FIELD_UNKNOWN spec.provider.gcpsm.regionOfALaterVersion",
  ],
  ["{oracle: {vault: null, region: r}}", "SCHEMA_INVALID spec.provider.oracle.vault"],
  ["{webhook: {result: {}}}", "SCHEMA_INVALID spec.provider.webhook.url"],
  ["{webhook: {url: u, result: {}, timeout: soon}}", "ADMISSION_REFUSED spec.provider.webhook.timeout"],
  [
    `{doppler: {auth: {secretRef: {dopplerToken: ${REF}}}, format: xml}}`,
    "SCHEMA_INVALID spec.provider.doppler.format",
  ],
  [
    `{infisical: {auth: {universalAuthCredentials: {clientId: ${REF}}}, ${SCOPE}}}`,
    "SCHEMA_INVALID spec.provider.infisical.auth.universalAuthCredentials.clientSecret",
  ],
  [`{onepassword: {vaults: [A], ${ONE_PASSWORD}}}`, "SCHEMA_INVALID spec.provider.onepassword.vaults"],
] as const) {
  test(`admit() refuses a store of ${provider}`, () => {
    const lines = linesOf(admitYaml(store(provider)));
    assert.equal(lines.length, 1, lines.join("\n"));
    assert.ok((lines[0] ?? "").startsWith(`${expected}: `), lines[0]);
  });
}

/** What each provider's ValidateStore refuses in a ClusterSecretStore, and what in a SecretStore of namespace "own". */
for (const [provider, ofCluster, ofNamespace] of [
  ["{gcpsm: {auth: {workloadIdentity: {serviceAccountRef: {name: ref, namespace: other}}}}}", 0, 1],
  [`{onepassword: {vaults: {A: 1}, ${ONE_PASSWORD}}}`, 1, 0],
  [`{onepassword: {vaults: {A: 1, B: 1}, ${ONE_PASSWORD}}}`, 2, 1],
  [`{onepassword: {vaults: {}, ${ONE_PASSWORD}}}`, 2, 1],
  ["{doppler: {auth: {secretRef: {dopplerToken: {name: ref, namespace: other}}}}}", 0, 1],
  ["{doppler: {auth: {secretRef: {dopplerToken: {key: k, namespace: own}}}}}", 1, 1],
  ["{doppler: {auth: {oidcConfig: {identity: i, serviceAccountRef: {name: ref}}}}}", 1, 0],
  ["{gitlab: {auth: {SecretRef: {accessToken: {name: ref, key: k, namespace: own}}}}}", 1, 1],
  [
    "{gitlab: {groupIDs: [a], inheritFromGroups: true, auth: {SecretRef: {accessToken: {name: ref, namespace: own}}}}}",
    2,
    2,
  ],
  [`{kubernetes: {auth: {token: {bearerToken: ${REF}}}}}`, 1, 0],
  ["{kubernetes: {auth: {cert: {clientKey: {name: ref}}}}}", 3, 2],
  ["{kubernetes: {server: {caProvider: {type: Secret, name: ref, key: k}}}}", 1, 0],
  ["{kubernetes: {server: {caProvider: {type: Secret, name: ref, key: k, namespace: own}}}}", 0, 1],
  [`{bitwardensecretsmanager: {${BITWARDEN}}}`, 1, 1],
  [`{akeyless: {akeylessGWApiURL: u, authSecretRef: {secretRef: {accessID: {name: ref}}}}}`, 2, 1],
  [`{ibm: {auth: {secretRef: {secretApiKeySecretRef: ${REF}}}}}`, 2, 1],
  [`{keepersecurity: {authRef: {name: ref, namespace: other}, folderID: ""}}`, 1, 2],
  [`{onepasswordSDK: {vault: v, auth: {serviceAccountSecretRef: {name: ref}}}}`, 2, 1],
  [
    `{oracle: {vault: "", region: r, auth: {user: u, tenancy: t, secretRef: {privatekey: ${REF}, fingerprint: {}}}}}`,
    5,
    3,
  ],
  [
    `{scaleway: {region: Paris, projectId: p, accessKey: {}, secretKey: {value: v, secretRef: ${REF}}}}`,
    4,
    4,
  ],
  [
    `{infisical: {auth: {universalAuthCredentials: {clientId: {name: ref}, clientSecret: ${REF}}}, ${SCOPE}}}`,
    1,
    1,
  ],
  [`{infisical: {auth: {}, secretsScope: {projectSlug: "", environmentSlug: e}}}`, 1, 1],
] as const) {
  for (const [kind, count] of [
    ["ClusterSecretStore", ofCluster],
    ["SecretStore", ofNamespace],
  ] as const) {
    test(`storeProblems() finds ${count} problems in a ${kind} of ${provider}`, () => {
      const lines = linesOf(admitYaml(store(provider, kind), { lookupNamespace: "own" }));
      assert.equal(lines.length, count, lines.join("\n"));
      assert.ok(lines.every((line) => line.startsWith("ADMISSION_REFUSED ")));
    });
  }
}
