import { SecretClient } from "@azure/keyvault-secrets";

import type { ClientContext } from "../../eso/client-context.ts";
import type { Find } from "../../eso/external-secret.ts";
import type { Answer, Authorize, RawSecret, ReadRequest, SecretsClient } from "../../eso/read-request.ts";
import type { AzureProvider } from "../../eso/stores/azure.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { SecretData, Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import type { Network } from "../../net/network.ts";
import { addressOfSecret } from "./address.ts";
import type { ReadKeystore } from "./auth-context.ts";
import type { Identified } from "./bundle.ts";
import { isIdentifierOf, readBundle } from "./bundle.ts";
import { cloudOf } from "./cloud.ts";
import type { ListedSecret } from "./find.ts";
import { hitProblem, matcherOf, tooManyHits } from "./find.ts";
import type { TokenSource } from "./login.ts";
import { Login } from "./login.ts";
import type { AzureObject } from "./object.ts";
import { Refusal } from "./refusal.ts";
import { sdkOptions } from "./sdk-http.ts";
import { secretObject } from "./secret-object.ts";
import { AzureSecret } from "./select.ts";
import { tokenSourceOf } from "./token-source.ts";
import { Transport } from "./transport.ts";
import { VaultSession } from "./vault-session.ts";
import { vaultOf } from "./vault-url.ts";

/** The version of the API that is spoken: the one of ESO's default client, which every cloud has. */
const API_VERSION = "7.0";
/** Pages of a list, counted: a vault that gives more goes in circles. */
const MAX_PAGES = 1000;

/**
 * Opens a vault. Nothing is asked before the first read. `readKeystore` opens a PKCS#12 archive without a password.
 * Throws ProblemError.
 */
export async function openAzureClient(
  provider: AzureProvider,
  context: ClientContext,
  readKeystore: ReadKeystore,
): Promise<SecretsClient> {
  const vault = vaultOf(provider);
  const cloud = cloudOf(provider);
  const source = await tokenSourceOf({ ...context, provider, cloud, readKeystore });
  const login = loginOf(context.network, source);
  const session = new VaultSession(vault, login, cloud, new Transport(context));
  return new AzureClient(session, source, provider.useAzureSDK === true);
}

/** The logins of each run, by what they log in with: stores of several vaults share one. */
const LOGINS = new WeakMap<Network, Map<string, Login>>();

function loginOf(network: Network, source: TokenSource): Login {
  const logins = LOGINS.get(network) ?? new Map<string, Login>();
  LOGINS.set(network, logins);
  const login = logins.get(source.digest) ?? new Login(source, () => network.clock.wall());
  logins.set(source.digest, login);
  return login;
}

class AzureClient implements SecretsClient {
  readonly identity: string;
  readonly #session: VaultSession;
  readonly #useAzureSdk: boolean;
  readonly #secrets: SecretClient;
  /** Every object that was asked for, by its canonical name and version. */
  readonly #objects = new Map<string, Promise<Answer<AzureObject>>>();
  #list: Promise<readonly ListedSecret[]> | undefined;
  #first: Promise<unknown> | undefined;

