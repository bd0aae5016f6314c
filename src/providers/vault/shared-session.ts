import type { Network } from "../../net/network.ts";
import type { Observe } from "./exchange.ts";
import type { VaultSession } from "./session.ts";

interface Shared {
  readonly session: VaultSession;
  users: number;
}

/** The sessions of each run's network, by their identity. */
const SESSIONS = new WeakMap<Network, Map<string, Shared>>();

/** A session that clients with the same login use together; it ends when the last of them has given it back. */
export interface SessionLease {
  readonly session: VaultSession;
  /** Never throws. */
  release(observe: Observe): Promise<void>;
}

/** The session of an identity in a run: the one that is open, or a new one. */
export function leaseSession(network: Network, identity: string, open: () => VaultSession): SessionLease {
  const sessions = SESSIONS.get(network) ?? new Map<string, Shared>();
  SESSIONS.set(network, sessions);
  const shared = sessions.get(identity) ?? { session: open(), users: 0 };
  sessions.set(identity, shared);
  shared.users += 1;
  let isReleased = false;
  return {
    session: shared.session,
    release: async (observe) => {
      if (isReleased) return;
      isReleased = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      sessions.delete(identity);
      await shared.session.close(observe);
    },
  };
}
