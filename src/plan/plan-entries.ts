import { aboutExtract } from "../eso/about-extract.ts";
import type { DataFrom, ExternalSecret, ExternalSecretData, SecretStoreRef } from "../eso/external-secret.ts";
import { printStore } from "../eso/stores/store-name.ts";
import type { Diagnostic, Located, Problem } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { visible } from "../ground/visible.ts";
import { unsupportedGenerator } from "../generators/unsupported.ts";
import { addressOf, unsupportedProvider } from "./address.ts";
import type { Generators } from "./generator-ref.ts";
import type { DataStep, PlannedStore, Step } from "./render-plan.ts";
import type { StoreFailure, Stores } from "./stores.ts";
import { unfilledRefs } from "./unfilled-refs.ts";

/** Plans the entries of one ExternalSecret, dataFrom before data, as ESO processes them. */
export class EntryPlanner {
  readonly steps: Step[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Something that is needed was refused, and that was told elsewhere. */
  reported = false;
  readonly #value: ExternalSecret;
  readonly #located: Located;
  readonly #namespace: string;
  readonly #stores: Stores;
  readonly #generators: Generators;

  constructor(
    value: ExternalSecret,
    located: Located,
    namespace: string,
    stores: Stores,
    generators: Generators,
  ) {
    this.#value = value;
    this.#located = located;
    this.#namespace = namespace;
    this.#stores = stores;
    this.#generators = generators;
  }

  planAll(): void {
    const { data = [], dataFrom = [], target } = this.#value.spec;
    if (target.manifest !== undefined) {
      this.#error(["spec", "target", "manifest"], {
        code: "TARGET_UNSUPPORTED",
        message: `Cannot write into ${target.manifest.apiVersion} ${target.manifest.kind}: a target with a manifest is not built in`,
        hint: "Remove spec.target.manifest: without it a v1 Secret is written, and secret values belong into Secrets",
      });
    }
    dataFrom.forEach((item, index) => this.#planDataFrom(item, ["spec", "dataFrom", index]));
    data.forEach((item, index) => this.#planData(item, ["spec", "data", index]));
    this.diagnostics.push(...unfilledRefs(this.#value.spec, this.#located));
  }

  /** ESO: find, else extract, else generatorRef; an item with none of them does nothing. */
  #planDataFrom(item: DataFrom, path: FieldPath): void {
    const { find, extract, sourceRef, rewrite = [] } = item;
    if (find !== undefined) {
      const store = this.#store(sourceRef?.storeRef, path);
      if (store !== undefined) this.steps.push({ kind: "find", path, store, find, rewrite });
    } else if (extract !== undefined) {
      const read = this.#read(extract, sourceRef?.storeRef, path, "extract");
      if (read !== undefined) this.steps.push({ kind: "extract", path, ...read, extract, rewrite });
    } else if (sourceRef?.generatorRef !== undefined) {
      this.#planGenerator(item, path);
    } else {
      this.diagnostics.push(
        warningAt(this.#located, path, {
          code: "SUSPICIOUS",
          message: "This entry does nothing: it names a store, but neither extract nor find",
          hint: "Add extract or find, or remove the entry",
        }),
      );
    }
  }

  #planGenerator({ sourceRef, rewrite = [] }: DataFrom, path: FieldPath): void {
    const ref = sourceRef?.generatorRef;
    if (ref === undefined) return;
    const generator = this.#generators.resolve(ref, this.#namespace);
    const refPath = [...path, "sourceRef", "generatorRef"];
    if (!("generatorKind" in generator)) {
      this.#failed(generator, refPath);
      return;
    }
    const unsupported = unsupportedGenerator(generator.generatorKind);
    if (unsupported === undefined) this.steps.push({ kind: "generator", path, ...generator, rewrite });
    else this.#error(refPath, unsupported);
  }

  #planData(data: ExternalSecretData, path: FieldPath): void {
    const { sourceRef, remoteRef } = data;
    if (sourceRef?.generatorRef !== undefined && sourceRef.storeRef === undefined) {
      this.#error([...path, "sourceRef", "generatorRef"], {
        code: "STORE_NOT_REFERENCED",
        message: "Cannot read from a generator in spec.data: generatorRef works in spec.dataFrom only",
        hint: "Move the entry to spec.dataFrom",
      });
      return;
    }
    const read = this.#read(remoteRef, sourceRef?.storeRef, path, "remoteRef");
    if (read !== undefined) this.steps.push({ kind: "data", path, ...read, data });
  }

  #read(
    remoteRef: ExternalSecretData["remoteRef"],
    storeRef: SecretStoreRef | undefined,
    path: FieldPath,
    member: "extract" | "remoteRef",
  ): Pick<DataStep, "store" | "request"> | undefined {
    const store = this.#store(storeRef, path);
    if (store === undefined) return undefined;
    const address = addressOf(remoteRef, store.store);
    if ("request" in address) return { store, request: address.request };
    const problem = member === "extract" ? aboutExtract(address.problem) : address.problem;
    const message = `Cannot read secret "${visible(remoteRef.key)}" from ${printStore(store.store)}: ${problem.message}`;
    this.#error([...path, member, "key"], { ...problem, message });
    return undefined;
  }

  /** storeRef of the entry replaces secretStoreRef as a whole: the kind is not inherited. */
  #store(storeRef: SecretStoreRef | undefined, path: FieldPath): PlannedStore | undefined {
    const ref = storeRef ?? this.#value.spec.secretStoreRef ?? {};
    const store = this.#stores.resolve(ref, this.#namespace);
    if ("store" in store) {
      const unsupported = unsupportedProvider(store.store);
      if (unsupported === undefined) return store;
      this.#error(
        storeRef === undefined ? ["spec", "secretStoreRef"] : [...path, "sourceRef", "storeRef"],
        unsupported,
      );
      return undefined;
    }
    this.#failed(
      store,
      storeRef === undefined ? ["spec", "secretStoreRef"] : [...path, "sourceRef", "storeRef"],
    );
    return undefined;
  }

  #failed(failure: StoreFailure, path: FieldPath): void {
    if ("reported" in failure) this.reported = true;
    else this.#error(path, failure.problem);
  }

  /** The same problem of one secretStoreRef is told once, not for each entry. */
  #error(path: FieldPath, problem: Problem): void {
    const diagnostic = errorAt(this.#located, path, problem);
    const known = this.diagnostics.some(
      ({ message, field }) => message === diagnostic.message && field?.path === diagnostic.field?.path,
    );
    if (!known) this.diagnostics.push(diagnostic);
  }
}
