import { isFields } from "../parsers/json-shapes.ts";
import { datadogLines, otlpLines } from "./agents.ts";
import { clean } from "./clean.ts";
import { frameLines, MOST_SAMPLES } from "./grafana.ts";
import { eventLines } from "./json-events.ts";
import { hostLines } from "./json-hosts.ts";
import { samplesOf } from "./json-samples.ts";
import { settingLines } from "./json-settings.ts";
import { isJsonRow } from "./lnstat.ts";
import { netdataJson } from "./netdata.ts";
import { recordLines } from "./records.ts";
import type { Respelt } from "./respelt.ts";
import { printedLines } from "./run-commands.ts";
import { SeriesTable } from "./series.ts";
import { toldTexts } from "./told-texts.ts";

/**
 * Reads a JSON document as lines that are known: an answer of Prometheus or netdata, or journald's records. Else
 * null. `about` names where it comes from.
 */
export function readJson(text: string, about: string): Respelt[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const ofHosts = hostLines(value) ?? settingLines(value);
  if (ofHosts !== null) return ofHosts;
  const lines = (Array.isArray(value) ? value : [value]).map((one) => linesOf(one, about));
  if (lines.length > 0 && !lines.includes(null)) return lines.flatMap((one) => one!);
  return (
    datadogLines(value) ??
    otlpLines(value) ??
    eventLines(value) ??
    recordLines(value) ??
    printedLines(value) ??
    toldTexts(value)
  );
}

function linesOf(value: unknown, about: string): Respelt[] | null {
  if (!isFields(value)) return null;
  if (Array.isArray(value["labels"]) && Array.isArray(value["data"]))
    return tableOf([value["labels"], ...value["data"]], about);
  if (value["MESSAGE"] !== undefined) return journalLine(value);
  if (Array.isArray(value["dmesg"])) return dmesgLines(value["dmesg"]);
  const row = typeof value["early_drop"] === "number" ? JSON.stringify(value) : "";
  // its table reads it
  if (isJsonRow(row)) return [{ text: row, isAsPasted: true }];
  const ofInflux = influxLines(value);
  if (ofInflux !== null) return ofInflux;
  const frames = frameLines(value);
  if (frames !== null) return frames;
  const data = isFields(value["data"]) ? value["data"] : value;
  const result = data["result"] ?? (isFields(value["metric"]) ? [value] : null);
  return Array.isArray(result) ? samplesOf(result) : netdataJson(value);
}

/** Messages of `dmesg --json`. */
const dmesgLines = (messages: readonly unknown[]): Respelt[] | null => {
  const lines = messages.slice(0, MOST_SAMPLES).flatMap((one) => {
    const { time, msg } = (isFields(one) ? one : {}) as { time?: unknown; msg?: unknown };
    return typeof time === "number" && typeof msg === "string"
      ? { text: `[${time.toFixed(6)}] ${msg.replace(/\s+/g, " ")}` }
      : [];
  });
  return lines.length === 0 ? null : lines;
};

/** A chart of netdata: its columns, then a row a moment. */
function tableOf(rows: readonly unknown[], about: string): Respelt[] | null {
  const [head, ...lines] = rows.map((row) => (Array.isArray(row) ? row.join(",") : ""));
  const table = SeriesTable.of(head!, about);
  return table !== null && lines.every((line) => table.take(line)) ? table.end() : null;
}

/** An answer of InfluxDB: series of columns, each with the tags that they have in common. */
function influxLines({ results }: Record<string, unknown>): Respelt[] | null {
  if (!Array.isArray(results)) return null;
  const series = results.flatMap((one) =>
    isFields(one) && Array.isArray(one["series"]) ? one["series"].filter(isFields) : [],
  );
  const lines = series.flatMap(({ tags, columns, values }) => {
    if (!Array.isArray(columns) || !Array.isArray(values) || columns[0] !== "time") return [];
    const { host, hostname, node } = isFields(tags) ? tags : {};
    const name = [host, hostname, node].find(
      (one) => typeof one === "string" && /^[\w.-]{1,253}$/.test(one),
    ) as string | undefined;
    const table = tableOf([columns, ...values], "") ?? [];
    return name === undefined ? table : table.map((line) => ({ ...line, host: name }));
  });
  return lines.length === 0 ? null : lines;
}

/** A record of `journalctl -o json` as its short form with an exact time. */
export function journalLine(record: Record<string, unknown>): Respelt[] | null {
  const said = (key: string): string => textOf(record[key]);
  const micros = /^\d{10,17}$/.exec(
    said("__REALTIME_TIMESTAMP") || said("_SOURCE_REALTIME_TIMESTAMP"),
  );
  if (micros === null) return null;
  const time = new Date(Number(micros[0]) / 1000).toISOString().replace("Z", "+00:00");
  const isKernel = said("_TRANSPORT") === "kernel" || said("SYSLOG_IDENTIFIER") === "kernel";
  const host = said("_HOSTNAME");
  const since = /^\d{1,17}$/.exec(
    said("_SOURCE_MONOTONIC_TIMESTAMP") || said("__MONOTONIC_TIMESTAMP"),
  );
  const uptime = isKernel && since !== null ? `[${(Number(since[0]) / 1e6).toFixed(6)}] ` : "";
  const by = isKernel ? "kernel" : (said("SYSLOG_IDENTIFIER") || "unknown").replace(/\s/g, "-");
  const message = said("MESSAGE").replace(/\s+/g, " ");
  const text = `${time} ${host || "localhost"} ${by.slice(0, 60)}: ${uptime}${message}`;
  return [host === "" ? { text } : { text, host }];
}

/** A field of a record: what is no plain text, as with colours in it, is given as a list of its bytes. */
const textOf = (value: unknown): string =>
  typeof value === "string"
    ? value
    : isBytes(value)
      ? clean(new TextDecoder().decode(Uint8Array.from(value)))
      : "";

const isBytes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= 4096 && value.every((one) => typeof one === "number");
