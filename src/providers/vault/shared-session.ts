import type { Network } from "../../net/network.ts";
import { isSameLogin } from "./auth.ts";
import type { Observe } from "./exchange.ts";
import type { Authentication } from "./login.ts";
import type { VaultSession } from "./session.ts";

/** Who asks a server, and all that decides what it is asked and how. */
export interface SessionIdentity {
  /** Of the connection and of every request, as JSON. */
  readonly settings: string;
  readonly authentication: Authentication;
}

interface Shared {
  readonly identity: SessionIdentity;
  /** Its number in the run. */
  readonly id: number;
  readonly session: VaultSession;
  users: number;
}

interface Sessions {
  readonly open: Set<Shared>;
  opened: number;
}

/** The sessions of each run's network. */
const SESSIONS = new WeakMap<Network, Sessions>();

/** A session that clients with the same login use together; it ends when the last of them has given it back. */
export interface SessionLease {
  readonly session: VaultSession;
  /** Of the session among those of its network. */
  readonly id: number;
  /** Never throws. */
  release(observe: Observe): Promise<void>;
}

/** The session of an identity in a run: the one that is open, or a new one. */
export function leaseSession(
  network: Network,
  identity: SessionIdentity,
  open: () => VaultSession,
): SessionLease {
  const sessions = SESSIONS.get(network) ?? { open: new Set<Shared>(), opened: 0 };
  SESSIONS.set(network, sessions);
  const shared = sharedOf(sessions, identity) ?? {
    identity,
    id: (sessions.opened += 1),
    session: open(),
    users: 0,
  };
  sessions.open.add(shared);
  shared.users += 1;
  let isReleased = false;
  return {
    session: shared.session,
    id: shared.id,
    release: async (observe) => {
      if (isReleased) return;
      isReleased = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      sessions.open.delete(shared);
      await shared.session.close(observe);
    },
  };
}

function sharedOf({ open }: Sessions, { settings, authentication }: SessionIdentity): Shared | undefined {
  return [...open].find(
    ({ identity }) => identity.settings === settings && isSameLogin(identity.authentication, authentication),
  );
}
