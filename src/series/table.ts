import { type Column, MOST_ROWS, type SeriesFile } from "./file.ts";
import { headIn, isTime, type Row, rowsOf, titledIn } from "./head.ts";
import { timesOfEach } from "./in-order.ts";
import {
  hostOf,
  isNoValue,
  isSureOf,
  type Measured,
  machineOf,
  measureOf,
  measureOfPanel,
} from "./measures.ts";
import { numberIn, styleOf } from "./numbers.ts";
import type { Zone } from "./zone.ts";

const HOST = /^(?:host(?:[._]?name)?|host\.host|node(?:[._]?name)?|nodename|instance|server)$/i;
const isHost = (title: string): boolean =>
  HOST.test(title) ||
  HOST.test(title.replace(/^(?:.*\.)?(?:tags|labels|_source|fields|agent)\./, ""));

/** Reads a table of samples, a row a moment, whatever its delimiter and the language of its numbers. */
export function readTable(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const head = headIn(text);
  if (head === null) return null;
  let rows: Row[];
  try {
    rows = rowsOf(titledIn(text), head.delimiter);
  } catch {
    return { reason: "its rows cannot be parted into columns" };
  }
  return joinedOf(
    tablesIn(rows).map(({ titles, rows: own }) =>
      readRows(titles, own, about, zone, head.delimiter),
    ),
  );
}

/** Rows below each head: an export may hold several tables, and a log its head again and again. */
function tablesIn(rows: readonly Row[]): { titles: string[]; rows: Row[] }[] {
  const tables = new Map<string, { titles: string[]; rows: Row[] }>();
  let current: Row[] | null = null;
  for (const row of rows) {
    const cells = row.cells.map((one) => one.replace(/^#\s*/, ""));
    if (cells.length > 1 && cells.some(isTime)) {
      const key = cells.join("\n");
      const table = tables.get(key) ?? { titles: cells, rows: [] };
      tables.set(key, table);
      current = table.rows;
    } else if (cells.length > 1 && !row.cells[0]!.startsWith("#") && !isRule(cells))
      current?.push(row);
  }
  return [...tables.values()];
}

/** The line below the head of a table in Markdown. */
const isRule = (cells: readonly string[]): boolean => cells.every((one) => /^:?-+:?$|^$/.test(one));

/** What several tables of one file say. */
function joinedOf(files: readonly (SeriesFile | null)[]): SeriesFile | null {
  const read = files.flatMap((one) => (one !== null && "columns" in one ? one : []));
  if (read.length === 0) return files.find((one) => one !== null) ?? null;
  return {
    columns: read.flatMap(({ columns }) => columns),
    notes: [...new Set(read.flatMap(({ notes }) => notes))],
  };
}

/** The same, of rows that were parted already. */
export function readRows(
  titles: readonly string[],
  all: readonly Row[],
  about: string,
  zone: Zone | null,
  delimiter: string,
): SeriesFile | null {
  const times = titles.flatMap((one, at) => (isTime(one) ? [at] : []));
  const hostAt = titles.findIndex((one) => isHost(one));
  const tagsAt = titles.indexOf("tags");
  const long = longForm(titles);
  const measured = measuresOf(titles, about, times, hostAt, long);
  const isSure =
    isSureOf(about) ||
    measured.some((one) => one?.isSure) ||
    (long !== null && all.some(({ cells }) => measureOf(cells[long.series] ?? "", about)?.isSure));
  if (!isSure && !isPair(measured)) return namesNothing(measured, about);
  const rows = all.slice(0, MOST_ROWS);
  const cells = rows.map((row) =>
    times
      .map((at) => row.cells[at] ?? "")
      .join(" ")
      .trim(),
  );
  const series = rows.map((row) =>
    [hostAt, tagsAt, long?.series ?? -1].map((place) => row.cells[place] ?? "").join("\n"),
  );
  const { at, zone: known, notes } = timesOfEach(cells, series, zone);
  if (rows.length === 0) return { reason: "it has columns of samples, and no row" };
  if (at.every((one) => one === null))
    return {
      reason:
        notes[0]?.replace(/\.$/, "") ?? "no cell of its column of times is a time that is known",
    };
  if (all.length > MOST_ROWS) notes.push(`Only its first ${MOST_ROWS} rows were read.`);
  const columns = new Map<string, Column>();
  for (const [place, own] of measured.entries()) {
    const style = styleOf(
      rows.map((row) => row.cells[place] ?? ""),
      delimiter,
    );
    for (const [index, row] of rows.entries()) {
      const measure =
        own ??
        (long?.value === place
          ? (measureOf(row.cells[long.series] ?? "", about) ?? measureOfPanel(about))
          : null);
      const number = measure === null ? null : numberIn(row.cells[place] ?? "", style);
      if (measure === null || number === null || at[index] == null) continue;
      if (isNoValue(measure, number.value)) continue;
      const host =
        hostAt >= 0
          ? machineOf(row.cells[hostAt] ?? "")
          : (measure.host ?? hostOf((row.cells[tagsAt] ?? "").replace(/=([^,]+)/g, '="$1"')));
      const key = `${place}\n${host ?? ""}\n${measure.measure}`;
      const column = columns.get(key) ?? {
        ...measure,
        host,
        title: titles[place]!,
        zone: known,
        samples: [],
      };
      columns.set(key, column);
      column.samples.push({ at: at[index]!, ...number, line: row.line });
    }
  }
  const kept = [...columns.values()];
  if (kept.length === 0)
    return { reason: "none of its cells below titles of connection tracking is a number" };
  const bad = at.filter((one) => one === null).length;
  if (bad > 0) notes.push(`${bad} of its rows have no time that is known, and are left out.`);
  return { columns: kept, notes };
}

/** Grafana's long form: which series, when, what. */
function longForm(titles: readonly string[]): { series: number; value: number } | null {
  const find = (pattern: RegExp) => titles.findIndex((one) => pattern.test(one));
  const [series, value] = [
    find(/^(?:series|metric(?:[ _]name)?|name|__name__|_field)$/i),
    find(/^_{0,2}value(?:__)?$/i),
  ];
  return series < 0 || value < 0 ? null : { series, value };
}

function measuresOf(
  titles: readonly string[],
  about: string,
  times: readonly number[],
  hostAt: number,
  long: ReturnType<typeof longForm>,
): (Measured | null)[] {
  const own = titles.map((title, at) =>
    times.includes(at) || at === hostAt || long !== null ? null : measureOf(title, about),
  );
  if (own.some((one) => one !== null) || long !== null) return own;
  // columns that are machines, of a panel whose file is named after it
  const panel = measureOfPanel(about);
  return titles.map((title, at) =>
    panel === null || times.includes(at) || !/^[\w.-]+(?::\d+)?$/.test(title)
      ? null
      : { ...panel, host: /^value$/i.test(title) ? null : machineOf(title) },
  );
}

/** Two titles of our own words beside each other are of the table, though none names it. */
const isPair = (measured: readonly (Measured | null)[]): boolean =>
  measured.some((one) => one?.measure === "count") &&
  measured.some((one) => one?.measure === "max");

const namesNothing = (measured: readonly (Measured | null)[], about: string): SeriesFile | null =>
  measured.some((one) => one !== null)
    ? {
        reason: `neither its columns nor its name (${about.split("/").at(-1)}) say that they are of connection tracking: name it so, as in conntrack.csv`,
      }
    : /conntrack/i.test(about)
      ? {
          reason:
            "none of its columns is the count, the limit, the part in use or a counter of losses",
        }
      : null;
