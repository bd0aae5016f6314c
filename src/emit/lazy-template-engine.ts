import type { SecretPlan } from "../plan/render-plan.ts";
import type { Resources } from "./emit-plan.ts";
import type { TemplateEngine, TemplateSeed } from "./template-engine.ts";
import { hasTemplates, templateTexts } from "./template-texts.ts";

/** The engine for a render of `plans`, loaded where there is a template: most of a run's time is the loading of code. */
export async function templateEngineFor(
  plans: readonly SecretPlan[],
  resources: Resources,
  seed: TemplateSeed | undefined,
): Promise<TemplateEngine> {
  if (!hasTemplates(plans)) return { transform: withoutEngine, templates: () => withoutEngine };
  const { openTemplateEngine } = await import("./template-engine.ts");
  return openTemplateEngine({ texts: templateTexts(plans, resources), seed });
}

function withoutEngine(): never {
  throw new TypeError("A template was found that the plan does not have");
}
