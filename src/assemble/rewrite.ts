import type { Rewrite } from "../eso/external-secret.ts";
import type { Answer } from "../eso/read-request.ts";
import type { GoString } from "../go/bytes.ts";
import { fromGoString, goStringOfBytes, toGoString } from "../go/bytes.ts";
import type { Regexp } from "../go/regexp.ts";
import { compileRegexp } from "../go/regexp.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { SecretData, Sensitive } from "../ground/sensitive.ts";
import { visible } from "../ground/visible.ts";
import { mergeSecrets } from "./rewrite-merge.ts";

/** Runs the template of rewrite.transform over one key. */
export type Transform = (
  template: GoString,
  key: GoString,
) => { readonly text: GoString } | { readonly problem: Problem };

/** One operation of spec.dataFrom[].rewrite (ESO: RewriteMap): merge, else regexp, else transform, else nothing. */
export function rewriteKeys(operation: Rewrite, data: SecretData, transform: Transform): Answer<SecretData> {
  if (operation.merge !== undefined) return mergeSecrets(operation.merge, data);
  if (operation.regexp !== undefined) return rewriteByRegexp(operation.regexp, data);
  if (operation.transform === undefined) return { kind: "value", value: data };
  const template = toGoString(operation.transform.template);
  return renameKeys(data, (key) => transform(template, key));
}

function rewriteByRegexp(
  { source, target }: { source: string; target: string },
  data: SecretData,
): Answer<SecretData> {
  const regexp = compileOrUndefined(source);
  if (regexp === undefined) {
    return failed({
      code: "REGEXP_INVALID",
      message: "Cannot compile regexp.source of the rewrite",
      hint: "Expressions are RE2: no look-around, no back-references",
    });
  }
  const template = toGoString(target);
  return renameKeys(data, (key) => ({ text: regexp.replaceAll(key, template) }));
}

/** Which of two different values under one new key wins is random in ESO: here it is an error. */
function renameKeys(
  data: SecretData,
  rename: (key: GoString) => { readonly text: GoString } | { readonly problem: Problem },
): Answer<SecretData> {
  const renamed = new Map<string, Sensitive>();
  const origins = new Map<string, string>();
  for (const [key, value] of data) {
    const result = rename(toGoString(key));
    if ("problem" in result) return failed(result.problem);
    const name = fromGoString(result.text);
    const other = origins.get(name);
    if (other !== undefined && name !== "" && !sameValue(data.get(other), value))
      return failed(conflict(other, key, name));
    origins.set(name, key);
    renamed.set(name, value);
  }
  return { kind: "value", value: renamed };
}

function sameValue(a: Sensitive | undefined, b: Sensitive): boolean {
  return a !== undefined && goStringOfBytes(a.reveal()) === goStringOfBytes(b.reveal());
}

function conflict(one: string, other: string, name: string): Problem {
  return {
    code: "KEY_CONFLICT",
    message: `Cannot rewrite keys: "${visible(one)}" and "${visible(other)}" both become "${visible(name)}"`,
    hint: "Change the rewrite so that the keys stay apart",
  };
}

function compileOrUndefined(source: string): Regexp | undefined {
  try {
    return compileRegexp(toGoString(source));
  } catch {
    return undefined;
  }
}

function failed(problem: Problem): Answer<SecretData> {
  return { kind: "failed", problem };
}
