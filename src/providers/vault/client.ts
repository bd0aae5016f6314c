import nodeVault from "node-vault";

import type { ClientContext } from "../../eso/client-context.ts";
import type { Find, RemoteRef } from "../../eso/external-secret.ts";
import type {
  Address,
  Answer,
  Authorize,
  RawSecret,
  ReadRequest,
  SecretsClient,
} from "../../eso/read-request.ts";
import type { OpenBaoProvider } from "../../eso/stores/openbao.ts";
import type { VaultProvider } from "../../eso/stores/vault.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { addressOpenBao } from "../openbao/address.ts";
import { openBaoAnswer } from "../openbao/answer.ts";
import { findInOpenBao } from "../openbao/find.ts";
import { addressVault } from "./address.ts";
import type { ReadAnswer } from "./answer.ts";
import { vaultAnswer } from "./answer.ts";
import { authenticate, digestOf, tlsCertificate } from "./auth.ts";
import type { VaultSearchable } from "./find-vault.ts";
import { findInVault } from "./find-vault.ts";
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
export function openVaultClient(provider: VaultProvider, context: ClientContext): SecretsClient {
  return new VaultClient(provider, context, {
    name: "vault",
    trimsNames: true,
    address: (remoteRef) => addressVault(remoteRef, provider),
    answer: vaultAnswer(provider.version),
    find: async (find, searchable) => findInVault(find, provider, searchable),
  });
}

/** Opens an OpenBao store. Throws ProblemError. */
export function openOpenBaoClient(provider: OpenBaoProvider, context: ClientContext): SecretsClient {
  return new VaultClient(provider, context, {
    name: "openBao",
    trimsNames: false,
    address: (remoteRef) => addressOpenBao(remoteRef, provider),
    answer: openBaoAnswer(provider.version),
    find: async (find, searchable) => findInOpenBao(find, provider, searchable),
  });
}

/** In what ESO's two providers for this API differ. */
interface Dialect {
  readonly name: "vault" | "openBao";
  readonly trimsNames: boolean;
  readonly address: (remoteRef: RemoteRef) => Address;
  readonly answer: ReadAnswer;
  readonly find: (find: Find, searchable: VaultSearchable) => Promise<Answer<SecretData>>;
}

class VaultClient implements SecretsClient {
  readonly identity: string;
  readonly #lease: SessionLease;
  readonly #dialect: Dialect;
  readonly #context: ClientContext;

  constructor(settings: ServerSettings & KvSettings, context: ClientContext, dialect: Dialect) {
    const session = openSession(settings, context, dialect);
    this.#lease = session.lease;
    this.#dialect = dialect;
    this.#context = context;
    this.identity = JSON.stringify([dialect.name, session.identity, settings.path, settings.version]);
  }

  async read(requests: readonly ReadRequest[]): Promise<ReadonlyMap<ReadRequest, Answer<RawSecret>>> {
    const answers = await inOrder(
      requests.map(async (request) => [request, await this.#read(request)] as const),
    );
    return new Map(answers);
  }

  async find(find: Find, authorize: Authorize): Promise<Answer<SecretData>> {
    const { session } = this.#lease;
    const observe = journalled(this.#context.record, session.identity);
    return this.#dialect.find(find, {
      list: async (path) => session.get(path, { list: true }, observe),
      metadata: async (path) => session.get(path, {}, observe),
      read: async (request) => this.#read(request),
      address: (key) => this.#dialect.address({ key }),
      authorize,
    });
  }

  async close(): Promise<void> {
    await this.#lease.release(journalled(this.#context.record, this.#lease.session.identity));
  }

  async #read(request: ReadRequest): Promise<Answer<RawSecret>> {
    const { session } = this.#lease;
    const { answer } = this.#dialect;
    const observe = journalled(this.#context.record, session.identity, request, answer);
    try {
      return answer(await session.get(request.key, { version: request.version }, observe), request);
    } catch (error) {
      if (isOfOneSecret(error)) return { kind: "failed", problem: error.problem };
      throw error;
    }
  }
}

interface KvSettings {
  readonly path?: string | undefined;
  readonly version: "v1" | "v2";
}

function openSession(
  settings: ServerSettings,
  context: ClientContext,
  { name, trimsNames }: Dialect,
): { readonly lease: SessionLease; readonly identity: string } {
  const { credentials, mayUseAmbient, environment, network, store } = context;
  const { retrySettings } = store.spec;
  const field = ["spec", "provider", name];
  const url = urlOf(settings, field);
  const headers = headersOf(settings);
  const namespaces = namespacesOf(settings);
  const retry = retryRule(name === "vault" ? retrySettings : undefined);
  const ca = url.protocol === "https:" ? credentials.caCertificates(settings, field) : undefined;
  checkCa(ca, field);
  const authContext = { credentials, mayUseAmbient, environment, trimsNames };
  const certificate = tlsCertificate(settings.tls, [...field, "tls"], authContext);
  const authentication = authenticate(settings.auth, [...field, "auth"], authContext);
  const { readYourWrites = false, forwardInconsistent = false } = settings;
  const readsOwnWrites = readYourWrites || forwardInconsistent;
  const identity = digestOf(
    [url.href, headers, namespaces, ca, certificate, retry, readsOwnWrites],
    authentication,
  );
  const open = (): VaultSession =>
    new VaultSession({
      host: url.host,
      authentication,
      headers,
      namespaces,
      readsOwnWrites,
      exchange: openExchange(nodeVault, {
        url,
        tls: { ca, ...(authentication.clientCertificate ?? certificate) },
        network,
        retry,
      }),
    });
  return { lease: leaseSession(network, identity, open), identity };
}
