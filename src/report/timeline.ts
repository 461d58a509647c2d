import { type Facts, found, latest } from "../facts/facts.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import type { Window } from "../signals/window.ts";
import type { Analysis } from "./contract.ts";

/** Rows that a report shows at most; a longer timeline is thinned evenly, its last row kept. */
const MOST_ROWS = 120;
/** Counters are 32 bit a CPU; a fall by more than half of that is taken for a wrap. */
const WRAP = 2 ** 32;

/** The timeline as differences from row to row. */
export function timelineOf(facts: Facts, window: Window): Analysis["timeline"] {
  const timeline = latest(facts, "timeline")?.fact;
  if (timeline === undefined) return ofSamples(facts);
  const start = window.startUptime ?? timeline.uptime.find((one) => one !== null) ?? 0;
  const last = timeline.line.length - 1;
  const step = Math.max(1, Math.ceil(timeline.line.length / MOST_ROWS));
  const rows: number[] = [];
  for (let row = last; row >= 0; row -= step) rows.unshift(row);
  const rise = (name: string, row: number, before: number | undefined): number | null => {
    const column = timeline.counters.get(name);
    const from = before === undefined ? null : (column?.[before] ?? null);
    const to = column?.[row] ?? null;
    if (from === null || to === null) return null;
    const delta = to - from;
    if (delta >= 0) return delta;
    return delta < -WRAP / 2 ? delta + WRAP : null;
  };
  return rows.map((row, at) => ({
    seconds: Math.round(((timeline.uptime[row] ?? start) - start) * 100) / 100,
    count: timeline.count[row] ?? null,
    max: timeline.max[row] ?? null,
    drop: rise("drop", row, rows[at - 1]),
    earlyDrop: rise("early_drop", row, rows[at - 1]),
    insertFailed: rise("insert_failed", row, rows[at - 1]),
  }));
}

const COUNTS = ["net.netfilter.nf_conntrack_count", "net.ipv4.netfilter.ip_conntrack_count"];
const MAXIMA = ["net.netfilter.nf_conntrack_max", "net.nf_conntrack_max"];

/** Counts that were taken one after the other with a date beside each, where nobody kept a timeline. */
function ofSamples(facts: Facts): Analysis["timeline"] {
  const rows = found(facts, "sysctl").flatMap(({ fact, origin }) => {
    const count = sysctlNumber(fact, ...COUNTS);
    return origin.time === null || count === null
      ? []
      : {
          time: origin.time,
          count: count.value,
          max: sysctlNumber(fact, ...MAXIMA)?.value ?? null,
        };
  });
  const counts = found(facts, "conntrack-count").flatMap(({ fact, origin }) =>
    origin.time === null ? [] : { time: origin.time, count: fact.count, max: null },
  );
  const scrapes = found(facts, "node-metrics").flatMap(({ fact, origin }) => {
    const last = (name: string) => fact.series.get(name)?.at(-1)?.value ?? null;
    const count = last("node_nf_conntrack_entries");
    return origin.time === null || count === null
      ? []
      : { time: origin.time, count, max: last("node_nf_conntrack_entries_limit") };
  });
  const all = [...rows, ...counts, ...scrapes].sort((a, b) => a.time - b.time);
  if (all.length < 2) return [];
  const none = { drop: null, earlyDrop: null, insertFailed: null };
  return all.slice(-MOST_ROWS).map(({ time, count, max }) => ({
    seconds: (time - all[0]!.time) / 1000,
    count,
    max,
    ...none,
  }));
}
