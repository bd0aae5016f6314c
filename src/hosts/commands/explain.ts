import { CODES, isCode } from "../../ground/codes.ts";
import { nearestName } from "../../ground/nearest.ts";
import type { CommonFailure } from "./common-failures.ts";
import type { Arguments } from "../command.ts";
import { UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";

/** `presecret explain`: what a code means, or how an ExternalSecret is resolved. */
export async function runExplain(io: Io, args: Arguments): Promise<number> {
  const [name, ...others] = args.positionals;
  if (name?.includes("/") === true) {
    const [{ explainSecret }, { ExplainedName }] = await Promise.all([
      import("./explain-secret.ts"),
      import("./explained-name.ts"),
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
  if (!isCode(code)) throw unknownCode(name);
  const { title, help, exit } = CODES[code];
  const exits = exit === 0 ? "never an error by itself" : `exit code ${exit}`;
  const { COMMON_FAILURES } = await import("./common-failures.ts");
  const causes = COMMON_FAILURES.filter((failure) => failure.code === code).map(printFailure);
  const common = causes.length === 0 ? "" : `\nCommon causes:\n\n${causes.join("\n")}`;
  writeText(io.stdout, `${code}: ${title}\n\n${help}\n${common}\n(${exits})\n`);
  return 0;
}

function printFailure({ provider, cause, check, fix }: CommonFailure): string {
  const where = provider === "any" ? "" : `${provider}: `;
  return `- ${where}${cause}.\n  check: ${check}\n  fix:   ${fix}\n`;
}

function unknownCode(name: string): UsageError {
  const nearest = nearestName(name, Object.keys(CODES));
  const hint =
    nearest === undefined ? `Codes are: ${Object.keys(CODES).join(", ")}` : `Did you mean ${nearest}?`;
  return new UsageError(`Unknown code "${name}"`, hint);
}
