import { CODES, isCode } from "../../ground/codes.ts";
import { nearestName } from "../../ground/nearest.ts";
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
  writeText(io.stdout, `${code}: ${title}\n\n${help}\n\n(${exits})\n`);
  return Promise.resolve(0);
}

function unknownCode(name: string): UsageError {
  const nearest = nearestName(name, Object.keys(CODES));
  const hint =
    nearest === undefined ? `Codes are: ${Object.keys(CODES).join(", ")}` : `Did you mean ${nearest}?`;
  return new UsageError(`Unknown code "${name}"`, hint);
}
