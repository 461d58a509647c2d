import { type Fields, isFields } from "../parsers/json-shapes.ts";
import { influx, joined, openTelemetry, sadfRows } from "./answers/agents.ts";
import { azure, cloudWatch, datadog, google, graphite } from "./answers/clouds.ts";
import { framesOf, grafana } from "./answers/grafana.ts";
import { chartOf, netdataRows } from "./answers/netdata.ts";
import { prometheus, seriesOf } from "./answers/prometheus.ts";
import type { Shape } from "./answers/shape.ts";
import { readRows } from "./columns.ts";
import { MOST_ROWS, type SeriesFile } from "./file.ts";
import { columnsOf } from "./named.ts";
import { asJson } from "./script-json.ts";
import { readTable } from "./table.ts";
import type { Zone } from "./zone.ts";

const SHAPES: readonly Shape[] = [
  grafana,
  cloudWatch,
  azure,
  google,
  datadog,
  influx,
  openTelemetry,
  prometheus,
];
/** Objects by which the columns of a list of them are known. */
const FIRST = 100;
/** Objects within each other of which a column's name is made. */
const DEPTH = 6;

/** Reads JSON, or an object a line, as samples; null of what is none. */
export function readJsonSeries(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const value = parsed(text.replace(/^\s*[\w.$]{1,64}\(([\s\S]*)\);?\s*$/, "$1"));
  if (isFields(value)) return ofObject(value, about, zone);
  if (!Array.isArray(value)) return null;
  const list = value.slice(0, MOST_ROWS);
  if (list.length > 1 && list.every(Array.isArray)) {
    const [titles, ...rows] = list;
    return readRows(titles!.map(String), numbered(rows), about, zone, " ");
  }
  if (!list.every(isFields)) return null;
  if (list.length === 1) return ofObject(list[0]!, about, zone) ?? ofList(list, about, zone);
  return ofList(list, about, zone);
}

function ofObject(value: Fields, about: string, zone: Zone | null): SeriesFile | null {
  for (const shape of SHAPES) {
    const named = shape(value);
    if (named !== null) return columnsOf(named, about, zone);
  }
  const chart = chartOf(value);
  const from = chart === null ? about : `${about} ${chart.name}`;
  // wrapped, a table with delimiters is a text
  if (chart !== null && typeof value["result"] === "string")
    return onHost(readTable(value["result"], from, zone), chart.host);
  const table = netdataRows(value);
  if (table !== null) {
    const read = readRows(table.titles, numbered(table.rows), from, zone, " ");
    return onHost(read, chart?.host ?? null);
  }
  const list =
    sadfRows(value) ??
    ["metrics", "result", "data", "hits", "rows"]
      .map((key) => (isFields(value[key]) ? (value[key]["hits"] ?? null) : value[key]))
      .find((one) => Array.isArray(one) && one.every(isFields));
  return Array.isArray(list) ? ofList(list as Fields[], about, zone) : null;
}

/** Columns that name no machine are of the one that the whole is of. */
const onHost = (file: SeriesFile | null, host: string | null): SeriesFile | null =>
  file === null || !("columns" in file)
    ? file
    : { ...file, columns: file.columns.map((one) => ({ ...one, host: one.host ?? host })) };

function ofList(list: readonly Fields[], about: string, zone: Zone | null): SeriesFile | null {
  if (list.length > 0 && list.every((one) => isFields(one["metric"])))
    return columnsOf(list.map(seriesOf), about, zone);
  if (list.some((one) => isFields(one["schema"]) && isFields(one["data"])))
    return columnsOf(framesOf(list), about, zone);
  const named = graphite(list);
  if (named !== null && list.length > 0) return columnsOf(named, about, zone);
  for (const shape of SHAPES) {
    // an answer a line
    const all = list.length > 0 && shape(list[0]!) !== null ? list.map(shape) : [null];
    if (all.every((one) => one !== null)) return columnsOf(joined(all.flat()), about, zone);
  }
  const flat = list.map((one) => flattened(one));
  const titles = [...new Set(flat.slice(0, FIRST).flatMap((one) => [...one.keys()]))];
  const rows = flat.map((one) => titles.map((title) => one.get(title) ?? ""));
  return readRows(titles, numbered(rows), about, zone, " ");
}

/** What an object holds, by the names on the way to it. */
function flattened(value: Fields, before = "", depth = 0): Map<string, unknown> {
  return new Map(
    Object.entries(value).flatMap(([key, one]) => {
      const name = before === "" ? key : `${before}.${key}`;
      if (isFields(one)) return depth < DEPTH ? [...flattened(one, name, depth + 1)] : [];
      return Array.isArray(one) ? [] : [[name, one] as const];
    }),
  );
}

function parsed(text: string): unknown {
  const value = strictly(text) ?? strictly(asJson(text));
  if (value !== undefined) return value;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const values: unknown[] = [];
  for (const [at, line] of lines.slice(0, MOST_ROWS).entries()) {
    const one = strictly(line);
    // the last line may be cut
    if (one === undefined && (at === 0 || at < lines.length - 1)) return undefined;
    if (one !== undefined) values.push(one);
  }
  return values;
}

function strictly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const numbered = (rows: readonly unknown[][]) =>
  rows.map((cells, at) => ({ cells: cells.map((one) => String(one ?? "")), line: at + 1 }));