  constructor(session: VaultSession, source: TokenSource, useAzureSdk: boolean) {
    this.identity = JSON.stringify(["azure", session.vault.origin, useAzureSdk, source.digest]);
    this.#session = session;
    this.#useAzureSdk = useAzureSdk;
    const credential = {
      getToken: async (): Promise<{ token: string; expiresOnTimestamp: number }> => {
        const { token, expiresAt } = await session.token();
        return { token, expiresOnTimestamp: expiresAt };
      },
    };
    const options = sdkOptions(async (request) => session.sendUnchallenged(request));
    this.#secrets = new SecretClient(session.vault.origin, credential, {
      ...options,
      serviceVersion: API_VERSION,
    });
  }

  async read(requests: readonly ReadRequest[]): Promise<ReadonlyMap<ReadRequest, Answer<RawSecret>>> {
    const answers = await Promise.all(
      requests.map(async (request) => [request, await this.#read(request)] as const),
    );
    return new Map(answers.map(([request, answer]) => [request, this.#rawSecret(answer)]));
  }

  async find(find: Find, authorize: Authorize, budget?: WorkBudget): Promise<Answer<SecretData>> {
    const matches = matcherOf(find, budget);
    if ("problem" in matches) return { kind: "failed", problem: matches.problem };
    this.#list ??= this.#afterFirst(async () => this.#listAll());
    const names = matches(await this.#list);
    if (names.length > LIMITS.findHits) return { kind: "failed", problem: tooManyHits(names.length) };
    const requests = names.map((name) => ({
      name,
      request: addressOfSecret(name, this.#session.vault.href),
    }));
    for (const { request } of requests) {
      const problem = authorize(request);
      if (problem !== undefined) return { kind: "failed", problem };
    }
    const found = new Map<string, Sensitive>();
    const answers = await Promise.all(
      requests.map(async ({ name, request }) => ({ name, answer: await this.#read(request) })),
    );
    for (const { name, answer } of answers) {
      if (answer.kind !== "value") return { ...answer, problem: hitProblem(name, answer.problem) };
      found.set(name, answer.value.value);
    }
    return { kind: "value", value: found };
  }

  /** Tokens cannot be given back, and the connections are the run's. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  #rawSecret(answer: Answer<AzureObject>): Answer<RawSecret> {
    return answer.kind === "value"
      ? { kind: "value", value: new AzureSecret(answer.value, this.#useAzureSdk) }
      : answer;
  }

  async #read(request: ReadRequest): Promise<Answer<AzureObject>> {
    const id = JSON.stringify([request.resourceId, request.version]);
    const known = this.#objects.get(id) ?? this.#afterFirst(async () => this.#ask(request));
    this.#objects.set(id, known);
    return known;
  }

  /**
   * The first request of a vault goes alone: it brings the challenge and the token, and what it fails with for the
   * whole vault all others fail with too.
   */
  async #afterFirst<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#first === undefined) {
      const first = work();
      this.#first = first;
      return first;
    }
    await this.#first;
    return work();
  }

  async #ask({ key, version }: ReadRequest): Promise<Answer<AzureObject>> {
    try {
      const [collection = "", name = ""] = key.split("/");
      const { id, object } =
        collection === "secrets" ? await this.#secret(name, version) : await this.#bundle(key, version);
      return isIdentifierOf(id, key, version)
        ? { kind: "value", value: object }
        : { kind: "failed", problem: MIXED_UP };
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  async #secret(name: string, version: string): Promise<Identified> {
    const secret = await this.#bySdk(async () =>
      this.#secrets.getSecret(name, version === "" ? {} : { version }),
    );
    const { id } = secret.properties;
    if (secret.value === undefined || id === undefined) throw this.#notAnObject();
    return { id, object: secretObject(secret, secret.value) };
  }

  async #bundle(key: string, version: string): Promise<Identified> {
    const type = key.startsWith("keys/") ? "key" : "cert";
    const url = new URL(`${this.#session.vault.origin}/${key}/${version}`);
    url.searchParams.set("api-version", API_VERSION);
    const response = await this.#session.send({
      method: "GET",
      url,
      headers: { accept: "application/json" },
    });
    const identified = readBundle(response, type, this.#useAzureSdk);
    if (identified === undefined) throw this.#notAnObject();
    return identified;
  }

  async #listAll(): Promise<readonly ListedSecret[]> {
    const listed: ListedSecret[] = [];
    const pages = this.#secrets.listPropertiesOfSecrets().byPage();
    for (let count = 0; count < MAX_PAGES; count++) {
      const page = await this.#bySdk(async () => pages.next());
      if (page.done === true) return listed;
      for (const { name, enabled = false, tags = {} } of page.value) listed.push({ name, enabled, tags });
    }
    throw this.#endless();
  }

  /** What the SDK throws of its own it throws for an answer that it cannot read; its texts quote the answer. */
  async #bySdk<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof Refusal || error instanceof ProblemError ? error : this.#notAnObject();
    }
  }

  #notAnObject(): ProblemError {
    return new ProblemError({
      code: "PROTOCOL",
      message: `Cannot use the answer of vault "${visible(this.#session.vault.host)}": it is not what Key Vault sends`,
      hint: "Look at what stands between this machine and the vault. A certificate that is not issued yet has no content",
    });
  }

  #endless(): ProblemError {
    return new ProblemError({
      code: "PROTOCOL",
      message: `Cannot list the secrets of vault "${visible(this.#session.vault.host)}": its list has no end`,
      hint: "Look at what stands between this machine and the vault",
    });
  }
}

const MIXED_UP: Problem = {
  code: "PROTOCOL",
  message: "the answer is about another object",
  hint: "Look at what stands between this machine and the vault: a proxy mixes answers up",
};
