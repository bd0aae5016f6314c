import type { Code } from "../../ground/codes.ts";

/** A frequent reason for a code: how to tell whether it is the one, and what to do then. */
export interface CommonFailure {
  readonly code: Code;
  readonly provider: "any" | "AWS" | "Azure" | "Vault";
  readonly cause: string;
  /** One command line; what is in capitals is to be filled in. It shows no secret. */
  readonly check: string;
  readonly fix: string;
}

/** What goes wrong most often, by code. README.md has the same as a table. */
export const COMMON_FAILURES: readonly CommonFailure[] = [
  {
    code: "SECRET_NOT_FOUND",
    provider: "Vault",
    cause: "The mount is KV version 1 and the store says v2, which is the default, or the other way round",
    check: "vault secrets list -detailed",
    fix: "Set the store's version to what the column Options says for the mount",
  },
  {
    code: "SECRET_NOT_FOUND",
    provider: "Vault",
    cause:
      "data/ is missing in a key, or written twice: with a path in the store the key has none, without one it stands behind the mount",
    check: "vault kv get -output-curl-string -mount=MOUNT NAME",
    fix: "Set the store's path to the mount, and write the key without mount and data/",
  },
  {
    code: "ACCESS_DENIED",
    provider: "Vault",
    cause: "The namespace is missing or another one, and what is not there is denied",
    check: "vault kv metadata get -namespace=NAMESPACE -mount=MOUNT NAME",
    fix: "Set the store's namespace; auth.namespace where the login is in another one",
  },
  {
    code: "ACCESS_DENIED",
    provider: "Vault",
    cause: "The policy allows MOUNT/NAME, but version 2 is read at MOUNT/data/NAME",
    check: "vault token capabilities MOUNT/data/NAME",
    fix: "Load what presecret plan --policy vault prints",
  },
  {
    code: "ACCESS_DENIED",
    provider: "Vault",
    cause: "find lists MOUNT/metadata/, which is a capability of its own",
    check: "vault token capabilities MOUNT/metadata/",
    fix: "Add the capability list on MOUNT/metadata/*, as presecret plan --policy vault prints it",
  },
  {
    code: "AUTH_FAILED",
    provider: "Vault",
    cause: "The Kubernetes role is bound to another ServiceAccount, namespace or audience than the token's",
    check: "vault read auth/kubernetes/role/ROLE",
    fix: "Add the ServiceAccount and its namespace to the role, or set audiences in the store",
  },
  {
    code: "AUTH_FAILED",
    provider: "Vault",
    cause: "The AppRole's secret ID is expired, used up, or of another mount",
    check: "vault list auth/approle/role/ROLE/secret-id",
    fix: "Issue a new secret ID, and set auth.appRole.path where the mount is not approle",
  },
  {
    code: "SECRET_NOT_FOUND",
    provider: "AWS",
    cause: "The secret is in another region than the store's",
    check: "aws secretsmanager describe-secret --secret-id NAME --region REGION",
    fix: "Set the store's region, or write the secret's ARN as the key",
  },
  {
    code: "ACCESS_DENIED",
    provider: "AWS",
    cause: "The role may not read this secret: six characters of AWS's own stand behind the name in its ARN",
    check:
      "aws iam simulate-principal-policy --policy-source-arn ROLE_ARN --action-names secretsmanager:GetSecretValue --resource-arns SECRET_ARN",
    fix: "Load what presecret plan --policy aws prints",
  },
  {
    code: "ACCESS_DENIED",
    provider: "AWS",
    cause: "The secret is encrypted with a KMS key that the role may not use, or that is disabled",
    check: "aws kms describe-key --key-id KEY --query KeyMetadata.KeyState",
    fix: "Allow kms:Decrypt on the key, in the role's policy and in the key's own",
  },
  {
    code: "AUTH_FAILED",
    provider: "AWS",
    cause: "The clock is more than five minutes off, so signatures are taken for old ones",
    check: "date -u && curl -sI https://sts.amazonaws.com | grep -i ^date",
    fix: "Let the machine's clock be set by NTP",
  },
  {
    code: "AUTH_FAILED",
    provider: "AWS",
    cause: "The role trusts another ServiceAccount, or another audience than sts.amazonaws.com",
    check: "aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument",
    fix: "Correct sub and aud in the role's trust policy: system:serviceaccount:NAMESPACE:NAME",
  },
  {
    code: "THROTTLED",
    provider: "AWS",
    cause: "Many renders at once read the same account",
    check:
      "aws service-quotas list-service-quotas --service-code secretsmanager --query Quotas[].[QuotaName,Value]",
    fix: "Allow secretsmanager:BatchGetSecretValue, so that 20 secrets are one request",
  },
  {
    code: "SECRET_DISABLED",
    provider: "Azure",
    cause: "The secret's current version is disabled, or is not valid yet",
    check: "az keyvault secret list-versions --vault-name VAULT --name NAME --query [].attributes",
    fix: "Enable the version, or pin one that is enabled with remoteRef.version",
  },
  {
    code: "ACCESS_DENIED",
    provider: "Azure",
    cause: "The vault uses roles (RBAC) and an access policy was added, or the other way round",
    check: "az keyvault show --name VAULT --query properties.enableRbacAuthorization",
    fix: "Grant what presecret plan --policy azure prints: roleAssignments for true, accessPolicy for false",
  },
  {
    code: "ACCESS_DENIED",
    provider: "Azure",
    cause: "The vault's firewall does not let this address in",
    check: "az keyvault network-rule list --name VAULT",
    fix: "Add the address or the virtual network to the rules, or go through the private endpoint",
  },
  {
    code: "AUTH_FAILED",
    provider: "Azure",
    cause: "The client secret has expired, or the application is of another tenant",
    check: "az ad app credential list --id CLIENT_ID --query [].endDateTime",
    fix: "Issue a new client secret, and correct the store's tenantId",
  },
  {
    code: "PROPERTY_NOT_FOUND",
    provider: "any",
    cause:
      "The property names nothing: it is a gjson path, so a dot leads into an object, and letter case counts",
    check: "presecret explain ExternalSecret/NAME MANIFESTS --fake FILE",
    fix: "Write a\\.b for a name with a dot, or read the whole secret with dataFrom.extract",
  },
  {
    code: "CREDENTIAL_NOT_FOUND",
    provider: "any",
    cause:
      "A ClusterSecretStore's secretRef has no namespace, so the Secret is looked up where the ExternalSecret is",
    check: "presecret explain ExternalSecret/NAME MANIFESTS",
    fix: "Set namespace in the secretRef, or put the Secret where --stores or --credentials find it",
  },
  {
    code: "TLS_INVALID",
    provider: "any",
    cause: "The server's certificate is signed by a CA of your own",
    check:
      "openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -issuer -dates",
    fix: "Name that CA in the store: caBundle, or caProvider with a Secret or ConfigMap",
  },
  {
    code: "UNREACHABLE",
    provider: "any",
    cause: "The store's address is known inside the cluster only, and the render runs elsewhere",
    check: "getent hosts HOST",
    fix: "Give the server a name that both know, or render where the operator would run",
  },
  {
    code: "ENDPOINT_DENIED",
    provider: "any",
    cause: "The store's host is not among those that the administrator of a shared Argo CD allows",
    check: "presecret plan MANIFESTS --stores DIR",
    fix: "Add --allow-host HOST to the command of plugin.yaml",
  },
];
