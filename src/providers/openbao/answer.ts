import type { OpenBaoProvider } from "../../eso/stores/openbao.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { isMissing, missing, secretIn } from "../vault/answer.ts";
import type { ReadAnswer } from "../vault/answer.ts";
import type { Members } from "../vault/envelope.ts";
import { literalMembersOf } from "../decode-json.ts";
import { refusal } from "../vault/refusal.ts";
import { VaultSecret } from "../vault/select.ts";

/**
 * ESO: openbao.Client.GetSecret. What does not exist is an error that deletionPolicy has no say in, and a deleted
 * version is the JSON text `null`.
 */
export function openBaoAnswer(version: OpenBaoProvider["version"]): ReadAnswer {
  return (reply, request) => {
    const { envelope } = reply;
    const problem: Problem | undefined =
      refusal(reply, "read", request.key) ?? (isMissing(reply) ? missing(envelope, request) : undefined);
    if (problem !== undefined) return { kind: "failed", problem };
    if (version === "v1") return secretAnswer(envelope.data);
    const found = secretIn(envelope, request);
    return "problem" in found ? { kind: "failed", problem: found.problem } : secretAnswer(found.data);
  };
}

function secretAnswer(members: Members | undefined): ReturnType<ReadAnswer> {
  const data = members === undefined ? undefined : literalMembersOf(members);
  return { kind: "value", value: new VaultSecret(data, { hasPaths: false }) };
}
