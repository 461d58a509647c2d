import { type AnalyzeOptions, examine } from "./analyze.ts";
import { AnalyzerError } from "./errors.ts";
import { type Results, tableState } from "./report/build.ts";
import { entryBytes } from "./signals/sizing.ts";
import { demandUnder } from "./what-if/demand-under.ts";
import { type Prediction, predict, type Settings, TIMEOUTS } from "./what-if/predict.ts";
import type { TableState } from "./what-if/table-state.ts";

/**
 * A prediction beside the limit: what the node would look like. Shares are fractions of 1.
 *
 * What fills the limit is the kernel's own count. It is more than the dump's entries, because expired
 * ones are counted until they are collected, which can take a minute; as many are taken to go on waiting
 * for that.
 */
export interface WhatIf extends Omit<Prediction, "after"> {
  /** Null for a table that was full: its entries are only what was let in. */
  after: number | null;
  /**
   * Of a table that was full: what it would hold then if nothing were refused, or why that cannot be told.
   * Null for one that had room.
   */
  demand: { low: number; high: number; reasons: string[] } | { untold: string } | null;
  max: { from: number | null; to: number | null };
  utilization: { from: number | null; to: number | null };
  /** Seconds until the table is full at the window's growth; null when it does not grow, or is unknown. */
  secondsToFull: number | null;
  /** The bundle ends too early, or something in it is damaged: entries may be missing. */
  truncated: boolean;
  /** Bytes that all that is counted takes on this kernel; what a full table would hold, at most. */
  memory: { from: number; to: number | null };
}

/**
 * Predicts a bundle's table under other settings.
 *
 * @throws AnalyzerError `USAGE` for a setting that governs no entry, `BUNDLE_UNREADABLE` without a dump
 */
export async function whatIf(
  target: string,
  settings: Settings,
  options: AnalyzeOptions = {},
): Promise<WhatIf> {
  const unknown = [...settings.timeouts.keys()].find((name) => !TIMEOUTS.has(name));
  if (unknown !== undefined)
    throw new AnalyzerError(
      "USAGE",
      `${unknown} is no timeout of connection tracking; known are nf_conntrack_max and ${[...TIMEOUTS].join(", ")}`,
    );
  const [results] = await examine(target, options);
  const state = tableState(results);
  if (state === null)
    throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: it holds no dump of the table`);
  const prediction = predict(state, settings);
  const max = { from: state.max, to: settings.max ?? state.max };
  const share = (entries: number, limit: number | null) =>
    limit === null ? null : entries / limit;
  const from = state.count ?? prediction.before;
  const to = Math.max(0, from + prediction.after - prediction.before);
  const demand = demandOf(results, state, settings);
  const { truncated } = results.bundle;
  if (demand !== null)
    return {
      ...fullTable(prediction, demand, from, max, entryBytes(results.facts)),
      truncated,
    };
  const growth = results.readings.get("table.growth")?.value ?? null;
  const room = max.to === null ? null : max.to - to;
  const bytes = entryBytes(results.facts);
  return {
    ...prediction,
    truncated,
    demand: null,
    max,
    utilization: { from: share(from, max.from), to: share(to, max.to) },
    secondsToFull:
      room === null || growth === null || Number(growth) <= 0
        ? null
        : Math.max(0, room) / Number(growth),
    memory: { from: from * bytes, to: to * bytes },
  };
}

/** What a full table would hold, or why that is not told; null for one that had room. */
function demandOf(results: Results, state: TableState, settings: Settings): WhatIf["demand"] {
  if (state.demand === undefined) return null;
  const { demand, readings } = results;
  if (demand !== null && state.demand !== null)
    return { ...demandUnder(demand, state, settings), reasons: demand.reasons };
  const high = readings.get("demand.high");
  return { untold: high?.value === null ? high.reason : "the counters show no refusal" };
}

/** The answer for a table that was full. */
function fullTable(
  prediction: Prediction,
  demand: NonNullable<WhatIf["demand"]>,
  from: number,
  max: WhatIf["max"],
  bytes: number,
): Omit<WhatIf, "truncated"> {
  const high = "high" in demand ? demand.high : null;
  const to = high === null ? null : Math.min(high, max.to ?? high);
  const share = (entries: number | null, limit: number | null) =>
    limit === null || entries === null ? null : entries / limit;
  return {
    ...prediction,
    after: null,
    demand,
    max,
    utilization: { from: share(from, max.from), to: share(to, max.to) },
    secondsToFull: null,
    memory: { from: from * bytes, to: to === null ? null : to * bytes },
  };
}
