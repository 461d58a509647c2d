import { demandUnder } from "../what-if/demand-under.ts";
import { type Prediction, predict, type Settings } from "../what-if/predict.ts";
import { countedOf, type Summary } from "../what-if/summary.ts";
import type { Counted } from "../what-if/table-state.ts";

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
  /** Entries a second by which the count rose within the window; null when that is unknown. */
  growth: number | null;
  /** The bundle ends too early, or something in it is damaged: entries may be missing. */
  truncated: boolean;
  /** Bytes that all that is counted takes on this kernel; what a full table would hold, at most. */
  memory: { from: number; to: number | null };
}

/** All that answers are made from: small, whatever the table's size, and to be sent from one thread to another. */
export interface Basis {
  table: Summary;
  truncated: boolean;
  /** Entries a second; null when that is unknown. */
  growth: number | null;
  entryBytes: number;
  /** Why the demand of a full table is what it is, and why it is not told where it is not. */
  reasons: string[];
  untold: string;
}

/** Predicts a table under other settings. */
export function answer(basis: Basis, settings: Settings): WhatIf {
  const { growth, entryBytes: bytes, truncated } = basis;
  const state = countedOf(basis.table);
  const prediction = predict(state, settings);
  const max = { from: state.max, to: settings.max ?? state.max };
  const from = state.count ?? prediction.before;
  const to = Math.max(0, from + prediction.after - prediction.before);
  const demand = demandOf(basis, state, settings);
  if (demand !== null) return { ...fullTable(prediction, demand, from, max, basis), truncated };
  const room = max.to === null ? null : max.to - to;
  return {
    ...prediction,
    truncated,
    demand: null,
    max,
    utilization: { from: share(from, max.from), to: share(to, max.to) },
    growth,
    secondsToFull:
      room === null || growth === null || growth <= 0 ? null : Math.max(0, room) / growth,
    memory: { from: from * bytes, to: to * bytes },
  };
}

/** What a full table would hold, or why that is not told; null for one that had room. */
function demandOf(
  { reasons, untold }: Basis,
  state: Counted,
  settings: Settings,
): WhatIf["demand"] {
  if (state.demand === undefined) return null;
  return state.demand === null
    ? { untold }
    : { ...demandUnder(state.demand, state, settings), reasons };
}

/** The answer for a table that was full. */
function fullTable(
  prediction: Prediction,
  demand: NonNullable<WhatIf["demand"]>,
  from: number,
  max: WhatIf["max"],
  { growth, entryBytes: bytes }: Basis,
): Omit<WhatIf, "truncated"> {
  const high = "high" in demand ? demand.high : null;
  const to = high === null ? null : Math.min(high, max.to ?? high);
  return {
    ...prediction,
    after: null,
    demand,
    max,
    utilization: { from: share(from, max.from), to: share(to, max.to) },
    secondsToFull: null,
    growth,
    memory: { from: from * bytes, to: to === null ? null : to * bytes },
  };
}

const share = (entries: number | null, limit: number | null): number | null =>
  limit === null || entries === null ? null : entries / limit;
