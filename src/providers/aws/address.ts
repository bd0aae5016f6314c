import type { RemoteRef } from "../../eso/external-secret.ts";
import type { Address, ReadRequest } from "../../eso/read-request.ts";
import type { AwsProvider } from "../../eso/stores/aws.ts";

/** What a remoteRef asks of Secrets Manager or Parameter Store: the store's prefix stands before the key. */
export function addressAws(remoteRef: RemoteRef, provider: AwsProvider): Address {
  const key = (provider.prefix ?? "") + remoteRef.key;
  if (key === "") {
    return {
      problem: {
        code: "SECRET_NOT_FOUND",
        message: "it has no name",
        hint: "Write the name of the secret, or its ARN, as remoteRef.key",
      },
    };
  }
  return { request: requestFor(key, remoteRef, provider) };
}

/** What reading a secret or parameter of this name is; the name has its prefix already. */
export function requestFor(
  key: string,
  remoteRef: Versioned,
  { service, region }: Pick<AwsProvider, "service" | "region">,
): ReadRequest {
  return (service === "ParameterStore" ? parameter : secret)(key, remoteRef, region);
}

type Versioned = Pick<RemoteRef, "version" | "metadataPolicy">;

/** ESO: AWSCURRENT is the version of a remoteRef without one; the tags beside a secret have no version. */
function secret(key: string, { version = "", metadataPolicy }: Versioned, region: string): ReadRequest {
  const what = metadataPolicy === "Fetch" ? "metadata" : "value";
  const isCurrent = what === "metadata" || version === "AWSCURRENT";
  return { resourceId: secretId(key, region), version: isCurrent ? "" : version, what, key };
}

function parameter(key: string, { version = "", metadataPolicy }: Versioned, region: string): ReadRequest {
  const what = metadataPolicy === "Fetch" ? "metadata" : "value";
  return { resourceId: `aws:ps:${orNone(region)}:${key}`, version, what, key };
}

/**
 * `aws:sm:ACCOUNT:REGION:NAME`, the account being `self` for a plain name. The six random characters at the end of
 * an ARN stay: two secrets of one name, one after the other, differ in nothing else.
 */
function secretId(key: string, region: string): string {
  const arn = SECRET_ARN.exec(key)?.groups;
  const { account = "self", place = orNone(region), name = key } = arn ?? {};
  return `aws:sm:${account}:${place}:${name}`;
}

const SECRET_ARN = /^arn:[^:]*:secretsmanager:(?<place>[^:]+):(?<account>[^:]+):secret:(?<name>.+)$/s;

/** A store without a region of its own takes that of the environment, of which a plan knows nothing. */
function orNone(region: string): string {
  return region === "" ? "-" : region;
}
