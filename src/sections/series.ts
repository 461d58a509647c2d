import { RISEN } from "../parsers/node-metrics.ts";
import { type Cells, cells } from "./cells.ts";
import { dateOf } from "./dates.ts";
import { chartIn, dimensionOf, ENTRIES } from "./netdata.ts";
import type { Respelt } from "./respelt.ts";

/** Rows of one table that are held until it ends: a day at one each four seconds. */
const MOST_ROWS = 20_000;

/** What a column is called, where it is no selector of a metric: in dashboards and in scripts that log the table. */
const TITLES: readonly (readonly [RegExp, string])[] = [
  [/^NF conntrack entries\b/i, ENTRIES],
  [/^NF conntrack limit\b/i, `${ENTRIES}_limit`],
  [/^(?:net\.netfilter\.)?(?:nf|ip)_conntrack_count$|^conntrack[_ ](?:count|entries)$/i, ENTRIES],
  [
    /^(?:net\.netfilter\.)?(?:nf|ip)_conntrack_max$|^conntrack[_ ](?:max|limit)$/i,
    `${ENTRIES}_limit`,
  ],
];
const SELECTOR = /^(node_nf_conntrack_\w{2,60})?(?:\{(.{0,2000})\})?$/;

/** The series of a column, as a scrape writes it before its value; null of what is none. */
export function seriesOf(title: string, chart: string | null): string | null {
  const named = TITLES.find(([pattern]) => pattern.test(title))?.[1];
  if (named !== undefined) return named;
  const ofChart = chart === null ? null : dimensionOf(chart, title);
  if (ofChart !== null) return ofChart;
  const [, plain, labels = ""] = SELECTOR.exec(title) ?? [];
  const inside = /(?:^|, ?)__name__="(node_nf_conntrack_\w{2,60})"/.exec(labels)?.[1];
  const name = plain ?? inside;
  if (name === undefined) return null;
  const rest = labels.replace(/(?:^|, ?)__name__="[^"]*"(?:, ?)?/, "").replace(/", /g, '",');
  return rest === "" ? name : `${name}{${rest}}`;
}

const cellsOf = (line: string, delimiter: string): Cells =>
  delimiter === " " ? line.split(/ {1,64}/) : cells(line, delimiter);

/** Milliseconds since 1970, of a date or of a number of them or of seconds. */
function momentOf(cell: string): number | null {
  if (/^\d{10}(?:\.\d{1,9})?$/.test(cell)) return Math.round(Number(cell) * 1000);
  if (/^1\d{18}$/.test(cell)) return Number(cell.slice(0, 13));
  return /^\d{13}$/.test(cell) ? Number(cell) : dateOf(cell);
}

/** Where a table with a row a sample keeps the metric, its labels and its value. */
interface Long {
  name: number;
  value: number;
  labels: readonly (readonly [number, string])[];
}

/** The columns of a table that a panel of Grafana shows of an instant query; null of any other. */
function longOf(titles: Cells): Long | null {
  const name = titles.indexOf("__name__");
  const value = titles.findIndex((title) => /^Value(?: #\w{1,3})?$/.test(title));
  if (name < 0 || value < 0) return null;
  const labels = titles.flatMap((title, at) =>
    at > 0 && at !== name && at !== value && /^[a-z]\w{0,63}$/.test(title)
      ? [[at, title] as const]
      : [],
  );
  return { name, value, labels };
}

function sampleOf({ name, value, labels }: Long, row: Cells): string | null {
  const [metric = "", size = ""] = [row[name], row[value]];
  if (!/^node_nf_conntrack_\w{2,60}$/.test(metric) || !/^\d{1,15}(?:\.\d{1,12})?$/.test(size))
    return null;
  const pairs = labels.flatMap(([at, title]) =>
    row[at] === undefined || row[at] === "" ? [] : `${title}=${JSON.stringify(row[at])}`,
  );
  return `${metric}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${Math.round(Number(size))}`;
}

/** A table of samples, a row a moment, as dashboards and shells write them; held until it ends. */
export class SeriesTable {
  readonly #delimiter: string;
  readonly #time: number;
  readonly #series: readonly (string | null)[];
  readonly #rows: { at: number; cells: Cells }[] = [];

  readonly #long: Long | null;

  private constructor(
    delimiter: string,
    time: number,
    series: readonly (string | null)[],
    long: Long | null = null,
  ) {
    this.#delimiter = delimiter;
    this.#time = time;
    this.#series = series;
    this.#long = long;
  }

  /** The table that a line is the head of; `about` names where it comes from. */
  static of(bare: string, about: string): SeriesTable | null {
    // InfluxDB's own tool parts its columns by blanks
    const inBlanks = /^time {1,32}\w/.test(bare) && !/[,;\t]/.test(bare);
    if (!inBlanks && !/^"?(?:time(?:stamp)?|date(?:[_ ]?time)?|epoch)"?[,;\t]/i.test(bare))
      return null;
    const delimiter = inBlanks ? " " : /[,;\t]/.exec(bare)![0];
    const titles = cellsOf(bare, delimiter);
    const series = titles.map((title) => seriesOf(title, chartIn(about)));
    if (series.some((one) => one !== null)) return new SeriesTable(delimiter, 0, series);
    const long = longOf(titles);
    return long === null ? null : new SeriesTable(delimiter, 0, series, long);
  }

  /** Whether a line is a row of the table. */
  take(bare: string): boolean {
    if (this.#delimiter === " " && /^-[- ]{2,400}$/.test(bare)) return true;
    const row = cellsOf(bare, this.#delimiter);
    const at = row.length === this.#series.length ? momentOf(row[this.#time]!) : null;
    if (at === null || this.#rows.length >= MOST_ROWS) return false;
    this.#rows.push({ at, cells: row });
    return true;
  }

  /** The samples by time; of a rate the sum of what it was until then. */
  end(): Respelt[] {
    const sums = new Map<number, number>();
    let before: number | null = null;
    const lines: Respelt[] = [];
    for (const { at, cells: row } of this.#rows.sort((a, b) => a.at - b.at)) {
      const sample = this.#long === null ? null : sampleOf(this.#long, row);
      if (sample !== null) lines.push({ text: `${sample} ${at}` });
      const seconds = before === null ? 0 : (at - before) / 1000;
      before = at;
      for (const [place, series] of this.#series.entries()) {
        const cell = row[place] ?? "";
        if (series === null || !/^-?\d{1,15}(?:\.\d{1,12})?(?:e\+?\d{1,2})?$/.test(cell)) continue;
        const rate = Math.abs(Number(cell));
        const sum = (sums.get(place) ?? 0) + rate * seconds;
        sums.set(place, sum);
        const size = series.startsWith(RISEN) ? sum : Number(cell);
        lines.push({ text: `${series} ${Math.round(size)} ${at}` });
      }
    }
    return lines;
  }
}
