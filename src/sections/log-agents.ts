import { recordLines } from "./records.ts";
import type { Respelt } from "./respelt.ts";

/** What stands in a line: a moment, a tag, a record. fluentd: `2026-03-03 10:00:01.0 +0000 kern.warn: {…}`. */
const FLUENTD =
  /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?: ?[+-]\d\d:?\d\d|Z)?) [\w.*-]{1,128}: (\{.*\})$/;
/** fluent-bit: `[0] kern: [1772532001.123, {"msg"=>"…"}]`, and with what it knows of the record before it. */
const FLUENT_BIT =
  /^\[\d{1,9}\] [\w.*-]{1,128}: \[\[?(\d{10}(?:\.\d{1,9})?)(?:, \{\}\])?, (\{.*\})\]$/;
/** Talos: `10.5.0.2: kern: warning: [2026-03-03T10:00:01.123456789Z]: …`. */
const TALOS =
  /^(?:([A-Za-z0-9][\w.:-]{0,252}): )?(?:kern|user|daemon): {1,4}[a-z]{3,8}: \[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)\]: (.{1,2000})$/;

/** logcli: `2026-03-03T10:00:01Z {host="n4", job="kernel"} …`. */
const LOGCLI =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) \{((?:[^{}"]|"(?:[^"\\]|\\.){0,500}"){0,2000})\}\s{1,40}(\S.{0,2000})$/;
const LABEL = /(?:^|[,\s])(\w{1,64})="((?:[^"\\]|\\.){0,500})"/g;

/** A line with which an agent prints one record; null of any other. */
export function agentLine(bare: string): Respelt[] | null {
  const [, host, at, said] = TALOS.exec(bare) ?? [];
  if (said !== undefined) {
    const text = `${at} ${host ?? "localhost"} kernel: ${said}`;
    return [host === undefined ? { text } : { text, host }];
  }
  const [, timestamp, labels, line] = LOGCLI.exec(bare) ?? [];
  if (line !== undefined)
    return recordLines({ timestamp, line, labels: Object.fromEntries(labelsOf(labels!)) });
  const [, date, record] = FLUENTD.exec(bare) ?? [];
  if (record !== undefined) return lineOf(record, date!.replace(/ (?=[+-]\d\d)/, ""));
  const [, seconds, pairs] = FLUENT_BIT.exec(bare) ?? [];
  return pairs === undefined
    ? null
    : lineOf(
        pairs.replaceAll('"=>', '":'),
        new Date(Math.round(Number(seconds) * 1000)).toISOString(),
      );
}

/** The labels that stand between braces. */
const labelsOf = (inner: string): [string, string][] =>
  [...inner.matchAll(LABEL)].map(([, name, value]) => [name!, value!]);

function lineOf(record: string, date: string): Respelt[] | null {
  try {
    const fields: unknown = JSON.parse(record);
    return typeof fields === "object" && fields !== null
      ? recordLines({ timestamp: date, ...fields })
      : null;
  } catch {
    return null;
  }
}
