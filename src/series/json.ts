import { type Fields, frameColumns, isFields } from "../parsers/json-shapes.ts";
import { type Column, MOST_ROWS, type SeriesFile } from "./file.ts";
import { type Measured, measureOf, measureOfPanel } from "./measures.ts";
import { numberIn } from "./numbers.ts";
import { readRows } from "./table.ts";
import type { Zone } from "./zone.ts";

/** Reads JSON, or an object a line, as samples; null of what is none. */
export function readJsonSeries(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const value = parsed(text);
  if (value === undefined) return null;
  if (isFields(value)) {
    const data = isFields(value["data"]) ? value["data"] : value;
    if (Array.isArray(data["result"])) return ofPrometheus(data["result"], about);
    const results = isFields(value["results"]) ? Object.values(value["results"]) : null;
    if (results !== null) return ofGrafana(results, about);
    const chart = isFields(value["result"]) ? value["result"] : value;
    if (Array.isArray(chart["labels"]) && Array.isArray(chart["data"]))
      return ofRows(chart["labels"], chart["data"], about, zone);
    return isFields(value["metric"]) ? ofPrometheus([value], about) : null;
  }
  if (!Array.isArray(value) || !value.every(isFields)) return null;
  if (value.every((one) => isFields(one["metric"]))) return ofPrometheus(value, about);
  const titles = [...new Set(value.slice(0, 100).flatMap((one) => Object.keys(one)))];
  const rows = value.map((one) => titles.map((title) => one[title] ?? ""));
  return readRows(titles, numbered(rows), about, zone, " ");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    try {
      return lines.slice(0, MOST_ROWS).map((line) => JSON.parse(line) as unknown);
    } catch {
      return undefined;
    }
  }
}

const numbered = (rows: readonly unknown[][]) =>
  rows.map((cells, at) => ({ cells: cells.map(String), line: at + 1 }));

/** netdata: its columns, then a row a moment. */
const ofRows = (labels: unknown[], data: unknown[], about: string, zone: Zone | null) =>
  readRows(
    labels.map(String),
    // of its second form each value stands in a list with its flags
    numbered(
      data.flatMap((row) =>
        Array.isArray(row) ? [row.map((one) => (Array.isArray(one) ? one[0] : one))] : [],
      ),
    ),
    about,
    zone,
    " ",
  );

/** `query_range`, and the exports that spell it alike. */
function ofPrometheus(result: readonly unknown[], about: string): SeriesFile {
  const columns: Column[] = [];
  const without: string[] = [];
  for (const series of result) {
    if (!isFields(series) || !isFields(series["metric"])) continue;
    const { __name__: name, ...labels } = series["metric"];
    const list = Object.entries(labels).map(([key, one]) => `${key}="${String(one)}"`);
    const title = `${typeof name === "string" ? name : ""}{${list.join(",")}}`;
    const measured = typeof name === "string" ? measureOf(title, about) : unnamed(title, about);
    if (measured === null) without.push(title);
    else columns.push(column(title, measured, pairsOf(series)));
  }
  return columns.some(({ samples }) => samples.length > 0)
    ? { columns, notes: [] }
    : {
        reason:
          result.length === 0
            ? "the query's answer holds no series"
            : `none of its series is of the table's count, limit or losses (${without[0] ?? "all are empty"})`,
      };
}

/** An expression's result has labels alone: the file's name tells what it is of, or nothing does. */
function unnamed(title: string, about: string): Measured | null {
  const panel = measureOfPanel(about);
  return panel === null
    ? null
    : { ...panel, host: measureOf(`conntrack count${title}`, about)?.host ?? null };
}

const column = (
  title: string,
  measured: Measured,
  pairs: readonly (readonly [unknown, unknown])[],
): Column => ({
  ...measured,
  title,
  zone: "utc",
  samples: pairs.slice(0, MOST_ROWS).flatMap(([seconds, said], at) => {
    const [time, number] = [Number(seconds) * 1000, numberIn(String(said))];
    return Number.isFinite(time) && number !== null
      ? [{ at: Math.round(time), ...number, line: at + 1 }]
      : [];
  }),
});

/** `value` of an instant query, `values` of a range, `values` and `timestamps` of an export. */
function pairsOf({ value, values, timestamps }: Fields): (readonly [unknown, unknown])[] {
  if (Array.isArray(values) && Array.isArray(timestamps))
    return values.map((one, at) => [Number(timestamps[at]) / 1000, one] as const);
  const list = Array.isArray(values) ? values : Array.isArray(value) ? [value] : [];
  return list.flatMap((one) => (Array.isArray(one) ? [[one[0], one[1]] as const] : []));
}

/** Grafana's own answers. */
function ofGrafana(results: readonly unknown[], about: string): SeriesFile | null {
  const columns = frameColumns(results).flatMap(({ field, times, values }) => {
    const labels = isFields(field["labels"]) ? field["labels"] : {};
    const list = Object.entries(labels).map(([key, one]) => `${key}="${String(one)}"`);
    const config = isFields(field["config"]) ? field["config"]["displayNameFromDS"] : null;
    const title = `${String(labels["__name__"] ?? config ?? field["name"] ?? "")}{${list.join(",")}}`;
    const measured = measureOf(title, about) ?? unnamed(title, about);
    const pairs = times.map((time, row) => [Number(time) / 1000, values[row]] as const);
    return measured === null ? [] : column(title, measured, pairs);
  });
  return columns.length === 0 ? null : { columns, notes: [] };
}
