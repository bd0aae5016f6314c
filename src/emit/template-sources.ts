import type { GoString } from "../go/bytes.ts";
import { goStringOfBytes, toGoString } from "../go/bytes.ts";
import type { Diagnostic, Problem } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { isJsonObject } from "../ground/json-value.ts";
import type { Parsed } from "../manifest/manifest.ts";
import type { TemplateSources } from "./apply-template.ts";
import { readExistingSecret } from "./existing-secret.ts";

type Texts = ReturnType<TemplateSources>;

/** What templateFrom finds in the input. Each object is read once, and what is wrong with it is told once. */
export class TemplateSourceReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #find: (kind: string, namespace: string, name: string) => Parsed | undefined;
  readonly #read = new Map<Parsed, Texts>();

  constructor(find: (kind: string, namespace: string, name: string) => Parsed | undefined) {
    this.#find = find;
  }

  readonly sources: TemplateSources = (kind, namespace, name) => {
    const found = this.#find(kind, namespace, name);
    if (found === undefined) return undefined;
    const known = this.#read.get(found);
    if (known !== undefined) return known;
    const texts = kind === "ConfigMap" ? this.#textsOfConfigMap(found) : this.#textsOfSecret(found);
    this.#read.set(found, texts);
    return texts;
  };

  #textsOfSecret(found: Parsed): Texts {
    const existing = readExistingSecret(found);
    if ("secret" in existing) {
      return new Map([...existing.secret.data].map(([key, value]) => [key, goStringOfBytes(value.reveal())]));
    }
    this.diagnostics.push(...existing.diagnostics);
    return "reported";
  }

  /** As the API server stores it: a null is an empty text. */
  #textsOfConfigMap(configMap: Parsed): Texts {
    const data = configMap.object["data"] ?? {};
    if (!isJsonObject(data)) return this.#refuse(configMap, [["data"]], "data is a map");
    const texts = new Map<string, GoString>();
    const wrong: FieldPath[] = [];
    for (const [key, text] of Object.entries(data)) {
      if (typeof text === "string" || text === null) texts.set(key, toGoString(text ?? ""));
      else wrong.push(["data", key]);
    }
    if (wrong.length === 0) return texts;
    return this.#refuse(configMap, wrong, "a value in data is a string: quote the value");
  }

  #refuse(configMap: Parsed, paths: readonly FieldPath[], want: string): "reported" {
    const problem: Problem = {
      code: "DOCUMENT_INVALID",
      message: `Cannot read ConfigMap "${configMap.ref.name}": ${want}`,
      hint: "Correct the ConfigMap; the API server refuses it as it is",
    };
    this.diagnostics.push(...paths.map((path) => errorAt(configMap, path, problem)));
    return "reported";
  }
}
