import { entryBytes } from "../signals/sizing.ts";
import { summaryOf } from "../what-if/summary.ts";
import { type Results, tableState } from "./results.ts";
import type { Basis } from "./what-if.ts";

/** What questions about a table are answered from; null without a dump of it. */
export function basisOf(results: Results): Basis | null {
  const state = tableState(results);
  if (state === null) return null;
  const { demand, readings, facts } = results;
  const high = readings.get("demand.high");
  const growth = readings.get("table.growth")?.value ?? null;
  return {
    table: summaryOf(state),
    truncated: results.bundle.truncated,
    growth: growth === null ? null : Number(growth),
    entryBytes: entryBytes(facts),
    reasons: demand?.reasons ?? [],
    untold: high?.value === null ? untold(high.reason) : "the counters show no refusal",
  };
}

/** Some of what is missing names itself only. */
const untold = (reason: string): string =>
  reason.startsWith(UNKNOWN) ? reason : `${UNKNOWN}: ${reason}`;
const UNKNOWN = "the demand is unknown";
