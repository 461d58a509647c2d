import { at, first, momentOf } from "./fields.ts";
import { eventRecords } from "./json-events.ts";
import { type Kept, keptLine, kernelsOf } from "./kept-messages.ts";
import type { Respelt } from "./respelt.ts";

/** Where the stores and agents of logs keep what a line said, when, and on which machine. */
const SAID = [
  "MESSAGE",
  "message",
  "msg",
  "log",
  "line",
  "textPayload",
  "body",
  "jsonPayload.MESSAGE",
  "jsonPayload.message",
  "short_message",
  "event.original",
  "_raw",
];
const WHEN = ["timestamp", "@timestamp", "time", "ts", "date", "_time"];
const WHERE = [
  "_HOSTNAME",
  "hostname",
  "host.name",
  "host.hostname",
  "host",
  "labels.host",
  "labels.hostname",
  "labels.node",
  "labels.node_name",
  "labels.nodename",
  "labels.instance",
  "jsonPayload._HOSTNAME",
  "resource.labels.node_name",
  "kubernetes.host",
  "kubernetes.node_name",
  "kubernetes.node.name",
  "agent.hostname",
  "beat.hostname",
  "nodeName",
  "node",
];
/** What wraps the records of one answer: CloudWatch, Elasticsearch. */
const LISTS = ["events", "hits.hits"];
const MOST_RECORDS = 20_000;

/** The kernel's lines of an export of a store of logs, each under its own time; null of any other document. */
export function recordLines(value: unknown): Respelt[] | null {
  const wrapped = LISTS.map((path) => at(value, path)).find(Array.isArray);
  const records =
    ofStreams(value) ??
    eventRecords(value) ??
    (Array.isArray(value) ? value : (wrapped ?? [value]));
  if (records.length > MOST_RECORDS) return null;
  const lines: Kept[] = [];
  for (const record of records) {
    const line = lineOf(at(record, "_source") ?? ofSplunk(record) ?? record);
    if (line === null) return null;
    lines.push(line);
  }
  return kernelsOf(lines);
}

/** The records of an answer of Loki, which gives them by their labels. */
function ofStreams(value: unknown): unknown[] | null {
  const streams = at(value, "data.result");
  if (!Array.isArray(streams) || !streams.every((one) => at(one, "stream") !== undefined))
    return null;
  return streams.flatMap((one) => {
    const values = at(one, "values");
    return (Array.isArray(values) ? values : []).map((pair) => ({
      labels: at(one, "stream"),
      timestamp: at(pair, "0"),
      line: at(pair, "1"),
    }));
  });
}

/** Splunk's export has each record within one that counts them. */
const ofSplunk = (record: unknown): unknown =>
  at(record, "preview") === undefined ? undefined : at(record, "result");

function lineOf(record: unknown): Kept | null {
  const said = first(record, SAID, (one) => (typeof one === "string" ? one : null));
  const time = first(record, WHEN, momentOf);
  if (said === null || time === null) return null;
  const host = first(
    record,
    WHERE,
    (one) => /^([\w.-]{1,253})(?::\d{1,5})?$/.exec(String(one))?.[1] ?? null,
  );
  return keptLine(said, time, host);
}
