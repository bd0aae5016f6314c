import type { Resources } from "./emit-plan.ts";
import { templateProblem } from "./run-template.ts";
import { templateFromProblems } from "./template-from.ts";
import type { TemplateText } from "./templates-of.ts";
import { templatesOf } from "./templates-of.ts";
import { fromGoString, toGoString } from "../go/bytes.ts";
import type { Diagnostic, Problem } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import { loadFuncs } from "../template/funcs/load.ts";
import { inspectTemplate } from "../template/inspect.ts";
import { TemplateError } from "../template/template-error.ts";
import type { FuncMap } from "../template/values.ts";
import { foreignKeyHint } from "./foreign-names.ts";

/**
 * What can be said of templates without a value: whether they are there and parse, and whether what they read is fetched.
 */
export async function templateProblems(
  secrets: readonly SecretPlan[],
  resources: Pick<Resources, "find">,
): Promise<Diagnostic[]> {
  const functions = await loadFuncs([]);
  return secrets.flatMap((secret) => [
    ...templateFromProblems(secret, resources),
    ...templatesOf(secret, resources).flatMap((template) =>
      problemsOf(template, fetchedKeys(secret), functions).map((problem) =>
        errorAt(secret.located, template.path, problem),
      ),
    ),
  ]);
}

/** What can be said of the templates of rewrite.transform without a key: whether they parse. */
export async function transformProblems(secrets: readonly SecretPlan[]): Promise<Diagnostic[]> {
  const functions = await loadFuncs([]);
  return secrets.flatMap(({ externalSecret: { spec }, located }) =>
    (spec.dataFrom ?? []).flatMap(({ rewrite = [] }, entry) =>
      rewrite.flatMap(({ transform }, index) => {
        if (transform === undefined) return [];
        const path = ["spec", "dataFrom", entry, "rewrite", index, "transform", "template"];
        const template = { name: "transform", text: transform.template, path };
        return problemsOf(template, undefined, functions).map((problem) => errorAt(located, path, problem));
      }),
    ),
  );
}

/** The keys that templates will see; undefined where a store decides them. */
function fetchedKeys({ externalSecret: { spec } }: SecretPlan): readonly string[] | undefined {
  const { data = [], dataFrom = [] } = spec;
  return dataFrom.length > 0 ? undefined : data.map(({ secretKey }) => secretKey);
}

function problemsOf(
  { name, text }: TemplateText,
  known: readonly string[] | undefined,
  functions: FuncMap,
): Problem[] {
  const template = { name: toGoString(name), text: toGoString(text) };
  try {
    const { keys, optionalKeys } = inspectTemplate({ ...template, functions });
    const needed = [...keys].filter((key) => !optionalKeys.has(key)).map((key) => fromGoString(key));
    return known === undefined
      ? []
      : needed.filter((key) => !known.includes(key)).map((key) => keyMissing(key, known));
  } catch (error) {
    if (error instanceof TemplateError) return [templateProblem(error, template)];
    throw error;
  }
}

function keyMissing(key: string, known: readonly string[]): Problem {
  const nearest = nearestName(key, known);
  const add = `Add an entry with secretKey: ${visible(key)} to spec.data`;
  return {
    code: "TEMPLATE_KEY_MISSING",
    message: `Cannot fill in the template: it reads the key "${visible(key)}", which no entry fetches`,
    hint:
      foreignKeyHint(key) ??
      (nearest === undefined
        ? add
        : `Did you mean "${visible(nearest)}"? If not: ${add.charAt(0).toLowerCase()}${add.slice(1)}`),
  };
}
