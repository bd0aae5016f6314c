import type { MapField, Pattern, TextField } from "./field.ts";
import { map, text } from "./field.ts";

const SUBDOMAIN: Pattern = {
  regexp: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  wants: 'small letters, digits, "-" and ".", with a letter or digit at both ends of each part',
};

const LABEL: Pattern = {
  regexp: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  wants: 'small letters, digits and "-", with a letter or digit at both ends',
};

const KEY: Pattern = {
  regexp: /^[-._a-zA-Z0-9]+$/,
  wants: 'letters (a-z, A-Z), digits, "-", "_" and "."',
};

const BASE64: Pattern = {
  regexp: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/,
  wants: "base64 with padding, without line breaks",
};

/** Name of an object: a DNS-1123 subdomain. */
export const objectName: TextField = text({ pattern: SUBDOMAIN, minLength: 1, maxLength: 253 });

/** Name of a namespace: a DNS-1123 label. */
export const namespaceName: TextField = text({ pattern: LABEL, minLength: 1, maxLength: 63 });

/** Key in a Secret's or ConfigMap's data. */
export const dataKey: TextField = text({ pattern: KEY, minLength: 1, maxLength: 253 });

/** Bytes, as JSON holds them. */
export const bytes: TextField = text({ pattern: BASE64 });

/** A duration in Go's notation. */
export const duration: TextField = text({ duration: true });

/** An object from any name to text. */
export const texts: MapField = map(text());
