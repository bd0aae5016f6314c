import type { ReadRequest } from "../../eso/read-request.ts";
import type { Outcome, RecordCall } from "../../ground/journal.ts";
import type { ReadAnswer } from "./answer.ts";
import type { Observe, VaultReply } from "./exchange.ts";

/** Reports calls to a journal. Of a read it is told what became of it; a login or a list is about no secret. */
export function journalled(
  record: RecordCall,
  identity: string,
  request?: ReadRequest,
  answer?: ReadAnswer,
): Observe {
  return ({ call, reply, attempts, milliseconds }) => {
    const { resourceId, version, key } = request ?? {};
    const isRead = resourceId !== undefined && version !== undefined && call.path === key;
    record({
      operation: `${call.method} ${call.path}`,
      identity,
      accesses: isRead ? [{ resourceId, version, outcome: outcomeOf(reply, request, answer) }] : [],
      requestId: reply?.envelope.requestId,
      attempts,
      milliseconds,
    });
  };
}

function outcomeOf(
  reply: VaultReply | undefined,
  request: ReadRequest | undefined,
  answer: ReadAnswer | undefined,
): Outcome {
  if (reply === undefined || request === undefined || answer === undefined) return "failed";
  if (reply.status === 401 || reply.status === 403) return "denied";
  const { kind } = answer(reply, request);
  return kind === "value" ? "found" : kind;
}
