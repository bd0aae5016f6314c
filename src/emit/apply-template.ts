import { decodeValue } from "../eso/decoding.ts";
import type { ExternalSecretTemplate, TemplateFrom, TemplateRef } from "../eso/external-secret.ts";
import type { GoString } from "../go/bytes.ts";
import { bytesOfGoString, fromGoString, goStringOfBytes, toGoString } from "../go/bytes.ts";
import { unmarshalStringMap } from "../go/yaml-strings.ts";
import type { Diagnostic, Problem } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { Sensitive } from "../ground/sensitive.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import type { SecretDraft } from "./secret-draft.ts";
import type { RenderedKey } from "./secret-object.ts";
import type { TargetField } from "./template-from.ts";
import { sourceKeyMissing, sourceMissing, targetFieldOf } from "./template-from.ts";

/** Runs one template over the fetched values; a failure is a problem that shows no value. */
export type RunTemplate = (
  name: GoString,
  text: GoString,
) => { readonly text: GoString } | { readonly problem: Problem };

/**
 * Where templateFrom finds ConfigMaps and Secrets: decoded values by key, undefined where there is no such object,
 * "reported" where there is one that is not valid, which has been reported.
 */
export type TemplateSources = (
  kind: "ConfigMap" | "Secret",
  namespace: string,
  name: string,
) => ReadonlyMap<string, GoString> | "reported" | undefined;

export interface TemplateInput {
  readonly plan: SecretPlan;
  /** What was fetched: the data of every template. */
  readonly data: SecretData;
  readonly draft: SecretDraft;
  readonly sources: TemplateSources;
  /** Makes a runner for the fetched values, with the Secret's identity for what draws on a seed. */
  readonly templates: (data: ReadonlyMap<GoString, GoString>, identity: readonly string[]) => RunTemplate;
}

const TEMPLATE: FieldPath = ["spec", "target", "template"];

/**
 * Renders all templates of an ExternalSecret onto `draft` (ESO: ApplyTemplate): templateFrom in order, then data,
 * then labels and annotations, later ones over earlier ones. All problems are collected; with one, the draft is void.
 */
export function applyTemplate(input: TemplateInput): Diagnostic[] {
  const { template } = input.plan.externalSecret.spec.target;
  if (template === undefined) return [];
  const application = new Application(input);
  application.apply(template);
  return application.diagnostics;
}

type Scope = "Values" | "KeysAndValues";

class Application {
  readonly diagnostics: Diagnostic[] = [];
  readonly #input: TemplateInput;
  readonly #run: RunTemplate;

  constructor(input: TemplateInput) {
    const { plan, data, templates } = input;
    this.#input = input;
    const values = new Map<GoString, GoString>();
    for (const [key, value] of data) values.set(toGoString(key), goStringOfBytes(value.reveal()));
    this.#run = templates(values, [plan.namespace, plan.targetName]);
  }

