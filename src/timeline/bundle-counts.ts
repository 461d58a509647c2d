import type { SubjectFacts } from "../facts/assemble.ts";
import { latest } from "../facts/facts.ts";
import type { TimelineFact } from "../parsers/timeline.ts";
import type { SubjectAnalysis } from "../report/contract.ts";
import type { Window } from "../signals/window.ts";
import type { Raw } from "./raw.ts";

/** Dates are cut to whole seconds, and a node in trouble is slow: by no more may two of one clock disagree. */
const CLOCK_MS = 5_000;

/** The bundle's timeline, else its count at the end of its window. */
export function rawOf(
  { facts }: SubjectFacts,
  { table }: SubjectAnalysis,
  window: Window,
  name: string,
): Raw[] {
  const timeline = latest(facts, "timeline");
  if (timeline !== null) {
    const { fact, entry } = timeline;
    const boot = bootOf(fact, window);
    const counter = (column: string, at: number) => fact.counters.get(column)?.[at] ?? null;
    return fact.line.flatMap((line, at) => {
      const uptime = fact.uptime[at] ?? null;
      const time =
        uptime !== null && boot !== null ? boot + uptime * 1000 : (fact.time[at] ?? null);
      if (time === null) return [];
      return {
        at: Math.round(time),
        count: fact.count[at] ?? null,
        max: fact.max[at] ?? null,
        totals: {
          drop: counter("drop", at),
          insertFailed: counter("insert_failed", at),
          earlyDrop: counter("early_drop", at),
        },
        uptime,
        place: { entry: `${name}/${entry}`, line },
      };
    });
  }
  if (window.endTime === null || table.count === null || table.bound !== "exact") return [];
  return [
    { at: window.endTime, count: table.count, max: table.max, place: { entry: name, line: 1 } },
  ];
}

/**
 * When the machine was booted, by the rows: their dates are cut to whole seconds, their uptimes are not. Where the clock
 * was set meanwhile, only those of the window's end count, and the window's own where there are none.
 */
function bootOf({ time, uptime }: TimelineFact, { endTime, endUptime }: Window): number | null {
  const own = endTime === null || endUptime === null ? null : endTime - endUptime * 1000;
  const boots = time.flatMap((date, at) => {
    const up = uptime[at] ?? null;
    const boot = date === null || up === null ? null : date - up * 1000;
    return boot === null || (own !== null && Math.abs(boot - own) > CLOCK_MS) ? [] : boot;
  });
  return boots.length === 0 ? own : Math.max(...boots);
}
