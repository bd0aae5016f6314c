import { bytesOfGoString } from "../../go/bytes.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { Members } from "./envelope.ts";
import { textOf } from "./envelope.ts";
import type { VaultReply } from "./exchange.ts";
import type { Authentication } from "./login.ts";

/** A token that a login gave. */
export interface LoginToken {
  readonly value: Sensitive;
  /** Batch tokens are not stored by the server, so there is nothing to revoke. */
  readonly isBatch: boolean;
}

/** The token in the answer to a login. Throws ProblemError where the login was refused. */
export function tokenIn(reply: VaultReply, authentication: Authentication, host: string): LoginToken {
  const { auth } = reply.envelope;
  const token = auth?.get("client_token");
  if (reply.status !== 200 || token?.kind !== "string" || token.value === "")
    throw loginRefused(reply, authentication, host);
  return { value: new Sensitive(bytesOfGoString(token.value)), isBatch: isBatch(auth) };
}

function isBatch(auth: Members | undefined): boolean {
  return textOf(auth?.get("token_type")) === "batch";
}

function loginRefused(
  { status, envelope }: VaultReply,
  { name, field }: Authentication,
  host: string,
): ProblemError {
  const needsSecondFactor = envelope.auth?.get("mfa_requirement")?.kind === "object";
  const problem = {
    code: "AUTH_FAILED",
    message: `Cannot log in to Vault at "${visible(host)}" with ${name}: the server ${
      status === 200 ? "gives no token" : `refuses it (${status})`
    }`,
    hint: needsSecondFactor ? "The login wants a second factor: use a method without one" : hintOf(status),
  } as const;
  return new ProblemError(problem, field);
}

function hintOf(status: number): string {
  if (status === 404) return "Look at the method's mount path, the role and the namespace of the login";
  return "Look at the credential, the role, the audience of a JWT, the method's mount path and the namespace of the login";
}
