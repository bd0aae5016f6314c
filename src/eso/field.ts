/** The version of `external-secrets.io` that an object is written for. */
export type Version = "v1" | "v1beta1";

interface FieldBase {
  /** The object that holds this field must hold it, unless `default` fills it. */
  readonly required?: true;
  /** What the API server puts in where the field is absent or null. */
  readonly default?: unknown;
  /** A null that stands as an item of a list is accepted, and dropped. */
  readonly nullable?: true;
  /** Name of a field that stands in many places, for JSON Schema's `definitions`. */
  readonly definition?: string;
}

export interface TextField extends FieldBase {
  readonly type: "text";
  readonly allowed?: readonly string[];
  readonly pattern?: Pattern;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Go decodes it into a metav1.Duration: no rule of the schema, but the operator cannot read anything else. */
  readonly duration?: true;
}

/** A regular expression, and what it wants in words. */
export interface Pattern {
  readonly regexp: RegExp;
  readonly wants: string;
}

export interface IntegerField extends FieldBase {
  readonly type: "integer";
  readonly minimum: number;
  readonly maximum: number;
}

export interface BooleanField extends FieldBase {
  readonly type: "boolean";
}

/** Kubernetes: IntOrString. */
export interface IntegerOrTextField extends FieldBase {
  readonly type: "integer or text";
  readonly minimum: number;
  readonly maximum: number;
}

export interface ListField extends FieldBase {
  readonly type: "list";
  readonly items: Field;
  readonly minItems?: number;
  /** As ObjectField.untyped. */
  readonly untyped?: true;
}

/** An object with any names. */
export interface MapField extends FieldBase {
  readonly type: "map";
  readonly values: Field;
  /** Names that it must not have (a rule in CEL). */
  readonly reserved?: readonly string[];
}

/** An object with the names that are listed. */
export interface ObjectField extends FieldBase {
  readonly type: "object";
  readonly members: Members;
  /**
   * Other names are accepted too, with any value: all of them, or all but those that look like a misspelt member, where
   * the list of members may be older than the operator's.
   */
  readonly open?: true | "unless misspelt";
  /** Only names are checked: what stands there is replaced by the operator anyway. */
  readonly untyped?: true;
  readonly minMembers?: number;
  readonly maxMembers?: number;
  readonly choices?: readonly Choice[];
  /** Hints for names that are not members, but that are often written. */
  readonly hints?: Readonly<Record<string, string>>;
}

export type Members = Readonly<Record<string, Field>>;

/** How many of some members may be there (controller-tools: ExactlyOneOf, AtMostOneOf; rules in CEL). */
export interface Choice {
  readonly count: "exactly one" | "at most one";
  readonly of: readonly string[];
}

/** Anything at all. */
export interface AnyField extends FieldBase {
  readonly type: "any";
}

/** A field that is described when it is first needed: a run looks at few of all providers and generators. */
export interface LaterField extends FieldBase {
  readonly type: "later";
  readonly described: () => Field;
}

/** One field of a CRD's structural schema. */
export type Field =
  | TextField
  | IntegerField
  | BooleanField
  | IntegerOrTextField
  | ListField
  | MapField
  | ObjectField
  | AnyField
  | LaterField;

/** A string. */
export function text(rules: Omit<TextField, "type"> = {}): TextField {
  return { type: "text", ...rules };
}

/** A string that is one of a few. */
export function oneOf(...allowed: readonly string[]): TextField {
  return { type: "text", allowed };
}

/** An integer of 64 bits, or within narrower bounds. */
export function integer(minimum = -(2 ** 63), maximum = 2 ** 63): IntegerField {
  return { type: "integer", minimum, maximum };
}

/** `true` or `false`. */
export function bool(): BooleanField {
  return { type: "boolean" };
}

/** An integer of 32 bits, or a string. */
export function integerOrText(): IntegerOrTextField {
  return { type: "integer or text", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
}

/** A list whose items are all alike. */
export function list(items: Field, rules: Partial<Pick<ListField, "minItems" | "untyped">> = {}): ListField {
  return { type: "list", items, ...rules };
}

/** An object from any name to values that are all alike. */
export function map(values: Field, rules: Partial<Pick<MapField, "reserved">> = {}): MapField {
  return { type: "map", values, ...rules };
}

/** An object with known names. */
export function object(
  members: Members,
  rules: Omit<Partial<ObjectField>, "type" | "members"> = {},
): ObjectField {
  return { type: "object", members, ...rules };
}

/** A value that nobody looks into. */
export function any(): AnyField {
  return { type: "any" };
}

/** What `describe` gives, made at its first use. */
export function later(describe: () => Field): LaterField {
  let field: Field | undefined;
  return { type: "later", described: () => (field ??= describe()) };
}

/** The field, as one that must be there. */
export function required<Kind extends Field>(field: Kind): Kind {
  return { ...field, required: true };
}

/** The field, as one that the API server fills where it is absent. */
export function defaulted<Kind extends Field>(field: Kind, value: unknown): Kind {
  return { ...field, default: value };
}

/** The field, as one with a name in JSON Schema's `definitions`: what stands in many places is described once. */
export function defined<Kind extends Field>(definition: string, field: Kind): Kind {
  return { ...field, definition };
}

/** Some members for one version, none for the other. */
export function membersIf(condition: boolean, members: Members): Members {
  return condition ? members : {};
}

/**
 * The members of something of which those that are known may not be all, at any depth; what stands in many places is
 * known.
 */
export function incompleteMembers(members: Members): Members {
  return Object.fromEntries(Object.entries(members).map(([name, field]) => [name, incomplete(field)]));
}

function incomplete(field: Field): Field {
  if (field.definition !== undefined) return field;
  if (field.type === "list") return { ...field, items: incomplete(field.items) };
  if (field.type === "map") return { ...field, values: incomplete(field.values) };
  if (field.type === "later") return later(() => incomplete(field.described()));
  if (field.type !== "object") return field;
  return { open: "unless misspelt", ...field, members: incompleteMembers(field.members) };
}
