import { LIMITS } from "../../ground/limits.ts";

const KiB = 1024;
const MiB = 1024 * KiB;

const BYTES: readonly (readonly [what: string, bytes: number])[] = [
  ["all input together, and what kustomize or helm prints", LIMITS.input],
  ["one document of External Secrets, or a list of them", LIMITS.document],
  ["the source of one regular expression", LIMITS.regexpSource],
  ["what all paths in property look at and write together", LIMITS.propertyWork],
  ["all answers of the stores together", LIMITS.answers],
  ["all output together", LIMITS.output],
];

const COUNTS: readonly (readonly [what: string, count: number])[] = [
  ["files of one folder or glob", LIMITS.files],
  ["folders within folders", LIMITS.folders],
  ["documents in all inputs", LIMITS.documents],
  ["ExternalSecrets, with those that ClusterExternalSecrets make", LIMITS.externalSecrets],
  ["entries of spec.data and spec.dataFrom", LIMITS.remoteRefs],
  ["distinct secrets that are asked for", LIMITS.reads],
  ["secrets that one find gives", LIMITS.findHits],
  ["steps of matching of all find.name.regexp together", LIMITS.findWork],
  ["steps of matching of one find.name.regexp and one name", LIMITS.nameWork],
  ["steps of matching of all rewrite.regexp together", LIMITS.rewriteWork],
];

/** The limits that LIMIT_EXCEEDED is about, with their numbers, as `presecret explain` lists them. */
export function limitList(): string {
  const lines = [
    ...BYTES.map(([what, bytes]) => `- ${printBytes(bytes)}: ${what}`),
    ...COUNTS.map(([what, count]) => `- ${count}: ${what}`),
  ];
  return `\nAt most:\n\n${lines.join("\n")}\n`;
}

function printBytes(bytes: number): string {
  return bytes < MiB ? `${bytes / KiB} KiB` : `${bytes / MiB} MiB`;
}
