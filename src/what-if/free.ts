import type { Use } from "../attribution/uses.ts";
import { idleFor } from "./idle.ts";
import type { TableState } from "./table-state.ts";

/** What a remedy changes, as far as it can be counted. */
export type Change =
  /** A timeout, in seconds, by its sysctl below `net.netfilter.` */
  | { timeout: string; seconds: number }
  /** Entries of these uses no longer come to be. */
  | { avoids: readonly Use[] }
  /** The entries that one destination, or one source, holds in a use. */
  | { clears: Use; of?: "source" }
  /** As many entries as a signal has counted. */
  | { entries: number }
  /** Another limit: frees nothing, but the share in use falls. */
  | { limit: number };

/** What is left after a change. `entries` are those freed. */
export interface Freed {
  entries: number;
  /** Part of the limit in use afterwards; null when the limit is unknown. */
  utilizationAfter: number | null;
}

/** Counts what a change frees, or null when the bundle does not allow to know. */
export function free(state: TableState, change: Change): Freed | null {
  if ("limit" in change) return underLimit(state, change.limit);
  if ("entries" in change) return after(state, change.entries, state.max);
  if ("avoids" in change) {
    const entries = change.avoids.reduce(
      (sum, use) => sum + state.attribution.uses[use].entries,
      0,
    );
    return after(state, entries, state.max);
  }
  if ("clears" in change) {
    const { destinations, sources } = state.attribution.uses[change.clears];
    const [most] = change.of === "source" ? sources : destinations;
    return after(state, most?.entries ?? 0, state.max);
  }
  const entries = freedByTimeout(state, change.timeout, change.seconds);
  return entries === null ? null : after(state, entries, state.max);
}

/** Entries that a shorter timeout would have let go, or null when the present one is unknown. */
export function freedByTimeout(state: TableState, sysctl: string, seconds: number): number | null {
  const present = state.timeouts.get(sysctl);
  return present === undefined ? null : idleFor(state, sysctl, present, seconds);
}

/** What is in use under another limit: of a table that was full, what was refused comes as well. */
function underLimit(state: TableState, limit: number): Freed {
  if (state.demand === undefined) return after(state, 0, limit);
  const all = state.demand === null || limit <= 0 ? null : state.demand.high / limit;
  return { entries: 0, utilizationAfter: all === null ? null : Math.min(1, all) };
}

function after(state: TableState, entries: number, limit: number | null): Freed {
  const count = state.count ?? state.attribution.entries;
  // the dump is not the count: entries expire and come while it is read
  const left = Math.max(0, count - entries);
  return { entries, utilizationAfter: limit === null || limit <= 0 ? null : left / limit };
}
