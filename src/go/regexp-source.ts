import { RegexpError } from "./regexp-error.ts";

/** The names of the capturing groups, "" for those without; the first is the whole match's. */
export type GroupNames = readonly string[];

/** A source in the syntax that the engine takes, and the names that were taken out of it. */
export interface EngineSource {
  readonly source: string;
  readonly groupNames: GroupNames;
}

/**
 * Writes a Go expression for RE2JS. Go takes one name for several groups, and reads the names of Unicode classes
 * loosely (`\p{greek}`, `\p{Lowercase_Letter}`); RE2JS does neither. Throws RegexpError for a bad name.
 */
export function toEngineSource(source: string): EngineSource {
  if (!/\\[pP]|\(\?P?</.test(source)) return { source, groupNames: [] };
  const groupNames = [""];
  let written = "";
  let inClass = false;
  let at = 0;
  while (at < source.length) {
    const token = tokenAt(source, at, inClass);
    at += token.length;
    written += rewritten(token, inClass, groupNames);
    inClass = inClass ? token !== "]" : token.startsWith("[");
  }
  return { source: written, groupNames };
}

/** The start of a class with a `]` that is a member, quoted text, an escape, the start of a group, or any character. */
const OUTSIDE_CLASS = /\[\^?\]?|\\Q[^]*?(?:\\E|$)|\\[pP](?:\{[^}]*\}|[^{])|\\[^]|\(\?P?<[^>]*>|\(\?|[^]/uy;
const INSIDE_CLASS = /\[:\^?[a-z]+:\]|\\[pP](?:\{[^}]*\}|[^{])|\\[^]|[^]/uy;

function tokenAt(source: string, at: number, inClass: boolean): string {
  const pattern = inClass ? INSIDE_CLASS : OUTSIDE_CLASS;
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? source.slice(at);
}

/** The token for the engine. Groups are counted on the way. */
function rewritten(token: string, inClass: boolean, groupNames: string[]): string {
  if (/^\\[pP]./u.test(token)) return unicodeClass(token);
  if (inClass || !token.startsWith("(") || token === "(?") return token;
  const name = /<(.*)>$/su.exec(token)?.[1];
  if (name !== undefined && !/^[A-Za-z0-9_]+$/.test(name))
    throw new RegexpError("The name of a group holds more than letters, digits and underscores");
  groupNames.push(name ?? "");
  return "(";
}

/** `\pL` or `\p{^Greek}`, with the name as the engine knows it. */
function unicodeClass(token: string): string {
  const [, letter = "", negation = "", name = ""] = /^\\(.)\{?(\^?)([^}]*)\}?$/su.exec(token) ?? [];
  const canonical = canonicalName(name);
  if (NOT_IN_GO.has(canonical))
    throw new RegexpError("\\p is followed by no category or script that Go knows");
  return `\\${letter}{${negation}${CATEGORY_ALIASES.get(canonical) ?? canonical}}`;
}

/** As Go looks names up: one capital, and no underscores, hyphens or spaces. */
function canonicalName(name: string): string {
  const letters = name.replace(/[-_ ]/g, "");
  return letters.slice(0, 1).toUpperCase() + letters.slice(1).toLowerCase();
}

/** What the engine knows beyond Go's names: other properties, and scripts that Unicode 15 did not have. */
const NOT_IN_GO: ReadonlySet<string> = new Set([
  "Alphabetic",
  "Dash",
  "Emoji",
  "Garay",
  "Lowercase",
  "Math",
  "Sidetic",
  "Sunuwar",
  "Todhri",
  "Unknown",
  "Uppercase",
]);

/** The long names of the categories, in canonical form. */
const CATEGORY_ALIASES: ReadonlyMap<string, string> = new Map([
  ["Casedletter", "LC"],
  ["Closepunctuation", "Pe"],
  ["Combiningmark", "M"],
  ["Connectorpunctuation", "Pc"],
  ["Control", "Cc"],
  ["Currencysymbol", "Sc"],
  ["Dashpunctuation", "Pd"],
  ["Decimalnumber", "Nd"],
  ["Enclosingmark", "Me"],
  ["Finalpunctuation", "Pf"],
  ["Format", "Cf"],
  ["Initialpunctuation", "Pi"],
  ["Letter", "L"],
  ["Letternumber", "Nl"],
  ["Lineseparator", "Zl"],
  ["Lowercaseletter", "Ll"],
  ["Mark", "M"],
  ["Mathsymbol", "Sm"],
  ["Modifierletter", "Lm"],
  ["Modifiersymbol", "Sk"],
  ["Nonspacingmark", "Mn"],
  ["Number", "N"],
  ["Openpunctuation", "Ps"],
  ["Other", "C"],
  ["Otherletter", "Lo"],
  ["Othernumber", "No"],
  ["Otherpunctuation", "Po"],
  ["Othersymbol", "So"],
  ["Paragraphseparator", "Zp"],
  ["Privateuse", "Co"],
  ["Punctuation", "P"],
  ["Separator", "Z"],
  ["Spaceseparator", "Zs"],
  ["Spacingmark", "Mc"],
  ["Surrogate", "Cs"],
  ["Symbol", "S"],
  ["Titlecaseletter", "Lt"],
  ["Unassigned", "Cn"],
  ["Uppercaseletter", "Lu"],
  ["Cntrl", "Cc"],
  ["Digit", "Nd"],
  ["Punct", "P"],
]);
