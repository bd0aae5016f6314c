import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { Socket } from "node:net";

/**
 * Preloaded into a run (`node --import`): writes into the file that OBSERVED names which files of src/ were loaded and
 * which hosts were connected to.
 */
const SRC = new URL("../../src/", import.meta.url).href;
const loaded = new Set<string>();
const connected: string[] = [];

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    if (resolved.url.startsWith(SRC)) loaded.add(resolved.url.slice(SRC.length));
    else if (/^node:(?:http|https|tls|dns)\b/.test(resolved.url)) loaded.add(resolved.url);
    return resolved;
  },
});

type Connect = (this: Socket, ...options: unknown[]) => Socket;

const sockets = Socket.prototype as unknown as { connect: Connect };
const original = sockets.connect;
sockets.connect = function connect(...options): Socket {
  connected.push(JSON.stringify(options[0]));
  return original.apply(this, options);
};

process.on("exit", () => {
  const file = process.env["OBSERVED"];
  if (file !== undefined) writeFileSync(file, JSON.stringify({ loaded: [...loaded].toSorted(), connected }));
});
