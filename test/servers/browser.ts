import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";

import { toolPath } from "./find.ts";

/** The part of the page that is seen, in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  /** A phone: touch, and the page decides its own scale. */
  readonly isMobile?: boolean;
}

type Message = Readonly<Record<string, unknown>>;

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--no-zygote",
  "--disable-gpu",
  "--hide-scrollbars",
  "--remote-debugging-pipe",
];

/** A headless Chromium, spoken to over a pipe in the DevTools protocol. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (answer: Message) => void>();
  readonly #listeners = new Map<string, (message: Message) => void>();
  #text = "";
  #lastId = 0;

  constructor() {
    const executable = toolPath("chromium");
    const directory = dirname(executable);
    this.#profile = mkdtempSync(join(tmpdir(), "presecret-browser-"));
    this.#process = spawn(executable, [...FLAGS, `--user-data-dir=${this.#profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
      env: {
        HOME: this.#profile,
        LD_LIBRARY_PATH: join(directory, "lib"),
        FONTCONFIG_FILE: join(directory, "fonts.conf"),
      },
    });
    this.#reader.setEncoding("utf8").on("data", (chunk: string) => this.#receive(chunk));
  }

  /** Opens a page and waits until it is loaded. */
  async open(url: string, { width, height, isMobile = false }: Viewport): Promise<Page> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, String(sessionId));
    for (const domain of ["Page", "Runtime", "Log"]) await page.send(`${domain}.enable`);
    await page.send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      mobile: isMobile,
      deviceScaleFactor: isMobile ? 2 : 1,
    });
    const loaded = page.loaded();
    await page.send("Page.navigate", { url });
    await loaded;
    return page;
  }

  /** Sends a command; gives its result. Throws with what the browser says where it refuses. */
  async send(method: string, params: Message = {}, sessionId?: string): Promise<Message> {
    const id = ++this.#lastId;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#writer.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result as Message;
  }

  /** Tells `listener` of everything that happens in a session. */
  listen(sessionId: string, listener: (message: Message) => void): void {
    this.#listeners.set(sessionId, listener);
  }

  /** Ends the browser and removes its profile. */
  async close(): Promise<void> {
    const exited = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await exited;
    rmSync(this.#profile, { recursive: true, force: true });
  }

  get #writer(): Writable {
    return this.#process.stdio[3] as Writable;
  }

  get #reader(): Readable {
    return this.#process.stdio[4] as Readable;
  }

  #receive(chunk: string): void {
    const parts = (this.#text + chunk).split("\0");
    this.#text = parts.pop() ?? "";
    for (const part of parts) this.#dispatch(JSON.parse(part) as Message);
  }

  #dispatch(message: Message): void {
    const { id, sessionId } = message;
    if (typeof id === "number") {
      this.#waiting.get(id)?.(message);
      this.#waiting.delete(id);
    } else this.#listeners.get(String(sessionId))?.(message);
  }
}

/** One page of a browser. */
export class Page {
  /** What the page said: console messages, refused loads, exceptions. */
  readonly messages: string[] = [];
  readonly #browser: Browser;
  readonly #session: string;
  #isLoaded: () => void = () => undefined;

  constructor(browser: Browser, session: string) {
    this.#browser = browser;
    this.#session = session;
    browser.listen(session, ({ method, params }) => {
      if (method === "Page.loadEventFired") this.#isLoaded();
      else if (
        ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"].includes(String(method))
      )
        this.messages.push(JSON.stringify(params));
    });
  }

  async send(method: string, params: Message = {}): Promise<Message> {
    return this.#browser.send(method, params, this.#session);
  }

  /** Resolves when the next page is there. */
  async loaded(): Promise<void> {
    return new Promise((resolve) => (this.#isLoaded = resolve));
  }

  /** The value of an expression in the page, as JSON can hold it. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.send("Runtime.evaluate", { expression, returnByValue: true });
    return (result as { value?: unknown }).value;
  }

  /** A picture of the visible part, as PNG. */
  async screenshot(): Promise<Uint8Array> {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    return Buffer.from(String(data), "base64");
  }
}
