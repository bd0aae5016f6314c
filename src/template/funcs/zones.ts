import { EARLIER_ABBREVIATIONS } from "./zone-history.ts";
import { ZONES_BY_ABBREVIATIONS } from "./zone-table.ts";

/** A time zone (Go: time.Location); `offset`, in seconds east of UTC, is that of a fixed zone. */
export interface Zone {
  readonly kind: "utc" | "local" | "fixed" | "named";
  readonly name: string;
  readonly offset: number;
}

/** What a zone has at a moment: its offset in seconds east of UTC and the abbreviation that Go prints. */
export interface ZoneOffset {
  readonly offset: number;
  readonly abbreviation: string;
}

/** `time.UTC`. */
export const UTC: Zone = { kind: "utc", name: "UTC", offset: 0 };

/** `time.Local`, which in ESO's container is UTC, though not the same zone to `deepEqual`. */
export const LOCAL: Zone = { kind: "local", name: "Local", offset: 0 };

/** `time.FixedZone`. */
export function fixedZone(name: string, offset: number): Zone {
  return { kind: "fixed", name, offset };
}

/** `time.LoadLocation`: a zone of the database by its exact name; undefined for any other. */
export function loadZone(name: string): Zone | undefined {
  if (name === "" || name === "UTC") return UTC;
  if (name === "Local") return LOCAL;
  return namesToAbbreviations().has(name) ? { kind: "named", name, offset: 0 } : undefined;
}

/** What a zone has at a moment, given in seconds since 1970. */
export function offsetAt({ kind, name, offset }: Zone, unix: bigint): ZoneOffset {
  if (kind === "fixed") return { offset, abbreviation: name };
  if (kind !== "named") return { offset: 0, abbreviation: "UTC" };
  const seconds = intlOffset(name, unix);
  return { offset: seconds, abbreviation: abbreviationOf(name, seconds, unix) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The furthest from 1970 that a JavaScript date can be, in seconds. */
const DATE_RANGE = 8_640_000_000_000n;

const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/;

function intlOffset(name: string, unix: bigint): number {
  const clamped = unix < -DATE_RANGE ? -DATE_RANGE : unix > DATE_RANGE ? DATE_RANGE : unix;
  const [, sign, hours, minutes, seconds] = OFFSET.exec(formatOf(name).format(Number(clamped) * 1000)) ?? [];
  const magnitude = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return sign === "-" ? -magnitude : magnitude;
}

function formatOf(name: string): Intl.DateTimeFormat {
  const known = formats.get(name);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  formats.set(name, format);
  return format;
}

/** Local mean time, the only kind of offset that is not a quarter of an hour, is LMT; else numbers stand in. */
function abbreviationOf(name: string, offset: number, unix: bigint): string {
  const abbreviations = earlierAbbreviations(name, unix) ?? namesToAbbreviations().get(name) ?? "";
  const letters = abbreviations
    .split(" ")
    .find((entry) => /[A-Z](-?\d+)$/.exec(entry)?.[1] === String(offset));
  if (letters !== undefined) return letters.slice(0, -String(offset).length);
  return offset % 900 === 0 ? numeric(offset) : "LMT";
}

/** What a zone was called at a moment of an era that is over; undefined from there on. */
function earlierAbbreviations(name: string, unix: bigint): string | undefined {
  byEra ??= new Map(
    EARLIER_ABBREVIATIONS.flatMap(([eras, names]) => names.split(" ").map((zone) => [zone, eras])),
  );
  return byEra.get(name)?.find((era) => unix < BigInt(/^\d+/.exec(era)?.[0] ?? 0));
}

let byEra: ReadonlyMap<string, readonly string[]> | undefined;

/** As the database writes it: the hours, and the minutes where there are any. */
function numeric(offset: number): string {
  const minutes = Math.abs(offset) / 60;
  const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
  const rest = minutes % 60 === 0 ? "" : String(minutes % 60).padStart(2, "0");
  return (offset < 0 ? "-" : "+") + hours + rest;
}

let byName: ReadonlyMap<string, string> | undefined;

function namesToAbbreviations(): ReadonlyMap<string, string> {
  byName ??= new Map(
    ZONES_BY_ABBREVIATIONS.flatMap(([abbreviations, names]) =>
      names.split(/\s+/).map((name) => [name, abbreviations] as const),
    ),
  );
  return byName;
}
