import nodeVault from "node-vault";

import type { ClientContext } from "../../eso/client-context.ts";
import type { Find } from "../../eso/external-secret.ts";
import type { Answer, Authorize, RawSecret, ReadRequest, SecretsClient } from "../../eso/read-request.ts";
import type { OpenBaoProvider } from "../../eso/stores/openbao.ts";
import type { VaultProvider } from "../../eso/stores/vault.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import { tlsCertificate } from "./auth.ts";
import type { AuthContext } from "./auth-methods.ts";
import { authenticate } from "./auth-methods.ts";
import type { Dialect } from "./dialects.ts";
import { isOfOneSecret } from "./failure.ts";
import { journalled } from "./journalled.ts";
import { inOrder } from "./in-order.ts";
import { VaultSession } from "./session.ts";
import type { SessionLease } from "./shared-session.ts";
import { leaseSession } from "./shared-session.ts";
import type { ServerSettings } from "./settings.ts";
import { checkCa, headersOf, namespacesOf, retryRule, urlOf } from "./settings.ts";
import { openExchange } from "./transport.ts";

/** Opens a Vault store. Its references are resolved now; the login comes with the first read. Throws ProblemError. */
export async function openVaultClient(
  provider: VaultProvider,
  context: ClientContext,
): Promise<SecretsClient> {
  return new VaultClient(provider, context, {
    name: "vault",
    trimsNames: true,
    byIam: await iamOf(provider, context),
    loadDialect: async () => (await import("./dialects.ts")).vaultDialect(provider),
  });
}

/** Opens an OpenBao store. Throws ProblemError. */
export function openOpenBaoClient(provider: OpenBaoProvider, context: ClientContext): SecretsClient {
  return new VaultClient(provider, context, {
    name: "openBao",
    trimsNames: false,
    loadDialect: async () => (await import("./dialects.ts")).openBaoDialect(provider),
  });
}

/** The code of AWS's logins is loaded where a store has one. */
async function iamOf({ auth }: VaultProvider, context: ClientContext): Promise<Variant["byIam"]> {
  if (auth?.iam === undefined) return undefined;
  const { byIam } = await import("./iam.ts");
  return (iam, field) => byIam(iam, field, context);
}

/** In what the logins of ESO's two providers for this API differ, and how they read. */
interface Variant {
  readonly name: "vault" | "openBao";
  readonly trimsNames: boolean;
  readonly byIam?: AuthContext["byIam"];
  /** Is called when the first request is made, so that the code is loaded while the server is waited for. */
  readonly loadDialect: () => Promise<Dialect>;
}

class VaultClient implements SecretsClient {
  readonly identity: string;
  readonly #lease: SessionLease;
  readonly #variant: Variant;
  readonly #context: ClientContext;
  #dialect: Promise<Dialect> | undefined;

  constructor(settings: ServerSettings & KvSettings, context: ClientContext, variant: Variant) {
    this.#lease = openSession(settings, context, variant);
    this.#variant = variant;
    this.#context = context;
    this.identity = JSON.stringify([variant.name, this.#lease.id, settings.path, settings.version]);
  }

  async read(requests: readonly ReadRequest[]): Promise<ReadonlyMap<ReadRequest, Answer<RawSecret>>> {
    const outcomes = await inOrder(requests, async (request) => this.#try(request));
    const [first] = outcomes;
    if (first instanceof ProblemError && outcomes.every((outcome) => outcome instanceof ProblemError))
      throw first;
    return new Map(requests.map((request, index) => [request, answerOf(outcomes[index])] as const));
  }

  async find(find: Find, authorize: Authorize, budget?: WorkBudget): Promise<Answer<SecretData>> {
    const { session } = this.#lease;
    const dialect = await this.#load();
    const observe = journalled(this.#context.record, session.identity);
    return dialect.find(find, {
      list: async (path) => session.get(path, { list: true }, observe),
      metadata: async (path) => session.get(path, {}, observe),
      read: async (request) => answerOf(await this.#try(request)),
      address: (key) => dialect.address({ key }),
      authorize,
      budget,
    });
  }

  async close(): Promise<void> {
    await this.#lease.release(journalled(this.#context.record, this.#lease.session.identity));
  }

  /** The answer; or an error that may be this secret's alone. Throws what concerns the whole store. */
  async #try(request: ReadRequest): Promise<Answer<RawSecret> | ProblemError> {
    const { session } = this.#lease;
    const observe = journalled(this.#context.record, session.identity, request);
    try {
      const [reply, { answer }] = await Promise.all([
        session.get(request.key, { version: request.version }, observe),
        this.#load(),
      ]);
      return answer(reply, request);
    } catch (error) {
      if (isOfOneSecret(error)) return error;
      throw error;
    }
  }

  async #load(): Promise<Dialect> {
    this.#dialect ??= this.#variant.loadDialect();
    return this.#dialect;
  }
}

function answerOf(outcome: Answer<RawSecret> | ProblemError | undefined): Answer<RawSecret> {
  if (outcome instanceof ProblemError) return { kind: "failed", problem: outcome.problem };
  if (outcome === undefined) throw new TypeError("A request has no outcome");
  return outcome;
}

interface KvSettings {
  readonly path?: string | undefined;
  readonly version: "v1" | "v2";
}

function openSession(
  settings: ServerSettings,
  context: ClientContext,
  { name, trimsNames, byIam }: Variant,
): SessionLease {
  const { credentials, mayUseAmbient, environment, network, store } = context;
  const { retrySettings } = store.spec;
  const field = ["spec", "provider", name];
  const url = urlOf(settings, field);
  const headers = headersOf(settings);
  const namespaces = namespacesOf(settings);
  const retry = retryRule(name === "vault" ? retrySettings : undefined);
  const certificates = credentials.caCertificates(settings, field);
  checkCa(certificates, field);
  const ca = url.protocol === "https:" ? certificates : undefined;
  const authContext = { credentials, mayUseAmbient, environment, trimsNames, byIam };
  const certificate = tlsCertificate(settings.tls, [...field, "tls"], authContext);
  const authentication = authenticate(settings.auth, [...field, "auth"], authContext);
  const { readYourWrites = false, forwardInconsistent = false } = settings;
  const readsOwnWrites = readYourWrites || forwardInconsistent;
  const connection = [url.href, headers, namespaces, ca, certificate, retry, readsOwnWrites];
  const identity = { settings: JSON.stringify(connection), authentication };
  const tls = { ca, ...(authentication.clientCertificate ?? certificate) };
  const open = (): VaultSession =>
    new VaultSession({
      host: url.host,
      authentication,
      headers,
      namespaces,
      readsOwnWrites,
      exchange: openExchange(nodeVault, { url, tls, network, retry }),
      now: () => network.clock.now(),
      prepare: (count) => {
        network.prepare(url, tls, count);
      },
    });
  return leaseSession(network, identity, open);
}
