import { CODES, isCode } from "../../ground/codes.ts";
import { nearestName } from "../../ground/nearest.ts";
import { visible } from "../../ground/visible.ts";
import type { CommonFailure } from "../explain/common-failures.ts";
import type { Arguments } from "../command.ts";
import { UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";

/** `presecret explain`: what a code means, or how an ExternalSecret is resolved. */
export async function runExplain(io: Io, args: Arguments): Promise<number> {
  const [name, ...others] = args.positionals;
  if (name?.includes("/") === true) {
    const [{ explainSecret }, { ExplainedName }] = await Promise.all([
      import("../explain/explain-secret.ts"),
      import("../explain/explained-name.ts"),
    ]);
    return explainSecret(io, args, new ExplainedName(name));
  }
  if (name === undefined || others.length > 0) {
    throw new UsageError(
      "presecret explain takes one code, or KIND/NAME and the manifests",
      "Write presecret explain STORE_NOT_FOUND, or presecret explain ExternalSecret/db manifests/",
    );
  }
  const code = name.toUpperCase();
  if (!isCode(code)) return unknownCode(io, name);
  const { title, help, exit } = CODES[code];
  const exits = exit === 0 ? "never an error by itself" : `exit code ${exit}`;
  const { COMMON_FAILURES } = await import("../explain/common-failures.ts");
  const causes = COMMON_FAILURES.filter((failure) => failure.code === code).map(printFailure);
  const common = causes.length === 0 ? "" : `\nCommon causes:\n\n${causes.join("\n")}`;
  const limits = code === "LIMIT_EXCEEDED" ? (await import("../explain/limit-list.ts")).limitList() : "";
  writeText(io.stdout, `${code}: ${title}\n\n${help}\n${limits}${common}\n(${exits})\n`);
  return 0;
}

function printFailure({ provider, cause, check, fix }: CommonFailure): string {
  const where = provider === "any" ? "" : `${provider}: `;
  return `- ${where}${cause}.\n  check: ${check}\n  fix:   ${fix}\n`;
}

/** All codes are more than a hint holds: they stand below the error, unless one is meant plainly. */
async function unknownCode(io: Io, name: string): Promise<number> {
  const message = `Unknown code "${visible(name)}"`;
  const nearest = nearestName(name, Object.keys(CODES));
  if (nearest !== undefined) throw new UsageError(message, `Did you mean ${nearest}?`);
  const { reportDiagnostics } = await import("../report/stderr.ts");
  const hint = "Write one of the codes below";
  reportDiagnostics(io, [{ code: "USAGE", severity: "error", message, hint }], { quiet: false });
  writeText(io.stderr, `\n${inLines(Object.keys(CODES))}`);
  return CODES.USAGE.exit;
}

/** Words in lines of at most 100 characters. */
function inLines(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ""}  ${word}`;
    if (lines.length > 0 && longer.length <= 100) lines.splice(-1, 1, longer);
    else lines.push(`  ${word}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}
