import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  openSync,
  closeSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { toolPath } from "./find.ts";

/** An Application, as far as a plugin sees it. */
export interface Application {
  readonly name: string;
  readonly namespace?: string;
  readonly project?: string;
  readonly revision?: string;
  /** The source's path in the repository. */
  readonly path: string;
  /** `spec.source.plugin.parameters`; undefined for a source without `plugin`. */
  readonly parameters?: readonly object[] | null;
  /** `spec.source.plugin.env`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
}

/** What Argo CD's repo-server gets from its plugin server. */
export interface Generated {
  readonly objects: readonly {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
  }[];
  /** As the Application's status would show it. */
  readonly error?: string;
  readonly discoverySet: boolean;
  readonly elapsedSeconds: number;
}

/** The variables that repo-server 3.2 gives a plugin (`newEnv`, `getPluginEnvs` and `Environ` of the parameters). */
export function environmentOf(application: Application): string[] {
  const {
    name,
    namespace = "",
    project = "default",
    revision = "8d1f5a1f0d8c4e0f9b6a3c2d1e0f9a8b7c6d5e4f",
    path,
  } = application;
  const {
    parameters = null,
    env = {},
    kubeVersion = "1.33.0",
    apiVersions = ["v1", "apps/v1", "apps/v1/Deployment"],
  } = application;
  const entries = {
    ARGOCD_APP_NAME: name,
    ARGOCD_APP_NAMESPACE: namespace,
    ARGOCD_APP_PROJECT_NAME: project,
    ARGOCD_APP_REVISION: revision,
    ARGOCD_APP_REVISION_SHORT: revision.slice(0, 7),
    ARGOCD_APP_REVISION_SHORT_8: revision.slice(0, 8),
    ARGOCD_APP_SOURCE_REPO_URL: "https://git.example.com/apps.git",
    ARGOCD_APP_SOURCE_PATH: path,
    ARGOCD_APP_SOURCE_TARGET_REVISION: "main",
    KUBE_VERSION: kubeVersion,
    KUBE_API_VERSIONS: apiVersions.join(","),
    ...Object.fromEntries(Object.entries(env).map(([key, value]) => [`ARGOCD_ENV_${key}`, value])),
    ARGOCD_APP_PARAMETERS: JSON.stringify(parameters),
  };
  return Object.entries(entries).map(([key, value]) => `${key}=${value}`);
}

/** Argo CD's plugin server with one plugin, on a socket of its own. */
export class CmpServer {
  readonly folder: string;
  readonly pid: number;
  readonly #name: string;

  private constructor(folder: string, name: string, pid: number) {
    this.folder = folder;
    this.pid = pid;
    this.#name = name;
  }

  /**
   * Starts it with a plugin.yaml; its environment is PATH and what is given, as a sidecar has none of the
   * repo-server's. Waits until the socket is there.
   */
  static async start(plugin: string, env: Readonly<Record<string, string>>): Promise<CmpServer> {
    const folder = mkdtempSync(join(tmpdir(), "cmp-"));
    for (const name of ["config", "plugins", "work"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "config/plugin.yaml"), plugin);
    const [, name = ""] = /^metadata:\n {2}name: (\S+)$/m.exec(plugin) ?? [];
    const log = openSync(join(folder, "log"), "a");
    const child = spawn(
      toolPath("cmp-host"),
      ["server", "--config-dir-path", join(folder, "config"), "--loglevel", "info", "--logformat", "text"],
      {
        env: {
          ...env,
          ARGOCD_PLUGINSOCKFILEPATH: join(folder, "plugins"),
          ARGOCD_CMP_WORKDIR: join(folder, "work"),
        },
        stdio: ["ignore", log, log],
      },
    );
    closeSync(log);
    const server = new CmpServer(folder, name, child.pid ?? 0);
    for (let tries = 0; !existsSync(server.#socket); tries++) {
      if (tries > 200) throw new Error(`The plugin server did not start: ${server.log()}`);
      await wait(50);
    }
    return server;
  }

  /** Sends a repository as the repo-server does, and gives the plugin's answer. */
  async generate(
    repository: string,
    application: Application,
    options: { readonly timeoutSeconds?: number; readonly cancelSeconds?: number } = {},
  ): Promise<Generated> {
    const request = {
      socket: this.#socket,
      root: repository,
      app: join(repository, application.path),
      env: environmentOf(application),
      timeoutSeconds: 60,
      ...options,
    };
    const client = spawn(toolPath("cmp-host"), ["generate"], { stdio: ["pipe", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    client.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    client.stdin.end(JSON.stringify(request));
    await new Promise((done) => client.on("close", done));
    const answer = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Generated, "objects"> & {
      readonly objects: Generated["objects"] | null;
    };
    return { ...answer, objects: answer.objects ?? [] };
  }

  /** All that the server has logged. */
  log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  /** One SIGTERM takes the socket away, a second one ends the server. */
  async stop(): Promise<void> {
    for (let tries = 0; tries < 100 && isAlive(this.pid); tries++) {
      process.kill(this.pid, "SIGTERM");
      await wait(50);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #socket(): string {
    return join(this.folder, "plugins", `${this.#name}.sock`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
