import { at, momentOf } from "./fields.ts";
import type { Respelt } from "./respelt.ts";

/** When an event tells that it was seen. */
const SEEN = [
  "firstTimestamp",
  "lastTimestamp",
  "eventTime",
  "series.lastObservedTime",
  "deprecatedFirstTimestamp",
  "deprecatedLastTimestamp",
  "metadata.creationTimestamp",
];

/** What events of nodes say of the table's use, each of its node; null without any. */
export function eventLines(value: unknown): Respelt[] | null {
  const lines = (eventRecords(value) ?? []).flatMap((event) => {
    const [text, host] = [at(event, "message"), at(event, "host")];
    return typeof text === "string" && /\bConntrack table usage\b/.test(text)
      ? [typeof host === "string" ? { text, host } : { text }]
      : [];
  });
  return lines.length === 0 ? null : lines;
}

/** A list of Kubernetes events: each tells when it was first and last seen, and of which node it is. */
export function eventRecords(value: unknown): unknown[] | null {
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
