import { visible } from "../ground/visible.ts";
import type { Arguments } from "./command.ts";
import { listFlag, UsageError } from "./command.ts";

const NAME_OR_IPV4 = /^(?:\*\.)?[^\s:/?#@*,[\]]+(?::\d+)?$/;
const IPV6 = /^(?:\[[0-9a-f:.]+\](?::\d+)?|[0-9a-f.]*(?::[0-9a-f.]*){2,})$/i;

/**
 * Values of --allow-host: HOST, HOST:PORT or *.DOMAIN. Throws UsageError for what no host can match, since every
 * store would then be denied.
 */
export function allowHostFlag(args: Arguments): readonly string[] {
  const entries = listFlag(args, "allow-host");
  const wrong = entries.find((entry) => !NAME_OR_IPV4.test(entry) && !IPV6.test(entry));
  if (wrong === undefined) return entries;
  const withoutLogin = wrong.replace(/^([a-z]+:\/\/)?.*@/s, "$1");
  throw new UsageError(
    `Flag --allow-host cannot be "${visible(withoutLogin)}": it names no host`,
    hintFor(wrong),
  );
}

function hintFor(wrong: string): string {
  const host = URL.canParse(wrong) ? new URL(wrong).host : "";
  if (host !== "") return `Write --allow-host ${visible(host)}`;
  return "Write HOST, HOST:PORT or *.DOMAIN, and the flag once for each";
}
