/** The way to a field inside an object: names and list positions, from the root. */
export type FieldPath = readonly (string | number)[];

const PLAIN = /^[A-Za-z_][\w-]*$/;

/** `["spec", "data", 2, "remoteRef"]` as `spec.data[2].remoteRef`; a name with other characters as `["a.b"]`. */
export function printFieldPath(path: FieldPath): string {
  return path.map(printSegment).join("");
}

function printSegment(segment: string | number, position: number): string {
  if (typeof segment === "number") return `[${segment}]`;
  if (!PLAIN.test(segment)) return `["${segment}"]`;
  return position === 0 ? segment : `.${segment}`;
}
