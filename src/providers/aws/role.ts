import type { ClientContext } from "../../eso/client-context.ts";
import type { AwsTag } from "../../eso/stores/aws.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { visible } from "../../ground/visible.ts";
import { AwsFailure } from "./aws-error.ts";
import type { CredentialSource } from "./cached-credentials.ts";
import { AwsCaller } from "./caller.ts";
import type { AwsConnection, AwsCredentials, AwsIdentity } from "./sdk-config.ts";

type StsContext = Pick<ClientContext, "network" | "record">;

export interface RoleToAssume {
  readonly role: string;
  readonly externalId: string | undefined;
  readonly tags: readonly AwsTag[];
  readonly transitiveTagKeys: readonly string[];
  readonly field: FieldPath;
  /** Who assumes it. */
  readonly source: AwsCredentials;
  readonly context: StsContext;
  readonly connection: AwsConnection;
}

/** The credentials of a role, which another identity assumes. */
export function assumeRole({ source, context, connection, field, ...role }: RoleToAssume): CredentialSource {
  const description = `role "${visible(role.role)}"`;
  const caller = stsCaller(source, context, connection);
  return {
    name: role.role,
    description,
    hint: "Look at the policies of the role",
    field,
    parts: [],
    isRenewable: true,
    acquire: async () => {
      const { StsApi } = await import("./sts/client.ts");
      const sts = new StsApi(connection, async () => source.get());
      const refused = {
        message: `Cannot assume ${description} as ${source.description}`,
        hint: "The role's trust policy must allow the caller to use sts:AssumeRole (sts:TagSession too for session tags), with the external ID if it asks for one; the caller's own policy must allow it as well",
        field,
      };
      return acquired(refused, async () =>
        caller.call({ name: "AssumeRole", about: [], send: async () => sts.assumeRole(role) }),
      );
    },
  };
}

export interface WebIdentityRole {
  readonly role: string;
  readonly sessionName: string;
  /** Reads the token, which may be another one each time. Throws ProblemError. */
  readonly token: () => string;
  /** Whose token it is, for messages. */
  readonly description: string;
  readonly field: FieldPath;
  readonly context: StsContext;
  readonly connection: AwsConnection;
}

/** The credentials of a role that a ServiceAccount's token stands for. The token is looked for at once. */
export function assumeRoleWithWebIdentity(settings: WebIdentityRole): CredentialSource {
  const { role, sessionName, token, description, field, context, connection } = settings;
  const first = token();
  const who = {
    name: role,
    description: `the token of ${description}`,
    hint: WEB_IDENTITY_HINT,
    field,
    get: noIdentity,
    renew: () => false,
  };
  const caller = stsCaller(who, context, connection);
  return {
    name: role,
    description: `${description} as role "${visible(role)}"`,
    hint: "Look at the policies of the role",
    field,
    parts: ["jwt", role, first],
    isRenewable: true,
    acquire: async () => {
      const { StsApi } = await import("./sts/client.ts");
      const sts = new StsApi(connection, noIdentity);
      const refused = {
        message: `Cannot assume role "${visible(role)}" with the token of ${description}`,
        hint: WEB_IDENTITY_HINT,
        field,
      };
      return acquired(refused, async () =>
        caller.call({
          name: "AssumeRoleWithWebIdentity",
          about: [],
          send: async () => sts.assumeRoleWithWebIdentity({ role, sessionName, token: token() }),
        }),
      );
    },
  };
}

const WEB_IDENTITY_HINT =
  "The role's trust policy must name the cluster's OIDC provider, the subject system:serviceaccount:NAMESPACE:NAME and the audience of the token; an expired token must be projected anew";

/** retrySettings are for the service that is read from, not for STS. */
function stsCaller(
  credentials: AwsCredentials,
  { network, record }: StsContext,
  { region }: AwsConnection,
): AwsCaller {
  return new AwsCaller({ service: `AWS STS in ${region}`, credentials, network, record, retry: undefined });
}

/** The request is not signed: the token says who asks. */
async function noIdentity(): Promise<AwsIdentity> {
  return Promise.resolve({ accessKeyId: "", secretAccessKey: "" });
}

interface Refused {
  readonly message: string;
  readonly hint: string;
  readonly field: FieldPath;
}

async function acquired(
  { message, hint, field }: Refused,
  ask: () => Promise<{ readonly identity: AwsIdentity | undefined }>,
): Promise<AwsIdentity> {
  try {
    const { identity } = await ask();
    if (identity !== undefined) return identity;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new ProblemError(
      { code: "AUTH_FAILED", message: `${message}: AWS STS refuses it (${code})`, hint },
      field,
    );
  }
  throw new ProblemError(
    { code: "PROTOCOL", message: `${message}: AWS STS answers without credentials`, hint },
    field,
  );
}

/** The code of a refusal; undefined for what is another problem, such as one of the network. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof AwsFailure)) return undefined;
  return error.error.code === "" ? `status ${error.error.status}` : error.error.code;
}
