import type { ExternalSecretReport } from "./external-secret-report.ts";

/** A box with a name, in the units of the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where the text begins, and its base line. */
  readonly textX: number;
  readonly textY: number;
  readonly label: string;
  /** The whole name, where the label is cut. */
  readonly title: string;
  readonly status: string;
}

/** A line from a store to a Secret, as an SVG path. */
export interface Link {
  readonly path: string;
  readonly title: string;
  readonly status: string;
}

/** Which Secret comes from which store: stores on the left, Secrets on the right. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly stores: readonly Box[];
  readonly secrets: readonly Box[];
  readonly links: readonly Link[];
  /** Secrets that there was no room for. */
  readonly more: number;
}

const WIDTH = 560;
const BOX_WIDTH = 220;
const BOX_HEIGHT = 26;
const ROW = 34;
const PADDING = 10;
const MOST_SECRETS = 60;
const MOST_CHARACTERS = 32;
const BASE_LINE = 17;

/** Draws the picture of a report; undefined where nothing is read. */
export function drawPicture(reports: readonly ExternalSecretReport[]): Picture | undefined {
  const reading = reports.filter(({ reads }) => reads.length > 0);
  const shown = reading.slice(0, MOST_SECRETS);
  const sources = [...new Set(shown.flatMap((report) => sourcesOf(report)))];
  if (sources.length === 0) return undefined;
  const rows = Math.max(shown.length, sources.length);
  const stores = sources.map((name, index) =>
    box(name, PADDING, rowOf(index, sources.length, rows), statusOf(shown, name)),
  );
  const secrets = shown.map((report, index) =>
    box(nameOf(report), WIDTH - PADDING - BOX_WIDTH, rowOf(index, shown.length, rows), report.outcome),
  );
  const links = shown.flatMap((report, index) =>
    sourcesOf(report).map((source) =>
      link(stores[sources.indexOf(source)], secrets[index], isBad(report, source) ? "failed" : "found"),
    ),
  );
  return {
    width: WIDTH,
    height: rows * ROW + 2 * PADDING,
    stores,
    secrets,
    links: links.filter((item) => item !== undefined),
    more: reading.length - shown.length,
  };
}

function sourcesOf({ reads }: ExternalSecretReport): string[] {
  return [...new Set(reads.map(({ store, resource }) => store ?? resource))];
}

function nameOf({ namespace, name, secret }: ExternalSecretReport): string {
  return `${namespace}/${secret === "" ? name : secret}`;
}

function isBad({ reads }: ExternalSecretReport, source: string): boolean {
  return reads.some(
    ({ store, resource, outcome }) =>
      (store ?? resource) === source && outcome !== "found" && outcome !== "generated",
  );
}

function statusOf(reports: readonly ExternalSecretReport[], source: string): string {
  return reports.some((report) => isBad(report, source)) ? "failed" : "found";
}

/** The shorter column is spread over the height of the longer one. */
function rowOf(index: number, count: number, rows: number): number {
  return PADDING + ((index + 0.5) * rows * ROW) / count - BOX_HEIGHT / 2;
}

function box(title: string, x: number, y: number, status: string): Box {
  const label = title.length <= MOST_CHARACTERS ? title : `${title.slice(0, MOST_CHARACTERS - 1)}…`;
  const top = Math.round(y);
  return {
    x,
    y: top,
    width: BOX_WIDTH,
    height: BOX_HEIGHT,
    textX: x + 8,
    textY: top + BASE_LINE,
    label,
    title,
    status,
  };
}

function link(from: Box | undefined, to: Box | undefined, status: string): Link | undefined {
  if (from === undefined || to === undefined) return undefined;
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  return {
    path: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`,
    title: `${to.title} from ${from.title}`,
    status,
  };
}
