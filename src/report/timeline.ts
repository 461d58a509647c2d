import { type Facts, latest } from "../facts/facts.ts";
import type { Window } from "../signals/window.ts";
import type { Analysis } from "./contract.ts";

/** Rows that a report shows at most; a longer timeline is thinned evenly, its last row kept. */
const MOST_ROWS = 120;
/** Counters are 32 bit a CPU; a fall by more than half of that is taken for a wrap. */
const WRAP = 2 ** 32;

/** The timeline as differences from row to row. */
export function timelineOf(facts: Facts, window: Window): Analysis["timeline"] {
  const timeline = latest(facts, "timeline")?.fact;
  if (timeline === undefined) return [];
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
