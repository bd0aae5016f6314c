import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

import type { Tool } from "../tool.ts";
import { run } from "./run.ts";

const PACKAGE = "@sparticuz/chromium";
const VERSION = "153.0.0";
const INTEGRITY = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==";

/** Its own font for text, and what most machines have for code. */
const FONTS: Readonly<Record<string, string>> = {
  "sans-serif": "Open Sans",
  "system-ui": "Open Sans",
  monospace: "DejaVu Sans Mono",
  "ui-monospace": "DejaVu Sans Mono",
};

/** Chromium's headless shell for x86-64 Linux, with its libraries and a font, as an npm package carries it. */
export const chromium: Tool = {
  name: "chromium",
  version: VERSION,
  pins: [INTEGRITY, JSON.stringify(FONTS)],
  executable: "chromium",
  install,
};

function install(directory: string): void {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(`${PACKAGE} holds a program for x86-64 Linux only`);
  run("npm", ["pack", `${PACKAGE}@${VERSION}`, "--silent", "--pack-destination", directory]);
  const archive = join(directory, `sparticuz-chromium-${VERSION}.tgz`);
  if (createHash("sha512").update(readFileSync(archive)).digest("base64") !== INTEGRITY)
    throw new Error(`${PACKAGE} ${VERSION} is not what it was`);
  run("tar", ["xzf", archive, "-C", directory, "package/bin"]);
  writeFileSync(join(directory, "chromium"), unpacked(directory, "chromium.br"));
  chmodSync(join(directory, "chromium"), 0o755);
  for (const name of ["al2023", "fonts"]) {
    const tar = join(directory, `${name}.tar`);
    writeFileSync(tar, unpacked(directory, `${name}.tar.br`));
    run("tar", ["xf", tar, "-C", directory]);
    rmSync(tar);
  }
  rmSync(archive);
  rmSync(join(directory, "package"), { recursive: true });
  mkdirSync(join(directory, "cache"), { recursive: true });
  writeFileSync(join(directory, "fonts.conf"), fontsConf(directory));
}

function unpacked(directory: string, name: string): Uint8Array {
  return brotliDecompressSync(readFileSync(join(directory, "package/bin", name)));
}

function fontsConf(directory: string): string {
  const aliases = Object.entries(FONTS).map(
    ([family, font]) =>
      `<alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`,
  );
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${join(directory, "fonts")}</dir>
<dir>/usr/share/fonts</dir>
<cachedir>${join(directory, "cache")}</cachedir>
${aliases.join("\n")}
</fontconfig>
`;
}
