import type { Lost } from "./causes/short.ts";
import type { Evidence } from "./evidence.ts";
import { type Readings, readSignals, type SignalName } from "./signals/index.ts";
import type { SignalContext } from "./signals/signal.ts";

/** Where inputs were lost, the table was at least as full as the others say. */
export function atLeast(readings: Readings, lost: Evidence["lost"]): Readings {
  const peak = readings.get(PEAK);
  if (lost !== "inputs" || peak === undefined || peak.value === null) return readings;
  return new Map([...readings, [PEAK, { ...peak, bound: "at least" }]]);
}
const PEAK = "table.utilization.peak";

/** The signals that what was lost could make others: where it is rows, those that are others without any. */
export function lostSignals(
  lost: Evidence["lost"],
  context: SignalContext,
  readings: Readings,
): Lost {
  if (lost !== "rows") return lost === "nothing" ? "none" : "all";
  const { "conntrack-table": _, ...facts } = context.facts;
  const without = { ...context, facts, tables: [], attribution: null, excerpt: "no rows" };
  const bare = readSignals(without);
  const isOther = (name: SignalName) =>
    JSON.stringify(bare.get(name)) !== JSON.stringify(readings.get(name));
  return new Set([...readings.keys()].filter(isOther));
}
