import type { ReadRequest } from "../../eso/read-request.ts";
import type { Outcome, RecordCall } from "../../ground/journal.ts";
import type { Observe, VaultReply } from "./exchange.ts";

/** Reports calls to a journal. Of a read it is told what became of it; a login or a list is about no secret. */
export function journalled(record: RecordCall, identity: string, request?: ReadRequest): Observe {
  return ({ call, reply, attempts, milliseconds }) => {
    const { resourceId, version, key } = request ?? {};
    const isRead = resourceId !== undefined && version !== undefined && call.path === key;
    record({
      operation: `${call.method} ${call.path}`,
      identity,
      accesses: isRead ? [{ resourceId, version, outcome: outcomeOf(reply) }] : [],
      requestId: reply?.envelope.requestId,
      attempts,
      milliseconds,
    });
  };
}

function outcomeOf(reply: VaultReply | undefined): Outcome {
  switch (reply?.status) {
    case 200:
      return "found";
    case 401:
    case 403:
      return "denied";
    case 404:
      return "missing";
    default:
      return "failed";
  }
}
