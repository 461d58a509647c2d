import { stampTime } from "../parsers/kernel-stamp.ts";
import { isKernelLine } from "./forms/kernel.ts";
import type { Respelt } from "./respelt.ts";

/** Where the stores and agents of logs keep what a line said, when, and on which machine. */
const SAID = [
  "MESSAGE",
  "message",
  "msg",
  "log",
  "textPayload",
  "body",
  "jsonPayload.MESSAGE",
  "jsonPayload.message",
];
const WHEN = ["timestamp", "@timestamp", "time", "ts"];
const WHERE = [
  "_HOSTNAME",
  "hostname",
  "host.name",
  "host",
  "jsonPayload._HOSTNAME",
  "resource.labels.node_name",
  "kubernetes.host",
  "kubernetes.node_name",
  "node",
];
/** What wraps the records of one answer: CloudWatch, Elasticsearch. */
const LISTS = ["events", "hits.hits"];
const MOST_RECORDS = 20_000;

/** The kernel's lines of an export of a store of logs, each under its own time; null of any other document. */
export function recordLines(value: unknown): Respelt[] | null {
  const wrapped = LISTS.map((path) => at(value, path)).find(Array.isArray);
  const records: unknown[] = Array.isArray(value) ? value : (wrapped ?? [value]);
  if (records.length > MOST_RECORDS) return null;
  const lines = records.map((one) => lineOf(at(one, "_source") ?? one));
  return lines.includes(null) || !lines.some((one) => one!.isKernels)
    ? null
    : lines.flatMap((one) => (one!.isKernels ? one!.line : []));
}

function lineOf(record: unknown): { line: Respelt; isKernels: boolean } | null {
  const said = first(record, SAID, (one) => (typeof one === "string" ? one : null));
  const time = first(record, WHEN, momentOf);
  if (said === null || time === null) return null;
  const host = first(record, WHERE, (one) =>
    /^[\w.-]{1,253}$/.test(String(one)) ? String(one) : null,
  );
  const message = said.replace(/\s+/g, " ").trim();
  const text = `${new Date(time).toISOString().replace("Z", "+00:00")} ${host ?? "localhost"} kernel: ${message}`;
  return { line: host === null ? { text } : { text, host }, isKernels: isKernelLine(message) };
}

/** Milliseconds since 1970, of such a number or a date. */
function momentOf(value: unknown): number | null {
  if (typeof value === "number") return value > 1e12 && value < 1e13 ? value : null;
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
