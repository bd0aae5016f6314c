/** What a field of an object may be, as the CRD's schema says it. */
export type Field =
  | TextField
  | { readonly kind: "boolean" }
  | { readonly kind: "integer"; readonly bits: 32 | 64; readonly min?: number; readonly max?: number }
  | { readonly kind: "intOrString" }
  /** An object with whatever members. */
  | { readonly kind: "any" }
  /** Whatever value: it is not looked at. */
  | { readonly kind: "ignored" }
  | { readonly kind: "list"; readonly items: Field; readonly min: number }
  | { readonly kind: "map"; readonly values: Field }
  | ObjectField;

export interface TextField {
  readonly kind: "text";
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  /** What the pattern wants, in words. */
  readonly hint?: string;
  /** A Go duration. */
  readonly duration?: true;
  readonly min?: number;
  readonly max?: number;
}

export interface ObjectField {
  readonly kind: "object";
  readonly fields: Readonly<Record<string, Field>>;
  readonly required: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly minProperties: number;
  readonly maxProperties: number;
  /** What members that are not listed may be; undefined where there must be none. */
  readonly others?: Field;
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export const text: TextField = { kind: "text" };
export const duration: TextField = { kind: "text", duration: true };
export const base64: TextField = {
  kind: "text",
  pattern: /^[A-Za-z0-9+/\s]*=*\s*$/,
  hint: "Write base64",
};
export const boolean: Field = { kind: "boolean" };
export const int32: Field = { kind: "integer", bits: 32 };
export const int64: Field = { kind: "integer", bits: 64 };
export const anything: Field = { kind: "any" };
/** A name of an object: DNS-1123 subdomain. */
export const subdomain: TextField = { kind: "text", pattern: SUBDOMAIN, min: 1, max: 253 };
/** A name of a namespace: DNS-1123 label. */
export const namespace: TextField = { kind: "text", pattern: LABEL, min: 1, max: 63 };
/** A key of a Secret or ConfigMap. */
export const configKey: TextField = { kind: "text", pattern: CONFIG_KEY, min: 1, max: 253 };
export const textMap: Field = { kind: "map", values: text };

/** One of these words. */
export function oneOf(...values: readonly string[]): TextField {
  return { kind: "text", values };
}

export function listOf(items: Field, min = 0): Field {
  return { kind: "list", items, min };
}

/** An object with these members; required ones and defaults by name. */
export function objectOf(
  fields: Readonly<Record<string, Field>>,
  rules: Partial<Pick<ObjectField, "required" | "defaults" | "minProperties" | "maxProperties">> = {},
): ObjectField {
  const { required = [], defaults = {}, minProperties = 0, maxProperties = Infinity } = rules;
  return { kind: "object", fields, required, defaults, minProperties, maxProperties };
}

/** An object that has exactly one of its members. */
export function oneMemberOf(fields: Readonly<Record<string, Field>>): ObjectField {
  return objectOf(fields, { minProperties: 1, maxProperties: 1 });
}
