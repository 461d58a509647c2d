import { type Column, MOST_ROWS, type SeriesFile } from "./file.ts";
import { headIn, isTime, type Row, rowsOf, titledIn } from "./head.ts";
import { timesOfEach } from "./in-order.ts";
import {
  hostOf,
  isNoValue,
  isOfSeveral,
  isSureOf,
  type Measured,
  machineOf,
  measureOf,
  measureOfPanel,
  measureWithin,
} from "./measures.ts";
import { ofSeveral } from "./named.ts";
import { numberIn, styleOf } from "./numbers.ts";
import { machinesOfTitles } from "./title-machines.ts";
import type { Zone } from "./zone.ts";

const HOST = /^(?:host(?:[._]?name)?|host\.host|node(?:[._]?name)?|nodename|instance|server)$/i;
/** What a dashboard calls the results of queries that have no name. */
const LETTERED = /^Value #\w{1,3}$/;
const CLUSTER = /^(?:cluster(?:_?name)?|k8s_cluster|kube_cluster_name)$/i;
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
  const clusterAt = titles.findIndex((one) => CLUSTER.test(one.split(".").at(-1)!));
  const tagsAt = titles.indexOf("tags");
  const long = longForm(titles);
  const measured = measuresOf(titles, about, times, hostAt, long);
  const several = titles.filter((one, at) => measured[at] != null && isOfSeveral(one));
  for (const [at, title] of titles.entries()) if (several.includes(title)) measured[at] = null;
  if (several.length > 0 && measured.every((one) => one === null) && long === null)
    return { reason: several.map(ofSeveral).join(" ").replace(/\.$/, "") };
  const isSure =
    isSureOf(about) ||
    measured.some((one) => one?.isSure) ||
    (long !== null && all.some(({ cells }) => measureOf(cells[long.series] ?? "", about)?.isSure));
  const unnamed = titles.filter((one) => LETTERED.test(one));
  if (unnamed.length > 1 && titles.every((one) => measureOf(one, about) === null))
    return {
      reason: `its columns ${unnamed.join(", ")} do not say what they measure: name them, as in nf_conntrack_count and nf_conntrack_max`,
    };
  if (!isSure && !isPair(measured)) return namesNothing(measured, titles, about);
  const rows = all.slice(0, MOST_ROWS);
  const cells = rows.map((row) =>
    times
      .map((at) => row.cells[at] ?? "")
      .join(" ")
      .trim(),
  );
  const series = rows.map((row) =>
    [hostAt, clusterAt, tagsAt, long?.series ?? -1]
      .map((place) => row.cells[place] ?? "")
      .join("\n"),
  );
  const { at, zone: known, notes } = timesOfEach(cells, series, zone);
  notes.push(...several.map(ofSeveral));
  if (rows.length === 0) return { reason: "it has columns of samples, and no row" };
  if (at.every((one) => one === null))
    return {
      reason:
        notes[0]?.replace(/\.$/, "") ?? "no cell of its column of times is a time that is known",
    };
  if (all.length > MOST_ROWS) notes.push(`Only its first ${MOST_ROWS} rows were read.`);
  const columns = new Map<string, Column>();
  const machines = machinesOfTitles(
    long === null ? titles : all.map(({ cells }) => cells[long.series] ?? ""),
    about,
  );
  for (const [place, own] of measured.entries()) {
    const style = styleOf(
      rows.map((row) => row.cells[place] ?? ""),
      delimiter,
    );
    for (const [index, row] of rows.entries()) {
      const measure =
        own ??
        (long?.values.includes(place)
          ? (measureOf(row.cells[long.series] ?? "", about) ?? measureOfPanel(about))
          : null);
      const number = measure === null ? null : numberIn(row.cells[place] ?? "", style);
      if (measure === null || number === null || at[index] == null) continue;
      if (isNoValue(measure, number.value)) continue;
      const host =
        hostAt >= 0
          ? machineOf(row.cells[hostAt] ?? "")
          : (measure.host ??
            machines.get(long === null ? titles[place]! : (row.cells[long.series] ?? "")) ??
            hostOf(titles[place]!) ??
            hostOf((row.cells[tagsAt] ?? "").replace(/=([^,]+)/g, '="$1"')));
      const cluster = clusterAt >= 0 ? row.cells[clusterAt] || null : measure.cluster;
      const key = `${place}\n${host ?? ""}\n${cluster ?? ""}\n${measure.measure}`;
      const column = columns.get(key) ?? {
        ...measure,
        host,
        cluster,
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

/** Grafana's long form: which series, when, what. Datadog's has a column of values for each machine, by its tag. */
function longForm(titles: readonly string[]): { series: number; values: number[] } | null {
  const find = (pattern: RegExp) => titles.findIndex((one) => pattern.test(one));
  const [series, value] = [
    find(/^(?:series|metric(?:[ _]name)?|name|__name__|_field)$/i),
    find(/^_{0,2}value(?:__)?$/i),
  ];
  const tagged = titles.flatMap((one, at) => (/^[\w.-]{1,64}:\S/.test(one) ? [at] : []));
  const values = value >= 0 ? [value] : tagged;
  return series < 0 || values.length === 0 ? null : { series, values };
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
  if (own.some((one) => one !== null) || long !== null) return countsAmong(own, titles);
  // columns that are machines, of a panel whose file is named after it
  const panel = measureOfPanel(about);
  return titles.map((title, at) => {
    if (panel === null || times.includes(at) || at === hostAt) return null;
    const within = measureWithin(title, about);
    if (within !== null) return within;
    if (!/^(?:[\w.-]+(?::\d+)?|\{.*\}|Value #\w{1,3})$/.test(title)) return null;
    if (/^value(?: #\w+)?$/i.test(title)) return { ...panel, host: null };
    return { ...panel, host: title.startsWith("{") ? hostOf(title) : machineOf(title) };
  });
}

/** "Max entries" is the limit, but the highest count where another column is the limit by its name and none is a count. */
function countsAmong(own: (Measured | null)[], titles: readonly string[]): (Measured | null)[] {
  const isLimit = (at: number): boolean => own[at]?.measure === "max" && /limit/i.test(titles[at]!);
  if (own.some((one) => one?.measure === "count") || !titles.some((_, at) => isLimit(at)))
    return own;
  return own.map((one, at) =>
    one?.measure === "max" && !isLimit(at) && /count|entries/i.test(titles[at]!)
      ? { ...one, measure: "count" }
      : one,
  );
}

/** Two titles of our own words beside each other are of the table, though none names it. */
const isPair = (measured: readonly (Measured | null)[]): boolean =>
  measured.some((one) => one?.measure === "count") &&
  measured.some((one) => one?.measure === "max");

const namesNothing = (
  measured: readonly (Measured | null)[],
  titles: readonly string[],
  about: string,
): SeriesFile | null =>
  measured.some((one) => one !== null)
    ? {
        reason: `neither its columns nor its name (${about.split("/").at(-1)}) say that they are of connection tracking: name it so, as in conntrack.csv`,
      }
    : /conntrack/i.test(`${about} ${titles.join(" ")}`)
      ? {
          reason:
            "none of its columns is the count, the limit, the part in use or a counter of losses",
        }
      : null;
