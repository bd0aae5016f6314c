import { encodeBase64 } from "../go/base64.ts";
import { goStringOfBytes, toGoString } from "../go/bytes.ts";
import { printKey, printMembers, printText } from "../ground/print-object.ts";
import type { SecretObject } from "./secret-object.ts";
import { shownKeys } from "./shown-keys.ts";

/**
 * A Secret as one document of block YAML: fields and keys in a fixed order, every text double-quoted, so that readers
 * of YAML 1.1, of 1.2 and of JSON agree about it. With `redact`, placeholders that name the key stand for the
 * values, and for labels and annotations that templates made; keys that templates made have placeholders too.
 */
export function printSecret(secret: SecretObject, redact: boolean): string {
  const lines = [`apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${printText(secret.name)}\n`];
  if (secret.namespace !== undefined) lines.push(`  namespace: ${printText(secret.namespace)}\n`);
  for (const field of ["labels", "annotations"] as const) {
    lines.push(printMap(`  ${field}`, redact ? withoutRendered(secret, field) : secret[field]));
  }
  lines.push(
    ...secret.finalizers.map(
      (name, index) => `${index === 0 ? "  finalizers:\n" : ""}  - ${printText(name)}\n`,
    ),
  );
  lines.push(...printMembers(Object.entries(secret.rest.metadata), "  "));
  lines.push(`type: ${printText(secret.type ?? "Opaque")}\n`);
  if (secret.immutable) lines.push("immutable: true\n");
  const data = redact ? redactedData(secret) : revealedData(secret);
  lines.push(data.size === 0 ? "data: {}\n" : printMap("data", data));
  return lines.join("");
}

function revealedData({ data }: SecretObject): Map<string, string> {
  return new Map(
    [...data].map(([key, value]) => [key, encodeBase64(goStringOfBytes(value.reveal()), "std")]),
  );
}

function redactedData(secret: SecretObject): Map<string, string> {
  const keys = [...shownKeys(secret, "data").values()];
  return new Map(
    keys.map((key) => [key, encodeBase64(toGoString(`[redacted ${secret.name}/${key}]`), "std")]),
  );
}

/** What templates made may hold what was fetched. */
function withoutRendered(secret: SecretObject, field: "labels" | "annotations"): Map<string, string> {
  const keys = shownKeys(secret, field);
  return new Map(
    [...secret[field]].map(([key, value]) => {
      const shown = keys.get(key) ?? "";
      const isRendered = secret.rendered.has(`${field}/${key}`);
      return [shown, isRendered ? placeholderOf(secret.name, field, shown) : value];
    }),
  );
}

/** A label takes letters, digits, dots and dashes, 63 of them. */
function placeholderOf(secretName: string, field: "labels" | "annotations", key: string): string {
  if (field === "annotations") return `[redacted ${secretName}/${key}]`;
  const label = `redacted.${key.slice(key.lastIndexOf("/") + 1)}`;
  return label.length <= 63 ? label : "redacted";
}

function printMap(name: string, map: ReadonlyMap<string, string>): string {
  if (map.size === 0) return "";
  const indent = name.startsWith(" ") ? "    " : "  ";
  const entries = [...map].toSorted(([a], [b]) => (toGoString(a) < toGoString(b) ? -1 : 1));
  return `${name}:\n${entries.map(([key, value]) => `${indent}${printKey(key)}: ${printText(value)}\n`).join("")}`;
}
