import { createHash } from "node:crypto";

import type { Code } from "../../ground/codes.ts";
import { CODES } from "../../ground/codes.ts";
import type { Diagnostic, Severity } from "../../ground/diagnostic.ts";
import { printResourceRef, sortDiagnostics } from "../../ground/diagnostic.ts";
import { exitCodeOf } from "../../ground/exit-code.ts";
import { visible } from "../../ground/visible.ts";
import { VERSION } from "../version.ts";

/** SARIF 2.1.0, section 3.27.10: result.level. */
type Level = "error" | "warning" | "note";

const LEVELS: Readonly<Record<Severity, Level>> = { error: "error", warning: "warning", info: "note" };

interface Text {
  readonly text: string;
}

interface Rule {
  readonly id: Code;
  readonly shortDescription: Text;
  readonly fullDescription: Text;
  readonly help: Text;
  readonly defaultConfiguration: { readonly level: Level };
}

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region: { readonly startLine: number };
  };
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string; readonly kind: string }[];
}

interface Result {
  readonly ruleId: Code;
  readonly ruleIndex: number;
  readonly level: Level;
  readonly message: Text;
  readonly locations: readonly Location[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface Notification {
  readonly descriptor: { readonly id: Code };
  readonly level: Level;
  readonly message: Text;
}

/** A log of one run, as far as it is written here: SARIF 2.1.0, section 3.13. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly [Run];
}

interface Run {
  readonly tool: {
    readonly driver: {
      readonly name: string;
      readonly semanticVersion: string;
      readonly rules: readonly Rule[];
    };
  };
  readonly automationDetails: { readonly id: string };
  readonly invocations: readonly [
    {
      /** Whether the check came to its end, whatever it found. */
      readonly executionSuccessful: boolean;
      readonly exitCode: number;
      readonly toolExecutionNotifications: readonly Notification[];
    },
  ];
  readonly columnKind: "utf16CodeUnits";
  readonly results: readonly Result[];
}

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const SOURCE_ROOT = "%SRCROOT%";

/**
 * Diagnostics as a SARIF 2.1.0 log that code scanning takes: each with a location is a result, the others are
 * notifications of the run, since a result without a file is refused there. `command` names the kind of check, by
 * which uploads are kept apart.
 */
export function sarifLog(diagnostics: readonly Diagnostic[], command: string): SarifLog {
  const sorted = sortDiagnostics(diagnostics);
  const codes = [...new Set(sorted.map(({ code }) => code))].toSorted();
  const errors = sorted.filter(({ severity }) => severity === "error");
  const occurrences = new Map<string, number>();
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "presecret", semanticVersion: VERSION, rules: codes.map(toRule) } },
        automationDetails: { id: `presecret/${command}/` },
        invocations: [
          {
            executionSuccessful: errors.every(({ file }) => file !== undefined),
            exitCode: exitCodeOf(diagnostics),
            toolExecutionNotifications: sorted.filter(({ file }) => file === undefined).map(toNotification),
          },
        ],
        columnKind: "utf16CodeUnits",
        results: sorted.flatMap((diagnostic) => toResult(diagnostic, codes, occurrences)),
      },
    ],
  };
}

function toRule(code: Code): Rule {
  const { title, help, exit } = CODES[code];
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: `${title}. ${help}` },
    help: { text: `${help}\n\npresecret explain ${code} says more.` },
    defaultConfiguration: { level: exit === 0 ? "note" : "error" },
  };
}

function toResult(
  diagnostic: Diagnostic,
  codes: readonly Code[],
  occurrences: Map<string, number>,
): Result[] {
  const location = toLocation(diagnostic);
  if (location === undefined) return [];
  const print = fingerprint(diagnostic);
  const occurrence = (occurrences.get(print) ?? 0) + 1;
  occurrences.set(print, occurrence);
  return [
    {
      ruleId: diagnostic.code,
      ruleIndex: codes.indexOf(diagnostic.code),
      level: LEVELS[diagnostic.severity],
      message: { text: messageOf(diagnostic) },
      locations: [location],
      partialFingerprints: { primaryLocationLineHash: `${print}:${occurrence}` },
    },
  ];
}

function toNotification(diagnostic: Diagnostic): Notification {
  return {
    descriptor: { id: diagnostic.code },
    level: LEVELS[diagnostic.severity],
    message: { text: messageOf(diagnostic) },
  };
}

function messageOf({ message, hint }: Diagnostic): string {
  const sentences = [message, ...(hint === undefined ? [] : [hint])].map((text) => visible(text, MAX_TEXT));
  return sentences.map((text) => (/[.?!]$/.test(text) ? text : `${text}.`)).join(" ");
}

const MAX_TEXT = 1024;

function toLocation({ file, resourceRef, field }: Diagnostic): Location | undefined {
  if (file === undefined) return undefined;
  const names = [resourceRef === undefined ? undefined : printResourceRef(resourceRef), field?.path];
  const name = names.filter((part) => part !== undefined).join(": ");
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(file.path),
      region: { startLine: file.line ?? 1 },
    },
    ...(name === "" ? {} : { logicalLocations: [{ fullyQualifiedName: visible(name), kind: "object" }] }),
  };
}

/** A path as a relative reference below the root of the sources, or as a file URI. */
function artifactLocation(path: string): { uri: string; uriBaseId?: string } {
  const uri = path
    .replace(/^(?:\.\/)+/, "")
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/");
  return path.startsWith("/") ? { uri: `file://${uri}` } : { uri, uriBaseId: SOURCE_ROOT };
}

const FINGERPRINT_DIGITS = 16;

/** It tells one finding from another and stays when lines move: what is wrong with which field of which object. */
function fingerprint({ code, file, resourceRef, field, message }: Diagnostic): string {
  const { apiVersion = "", kind = "", namespace = "", name = "" } = resourceRef ?? {};
  const identity = [code, file?.path ?? "", apiVersion, kind, namespace, name, field?.path ?? "", message];
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, FINGERPRINT_DIGITS);
}
