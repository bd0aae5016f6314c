import type { Diagnostic } from "../../ground/diagnostic.ts";
import { errorAt } from "../../ground/diagnostic.ts";
import { exitCodeOf } from "../../ground/exit-code.ts";
import { isExternalSecretsGroup } from "../../eso/api-group.ts";
import { recogniseStream } from "../../manifest/recognise.ts";
import { readManifests } from "../../manifest/read.ts";
import type { Arguments } from "../command.ts";
import { hasFlag } from "../command.ts";
import type { Io } from "../io.ts";
import { reportDiagnostics } from "../report/stderr.ts";
import { readInputs } from "../source.ts";

const SOURCE_HINT = "Render it first: presecret render DIR | presecret verify -";

/** `presecret verify`: fails where a stream still holds an object that only the operator would act on. */
export async function runVerify(io: Io, args: Arguments): Promise<number> {
  const recognition = recogniseStream(await readInputs(io, args.positionals, { hint: SOURCE_HINT }));
  const { inputs, diagnostics } = readManifests(recognition.inputs);
  const manifests = inputs.flatMap((input) => input.manifests);
  const left = manifests
    .filter((manifest) => manifest.kind === "parsed")
    .filter(({ ref }) => isExternalSecretsGroup(ref.apiVersion))
    .map((manifest) =>
      errorAt(manifest, [], {
        code: "UNRENDERED",
        message: "Found an object that was not rendered",
        hint: "Pipe the stream through presecret render; with kustomize, pass --enable-exec beside --enable-alpha-plugins. What --keep or another controller class leaves is for an operator: verify the stream without it",
      }),
    );
  const all = [
    ...recognition.diagnostics,
    ...diagnostics,
    ...left,
    ...(manifests.length === 0 ? [emptyStream()] : []),
  ];
  reportDiagnostics(io, all, { quiet: hasFlag(args, "quiet") });
  return exitCodeOf(all);
}

function emptyStream(): Diagnostic {
  return {
    code: "INPUT_EMPTY",
    severity: "error",
    message: "Cannot verify an input without any document",
    hint: "Look at the step before",
  };
}
