import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came. */
export interface AwsCall {
  /** `GetSecretValue`, `AssumeRole`. */
  readonly action: string;
  /** Access key ID of who signed it; empty where nobody did. */
  readonly accessKey: string;
  readonly region: string;
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
}

/** An answer in place of the server's. */
export interface AwsFault {
  /** Access key ID whose requests fail; absent for anybody's. */
  readonly key?: string;
  readonly action: string;
  /** A part of the bodies that fail. */
  readonly contains?: string;
  /** So many requests fail; absent for all. */
  readonly times?: number;
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A proxy before moto, or a server of its own, that keeps a list of what it was asked. */
export interface AwsProxy {
  readonly url: string;
  readonly calls: AwsCall[];
  faults: readonly AwsFault[];
  /** Waits so long before each answer, in milliseconds. */
  delay: number;
  /** Calls back once, with the next request. */
  onRequest(tell: () => void): void;
  /** Forgets the calls, and counts faults from the start. */
  restart(): void;
  stop(): Promise<void>;
}

/** Starts a proxy on loopback. Without a server behind it, what is no fault is a 501. */
export async function startAwsProxy(target?: string): Promise<AwsProxy> {
  const proxy = new RecordingProxy(target);
  proxy.server.listen(0, "127.0.0.1");
  await once(proxy.server, "listening");
  return proxy;
}

class RecordingProxy implements AwsProxy {
  readonly calls: AwsCall[] = [];
  faults: readonly AwsFault[] = [];
  delay = 0;
  readonly server = createServer((incoming, response) => void this.#serve(incoming, response));
  readonly #target: string | undefined;
  readonly #used = new Map<AwsFault, number>();
  readonly #waiting: (() => void)[] = [];

  constructor(target: string | undefined) {
    this.#target = target;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  onRequest(tell: () => void): void {
    this.#waiting.push(tell);
  }

  restart(): void {
    this.calls.length = 0;
    this.#used.clear();
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(incoming);
    this.calls.push(call);
    for (const tell of this.#waiting.splice(0)) tell();
    const fault = this.#faultFor(call);
    if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
    if (fault !== undefined) {
      response.writeHead(fault.status, { "content-type": "application/x-amz-json-1.1", ...fault.headers });
      response.end(fault.body);
      return;
    }
    if (this.#target === undefined) {
      response.writeHead(501).end();
      return;
    }
    await forward(this.#target, call, response);
  }

  #faultFor({ action, accessKey, body }: AwsCall): AwsFault | undefined {
    return this.faults.find((fault) => {
      const isIt =
        fault.action === action &&
        (fault.key ?? accessKey) === accessKey &&
        body.includes(fault.contains ?? "") &&
        (this.#used.get(fault) ?? 0) < (fault.times ?? Number.POSITIVE_INFINITY);
      if (isIt) this.#used.set(fault, (this.#used.get(fault) ?? 0) + 1);
      return isIt;
    });
  }
}

/** A connection for each request: a server may close one that is kept at any time. */
async function forward(target: string, { headers, body }: AwsCall, response: ServerResponse): Promise<void> {
  const { connection: _, ...kept } = headers;
  const forwarded = request(target, { method: "POST", headers: kept, agent: false });
  forwarded.end(body);
  const [answer] = (await once(forwarded, "response")) as [IncomingMessage];
  response.writeHead(answer.statusCode ?? 502, {
    "content-type": answer.headers["content-type"] ?? "",
    "x-amzn-requestid": answer.headers["x-amzn-requestid"] ?? "",
  });
  answer.pipe(response);
}

async function readCall(incoming: IncomingMessage): Promise<AwsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const { "x-amz-target": target, authorization = "" } = incoming.headers;
  const [, accessKey = "", region = ""] = /Credential=([^/]*)\/\d+\/([^/]*)\//.exec(authorization) ?? [];
  const action =
    typeof target === "string" ? target.split(".").at(-1) : new URLSearchParams(body).get("Action");
  return { action: action ?? "", accessKey, region, body, headers: incoming.headers };
}
