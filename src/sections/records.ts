import { stampTime } from "../parsers/kernel-stamp.ts";
import { hostOf } from "../parsers/log-host.ts";
import { isKernelLine } from "./forms/kernel.ts";
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
    ofStreams(value) ?? ofEvents(value) ?? (Array.isArray(value) ? value : (wrapped ?? [value]));
  if (records.length > MOST_RECORDS) return null;
  const lines: Kept[] = [];
  for (const record of records) {
    const line = lineOf(at(record, "_source") ?? ofSplunk(record) ?? record);
    if (line === null) return null;
    lines.push(line);
  }
  return kernelsOf(lines);
}

/** Those of the kernel, by time: a store gives the latest first. Null without any. */
export function kernelsOf(lines: readonly Kept[]): Respelt[] | null {
  const kernels = lines.filter(({ isKernels }) => isKernels);
  return kernels.length === 0
    ? null
    : kernels.sort((a, b) => (a.time ?? 0) - (b.time ?? 0)).map(({ line }) => line);
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

/** What events of nodes say of the table's use, each of its node; null without any. */
export function eventLines(value: unknown): Respelt[] | null {
  const lines = (ofEvents(value) ?? []).flatMap((event) => {
    const [text, host] = [at(event, "message"), at(event, "host")];
    return typeof text === "string" && /\bConntrack table usage\b/.test(text)
      ? [typeof host === "string" ? { text, host } : { text }]
      : [];
  });
  return lines.length === 0 ? null : lines;
}

/** A list of Kubernetes events: each tells when it was first and last seen, and of which node it is. */
function ofEvents(value: unknown): unknown[] | null {
  const list = at(value, "items") ?? [value];
  const isEvent = (one: unknown) => at(one, "involvedObject.kind") ?? at(one, "regarding.kind");
  if (!Array.isArray(list) || list.length === 0 || !list.every(isEvent)) return null;
  return list.flatMap((event) => {
    const about = at(event, "involvedObject") ?? at(event, "regarding");
    const node = at(about, "kind") === "Node" ? at(about, "name") : undefined;
    const times = SEEN.map((path) => momentOf(at(event, path))).filter((time) => time !== null);
    return [...new Set([Math.min(...times), Math.max(...times)])].map((time) => ({
      message: at(event, "message") ?? at(event, "note"),
      timestamp: time,
      host: node ?? at(event, "source.host") ?? at(event, "reportingInstance"),
    }));
  });
}
const SEEN = [
  "firstTimestamp",
  "lastTimestamp",
  "eventTime",
  "series.lastObservedTime",
  "deprecatedFirstTimestamp",
  "deprecatedLastTimestamp",
  "metadata.creationTimestamp",
];

/** Splunk's export has each record within one that counts them. */
const ofSplunk = (record: unknown): unknown =>
  at(record, "preview") === undefined ? undefined : at(record, "result");

/** A record's message as a line of a log. */
export interface Kept {
  line: Respelt;
  time: number | null;
  isKernels: boolean;
}

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

/** A message as a line of a log, of the machine that its store names where it names none itself. */
export function keptLine(
  said: string,
  time: number | null,
  where: string | null,
  isWall = false,
): Kept {
  const whole = said.replace(/\s+/g, " ").trim();
  // what a server collected tells its own machine, which is not the server
  const host = hostOf(whole, () => false) ?? where;
  const message = whole.replace(/^(?:.{0,160}? )?kernel(?:\[\d{1,10}\])?: /, "");
  const stamp =
    time === null ? "" : `${new Date(time).toISOString().replace("Z", isWall ? "" : "+00:00")} `;
  const text = stamp === "" ? message : `${stamp}${host ?? "localhost"} kernel: ${message}`;
  const line = host === null ? { text } : { text, host };
  return { line, time, isKernels: isKernelLine(message) && !isRetold(message) };
}

/** Whether words of a sentence stand before the kernel's, as in a program's own log. */
const isRetold = (message: string): boolean =>
  /^[A-Za-z][\w.,'-]{0,64} [\w.,' -]{1,200}: (?:nf_|ip_)conntrack: /.test(message);

/** Milliseconds since 1970, of such a number or a date. */
function momentOf(value: unknown): number | null {
  if (typeof value === "number")
    return value > 1e12 && value < 1e13
      ? value
      : value > 1e9 && value < 1e10
        ? Math.round(value * 1000)
        : null;
  // Loki's are nanoseconds
  if (typeof value === "string" && /^1\d{18}$/.test(value)) return Number(value.slice(0, 13));
  return typeof value === "string" && /^\d{4}-/.test(value) ? stampTime(value).time : null;
}

function first<T>(
  record: unknown,
  paths: readonly string[],
  read: (value: unknown) => T | null,
): T | null {
  for (const path of paths) {
    const value = at(record, path);
    const known = value === undefined ? null : read(value);
    if (known !== null) return known;
  }
  return null;
}

/** What a document holds at `a.b`, or undefined. */
function at(value: unknown, path: string): unknown {
  let inner = value;
  for (const key of path.split(".")) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Record<string, unknown>)[key];
  }
  return inner;
}
