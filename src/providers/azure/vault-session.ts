import type { Problem } from "../../ground/diagnostic.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { visible } from "../../ground/visible.ts";
import type { HttpRequest, HttpResponse } from "../../net/network.ts";
import type { AzureType } from "./address.ts";
import { COLLECTIONS, addressAzure } from "./address.ts";
import type { Challenge } from "./challenge.ts";
import { readChallenge } from "./challenge.ts";
import type { Cloud } from "./cloud.ts";
import type { AccessToken, Login } from "./login.ts";
import { refusalOf } from "./refusal.ts";
import type { Subject, Transport } from "./transport.ts";

/** One vault as one identity: its challenge once, and requests with the identity's token. */
export class VaultSession {
  readonly vault: URL;
  readonly #login: Login;
  readonly #cloud: Cloud;
  readonly #transport: Transport;
  #challenge: Challenge | undefined;
  /** The vault has accepted a token; from then on a 401 means that it has expired. */
  #isAccepted = false;
  /** Pages of lists that were asked for. A list is asked for once, so a page that comes again goes in circles. */
  readonly #pages = new Set<string>();

  constructor(vault: URL, login: Login, cloud: Cloud, transport: Transport) {
    this.vault = vault;
    this.#login = login;
    this.#cloud = cloud;
    this.#transport = transport;
  }

  /** Sends a request as the SDK made it: without a token until the vault has told which one it wants. */
  async sendUnchallenged(request: HttpRequest): Promise<HttpResponse> {
    if (this.#challenge !== undefined || request.headers["authorization"] !== undefined)
      return this.send(request);
    const response = await this.#transport.send(request, this.#subjectOf(request.url, ""));
    if (response.status !== 401) throw this.#unasked();
    this.#learn(response);
    return response;
  }

  /** Sends a request with a token. Throws Refusal, or ProblemError where the whole vault is concerned. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    this.#checkOrigin(request.url);
    this.#checkPage(request.url);
    const { resource } = this.#challenge ?? (await this.#ask(request));
    const token = await this.#login.token(resource);
    const response = await this.#sendAs(request, token);
    if (response.status === 401) return this.#sendAgain(request, token, resource);
    return this.#accept(request.url, response);
  }

  /** A token for the SDK, which has checked the challenge too. */
  async token(): Promise<AccessToken> {
    if (this.#challenge === undefined) throw this.#unasked();
    return this.#login.token(this.#challenge.resource);
  }

  async #ask(request: HttpRequest): Promise<Challenge> {
    const { authorization: _, ...headers } = request.headers;
    const response = await this.#transport.send({ ...request, headers }, this.#subjectOf(request.url, ""));
    if (response.status === 401) return this.#learn(response);
    throw this.#unasked();
  }

  async #sendAs(request: HttpRequest, { token }: AccessToken): Promise<HttpResponse> {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    return this.#transport.send(
      { ...request, headers },
      this.#subjectOf(request.url, this.#login.source.identity),
    );
  }

  /** A token that was good has run out, or was taken back: one new one. */
  async #sendAgain(request: HttpRequest, rejected: AccessToken, resource: string): Promise<HttpResponse> {
    if (!this.#isAccepted) throw this.#notAccepted();
    const token = await this.#login.tokenAfter(resource, rejected.token);
    const response = await this.#sendAs(request, token);
    if (response.status === 401) throw this.#notAccepted();
    return this.#accept(request.url, response);
  }

  #accept(url: URL, response: HttpResponse): HttpResponse {
    this.#isAccepted = true;
    if (response.status === 200) return response;
    const [, collection = "", name = "", version = ""] = url.pathname.replace(/^\/+/, "/").split("/");
    const { identity } = this.#login.source;
    throw refusalOf(response, {
      vault: this.vault,
      identity,
      collection,
      isList: name === "",
      hasVersion: version !== "",
    });
  }

  #learn(response: HttpResponse): Challenge {
    const challenge = readChallenge(response, this.vault);
    const { resource } = this.#cloud;
    if (resource !== undefined && resource !== challenge.resource) throw this.#otherCloud(resource);
    this.#challenge = challenge;
    return challenge;
  }

  /** A link to the next page must not take the token elsewhere. */
  #checkOrigin({ origin }: URL): void {
    if (origin === this.vault.origin) return;
    throw new ProblemError({
      code: "PROTOCOL",
      message: `Cannot use the answer of vault "${visible(this.vault.host)}": it links to another host`,
      hint: "Look at which service stands at this address",
    });
  }

  #checkPage({ href, searchParams }: URL): void {
    if (!searchParams.has("$skiptoken")) return;
    if (this.#pages.has(href)) {
      throw new ProblemError({
        code: "PROTOCOL",
        message: `Cannot list the secrets of vault "${visible(this.vault.host)}": its list goes in circles`,
        hint: "Look at what stands between this machine and the vault",
      });
    }
    this.#pages.add(href);
  }

  /** `GET secrets/app`, and the canonical name of what it is about. */
  #subjectOf({ pathname }: URL, identity: string): Subject {
    const [collection = "", name = "", version = ""] = pathname.replace(/^\/+/, "").split("/");
    const operation = `GET ${name === "" ? collection : `${collection}/${name}`}`;
    const type = typeOf(collection);
    if (type === undefined || name === "" || identity === "") return { operation, identity };
    const address = addressAzure({ key: `${type}/${name}`, version }, { vaultUrl: this.vault.href });
    return { operation, identity, access: "request" in address ? address.request : undefined };
  }

  #unasked(): ProblemError {
    return new ProblemError({
      code: "PROTOCOL",
      message: `Cannot log in for the vault "${visible(this.vault.host)}": it does not ask for a token`,
      hint: "Look at which service stands at this address",
    });
  }

  #notAccepted(): ProblemError {
    const { identity, tenant } = this.#login.source;
    const wanted = this.#challenge?.tenant;
    const message = `Cannot read from vault "${visible(this.vault.host)}": it does not accept the token of ${identity}`;
    const isOther =
      wanted !== undefined && tenant !== undefined && wanted.toLowerCase() !== tenant.toLowerCase();
    const problem: Problem = isOther
      ? {
          code: "AUTH_FAILED",
          message: `${message}, which is of tenant "${visible(tenant)}", while the vault belongs to tenant "${visible(wanted)}"`,
          hint: "Set tenantId to the tenant of the vault, and use a client that is registered there",
        }
      : { code: "AUTH_FAILED", message, hint: "Look at tenantId, and at the clock of this machine" };
    return new ProblemError(problem, ["spec", "provider", "azurekv", isOther ? "tenantId" : "vaultUrl"]);
  }

  #otherCloud(resource: string): ProblemError {
    return new ProblemError(
      {
        code: "AUTH_FAILED",
        message: `Cannot log in for the vault "${visible(this.vault.host)}": it is not in the store's cloud, whose tokens are for "${visible(resource)}"`,
        hint: "Set environmentType to the cloud of the vault",
      },
      ["spec", "provider", "azurekv", "environmentType"],
    );
  }
}

function typeOf(collection: string): AzureType | undefined {
  return (["secret", "key", "cert"] as const).find((type) => COLLECTIONS[type] === collection);
}
