import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

const SRC = resolve(import.meta.dirname, "../src");

/** Floor of each folder of src; a file imports code from lower floors and from its own folder only. */
const FLOORS: Readonly<Record<string, number>> = {
  hosts: 5,
  "render.ts": 4,
  manifest: 3,
  plan: 3,
  fetch: 3,
  assemble: 3,
  emit: 3,
  providers: 2,
  generators: 2,
  template: 2,
  eso: 1,
  net: 1,
  ground: 0,
  go: 0,
};

/** Folders whose code may be imported by these rooms only, beside the rule of floors. */
const ISLAND: Readonly<Partial<Record<string, readonly string[]>>> = { template: ["go"], go: [], ground: [] };

/** Packages, and the files that may import them. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  yaml: /^hosts\/fix/,
  re2js: /^go\/regexp/,
  ajv: /^eso\/ajv-/,
  "fast-glob": /^hosts\/source\/glob-files\.ts$/,
  execa: /^hosts\/source/,
  handlebars: /^hosts\/report\//,
  bcryptjs: /^template\//,
  "node-vault": /^providers\/vault\/(client|auth)\.ts$/,
  "@aws-sdk/": /^(providers\/aws\/([\w-]+\/)?(client|auth)\.ts|generators\/)/,
  "@azure/": /^providers\/azure\/(client|own-identity|sdk-http)\.ts$/,
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly kind: "code" | "type" | "dynamic";
}

const files = listFiles(SRC);
const imports = files.flatMap(readImports);
const local = imports.filter(({ to }) => !to.startsWith("node:") && files.includes(to));

test("src/ is read as a whole", () => {
  assert.ok(files.length > 60, `only ${files.length} files were found`);
  assert.ok(local.length > files.length, `only ${local.length} imports were found`);
});

test("every file of src/ has a floor", () => {
  const strangers = files.filter((file) => file !== "main.ts" && FLOORS[roomOf(file)] === undefined);
  assert.deepEqual(strangers, []);
});

test("code is imported downwards or inside a folder", () => {
  const upwards = local.filter(({ from, to, kind }) => {
    if (kind === "type" || from === "main.ts" || roomOf(from) === roomOf(to)) return false;
    return (FLOORS[roomOf(from)] ?? 0) <= (FLOORS[roomOf(to)] ?? 9);
  });
  assert.deepEqual(upwards.map(print), []);
});

test("ground/, go/ and template/ are islands", () => {
  const strays = local.filter(({ from, to }) => {
    const allowed = ISLAND[roomOf(from)];
    return allowed !== undefined && roomOf(to) !== roomOf(from) && !allowed.includes(roomOf(to));
  });
  assert.deepEqual(strays.map(print), []);
});

test("a provider's client is loaded by fetch/ alone, when it is needed", () => {
  const clients = local.filter(({ to, kind }) => /^providers\/\w+\/client\.ts$/.test(to) && kind !== "type");
  const wrong = clients.filter(
    ({ from, to, kind }) =>
      dirname(from) !== dirname(to) && !(from === "fetch/clients.ts" && kind === "dynamic"),
  );
  assert.deepEqual(wrong.map(print), []);
});

test("each package is imported in its own rooms", () => {
  const packages = imports.filter(({ to }) => !to.startsWith("node:") && !to.includes(".ts"));
  const wrong = packages.filter(({ from, to, kind }) => {
    if (kind === "type") return false;
    const room = Object.entries(PACKAGES).find(
      ([name]) => to === name || to.startsWith(`${name}/`) || (name.endsWith("/") && to.startsWith(name)),
    );
    return room === undefined || !room[1].test(from);
  });
  assert.deepEqual(wrong.map(print), []);
});

test("between reading and writing there is no I/O", () => {
  const io = /^node:(fs|child_process|net|tls|https?|dns|worker_threads|vm|os|process)/;
  const wrong = imports.filter(
    ({ from, to }) =>
      io.test(to) && !/^(main\.ts|hosts\/|net\/|providers\/\w+\/([\w-]+\/)?(client|auth)\.ts)/.test(from),
  );
  assert.deepEqual(wrong.map(print), []);
});

test("net/ is the only way to the network", () => {
  const wrong = imports.filter(
    ({ from, to, kind }) =>
      kind !== "type" &&
      /^node:(net|tls|https?|http2|dns|dgram|inspector)/.test(to) &&
      !from.startsWith("net/"),
  );
  assert.deepEqual(wrong.map(print), []);
});

test("process stands in main.ts only, and nothing else ends it", () => {
  const wrong = files.filter(
    (file) => file !== "main.ts" && /\bprocess\.(exit|env|argv|std)/.test(read(file)),
  );
  assert.deepEqual(wrong, []);
});

test("Sensitive.reveal() is called where secrets are read and written, nowhere else", () => {
  const callers = files.filter((file) => /\.reveal\(\)/.test(read(file)));
  const wrong = callers.filter(
    (file) => !/^(assemble|emit)\/|^providers\/\w+\/(auth|select)\.ts$/.test(file),
  );
  assert.deepEqual(wrong, []);
});

test("src/README.md names every room", () => {
  const readme = read("README.md");
  const missing = Object.keys(FLOORS).filter(
    (room) => !readme.includes(`\`${room}${room.endsWith(".ts") ? "" : "/"}\``),
  );
  assert.deepEqual(missing, []);
});

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(SRC, join(entry.parentPath, entry.name)))
    .toSorted();
}

function readImports(from: string): Import[] {
  const text = read(from);
  const found: Import[] = [];
  for (const [, type, specifier = ""] of text.matchAll(
    /^(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"/gm,
  )) {
    found.push({ from, to: target(from, specifier), kind: type === undefined ? "code" : "type" });
  }
  for (const [, specifier = ""] of text.matchAll(/\bimport\("([^"]+)"\)/g)) {
    found.push({ from, to: target(from, specifier), kind: "dynamic" });
  }
  for (const [, specifier = ""] of text.matchAll(/^import\s+"([^"]+)"/gm)) {
    found.push({ from, to: target(from, specifier), kind: "code" });
  }
  return found;
}

function target(from: string, specifier: string): string {
  return specifier.startsWith(".") ? join(dirname(from), specifier) : specifier;
}

function roomOf(file: string): string {
  return file.split("/")[0] ?? "";
}

function read(file: string): string {
  return readFileSync(join(SRC, file), "utf8");
}

function print({ from, to, kind }: Import): string {
  return `${from} -> ${to} (${kind})`;
}