  apply({ templateFrom = [], data = {}, metadata = {} }: ExternalSecretTemplate): void {
    templateFrom.forEach((from, index) => this.#applyFrom(from, [...TEMPLATE, "templateFrom", index]));
    this.#applyEach(data, [...TEMPLATE, "data"], (key, text) => this.#set("data", key, text));
    for (const field of ["labels", "annotations"] as const) {
      const templates = metadata[field] ?? {};
      this.#applyEach(templates, [...TEMPLATE, "metadata", field], (key, text) => {
        this.#set(field, key, text, { isRendered: templates[key]?.includes("{{") ?? true });
      });
    }
  }

  #applyEach(
    templates: Readonly<Record<string, string>>,
    path: FieldPath,
    set: (key: string, text: GoString) => void,
  ): void {
    for (const [key, template] of Object.entries(templates)) {
      const text = this.#render(toGoString(key), toGoString(template), [...path, key]);
      if (text !== undefined) set(key, text);
    }
  }

  /** ConfigMap items, then Secret items, then the literal: one entry may have all three. */
  #applyFrom(from: TemplateFrom, path: FieldPath): void {
    const set = this.#setter(from, path);
    if (set === undefined) return;
    this.#applySource("ConfigMap", from.configMap, [...path, "configMap"], set);
    this.#applySource("Secret", from.secret, [...path, "secret"], set);
    if (from.literal === undefined || from.literal === "") return;
    const text = toGoString(from.literal);
    this.#applyText({ name: text, text, scope: "KeysAndValues", path: [...path, "literal"] }, set);
  }

  #applySource(
    kind: "ConfigMap" | "Secret",
    ref: TemplateRef | undefined,
    path: FieldPath,
    set: SetValue,
  ): void {
    if (ref === undefined) return;
    const { namespace } = this.#input.plan;
    const source = this.#input.sources(kind, namespace, ref.name);
    if (source === "reported") return;
    if (source === undefined) {
      this.#error([...path, "name"], sourceMissing(kind, ref.name, namespace));
      return;
    }
    ref.items.forEach(({ key, templateAs }, index) => {
      const text = source.get(key);
      const itemPath = [...path, "items", index, "key"];
      if (text !== undefined) {
        const item = { name: toGoString(key), text, scope: templateAs, path: itemPath };
        this.#applyText({ ...item, isSecret: kind === "Secret" }, set);
      } else this.#error(itemPath, sourceKeyMissing(kind, ref.name, key));
    });
  }

  #applyText({ name, text, scope, path, isSecret = false }: SourceText, set: SetValue): void {
    const rendered = this.#render(name, text, path);
    if (rendered === undefined) return;
    if (scope === "Values") {
      set(fromGoString(name), rendered, { path });
      return;
    }
    const spelled = isSecret ? new Set() : spelledKeys(text);
    [...this.#pairs(rendered, path)].forEach(([key, value], index) => {
      const origin = spelled.has(key) ? { path } : { path, position: index + 1 };
      set(fromGoString(key), value, origin);
    });
  }

  #pairs(text: GoString, path: FieldPath): ReadonlyMap<GoString, GoString> {
    try {
      return unmarshalStringMap(text);
    } catch {
      this.#error(path, {
        code: "TEMPLATE_RESULT_INVALID",
        message: "Cannot read the rendered text as a YAML map of text to text",
        hint: 'Write one "key: value" a line, and quote what is inserted: {{ $value | quote }}',
      });
      return new Map();
    }
  }

  /** Where a value of this templateFrom entry goes, after it is decoded. */
  #setter(from: TemplateFrom, path: FieldPath): SetValue | undefined {
    const { valuesDecodingStrategy = "None" } = from;
    const field = targetFieldOf(from);
    if (typeof field !== "string") {
      this.#error([...path, "target"], field);
      return undefined;
    }
    return (key, text, origin) => {
      const decoded = decodeValue(valuesDecodingStrategy, text);
      if (decoded === undefined) {
        const shown = origin.position === undefined ? `key "${key}"` : `rendered key ${origin.position}`;
        this.#error(origin.path, {
          code: "DECODE_FAILED",
          message: `Cannot decode the rendered value of ${shown} as ${valuesDecodingStrategy}`,
          hint: "Correct the template, or set valuesDecodingStrategy to None",
        });
        return;
      }
      this.#set(field, key, decoded, { origin: isRenderedKey(origin) ? origin : undefined });
    };
  }

  #set(field: TargetField, key: string, text: GoString, { isRendered = true, origin }: KeyNotes = {}): void {
    const { draft } = this.#input;
    if (field === "data") draft.setData(key, new Sensitive(bytesOfGoString(text)), origin);
    else draft.setMetadata(field, key, fromGoString(text), { isRendered, origin });
  }

  #render(name: GoString, template: GoString, path: FieldPath): GoString | undefined {
    const result = this.#run(name, template);
    if ("text" in result) return result.text;
    this.#error(path, result.problem);
    return undefined;
  }

  #error(path: FieldPath, problem: Problem): void {
    this.diagnostics.push(errorAt(this.#input.plan.located, path, problem));
  }
}

/** A template of templateFrom. */
interface SourceText {
  readonly name: GoString;
  readonly text: GoString;
  readonly scope: Scope;
  readonly path: FieldPath;
  /** It stands in a Secret, so that not even what it spells may be shown. */
  readonly isSecret?: boolean;
}

/** Where a key comes from; without a position the manifest itself spells it. */
interface KeyOrigin {
  readonly path: FieldPath;
  readonly position?: number;
}

function isRenderedKey(origin: KeyOrigin): origin is RenderedKey {
  return origin.position !== undefined;
}

type SetValue = (key: string, text: GoString, origin: KeyOrigin) => void;

/** Keys that the source of a template spells itself, at the start of a line or after an action. */
function spelledKeys(template: GoString): ReadonlySet<GoString> {
  return new Set([...template.matchAll(SPELLED_KEY)].map(([, key = ""]) => key));
}

const SPELLED_KEY = /(?:^|\}\})[ \t]*["']?([-._/a-zA-Z0-9]+)["']?:(?=\s|$)/gm;

interface KeyNotes {
  /** Whether the value holds what was fetched. */
  readonly isRendered?: boolean;
  readonly origin?: RenderedKey | undefined;
}
