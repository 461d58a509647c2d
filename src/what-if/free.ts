import type { Attribution } from "../attribution/attribute.ts";
import type { Use } from "../attribution/uses.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { secondsOf } from "../parsers/conntrack-table/remaining.ts";
import { timeoutSysctl } from "../parsers/conntrack-table/states.ts";

/** What a remedy changes, as far as it can be counted. */
export type Change =
  /** A timeout, in seconds, by its sysctl below `net.netfilter.` */
  | { timeout: string; seconds: number }
  /** Entries of these uses no longer come to be. */
  | { avoids: readonly Use[] }
  /** The entries that one destination holds in a use. */
  | { clears: Use }
  /** Another limit: frees nothing, but the share in use falls. */
  | { limit: number };

/** What is left after a change. `entries` are those freed. */
export interface Freed {
  entries: number;
  /** Part of the limit in use afterwards; null when the limit is unknown. */
  utilizationAfter: number | null;
}

/** What the changes are counted on. Timeouts in seconds by sysctl; an unknown one is absent. */
export interface TableState {
  tables: readonly TableFact[];
  attribution: Attribution;
  timeouts: ReadonlyMap<string, number>;
  count: number | null;
  max: number | null;
}

/** Counts what a change frees, or null when the bundle does not allow to know. */
export function free(state: TableState, change: Change): Freed | null {
  if ("limit" in change) return after(state, 0, change.limit);
  if ("avoids" in change) {
    const entries = change.avoids.reduce(
      (sum, use) => sum + state.attribution.uses[use].entries,
      0,
    );
    return after(state, entries, state.max);
  }
  if ("clears" in change)
    return after(
      state,
      state.attribution.uses[change.clears].destinations[0]?.entries ?? 0,
      state.max,
    );
  const entries = freedByTimeout(state, change.timeout, change.seconds);
  return entries === null ? null : after(state, entries, state.max);
}

/**
 * Entries whose last packet is at least as long ago as the new timeout allows: under it they would be
 * gone. Time since the last packet = the present timeout − the remaining time; an entry that has more
 * than the present timeout left was made under an older one and is not counted.
 */
export function freedByTimeout(state: TableState, sysctl: string, seconds: number): number | null {
  const present = state.timeouts.get(sysctl);
  if (present === undefined) return null;
  let freed = 0;
  for (const { remaining } of state.tables)
    for (const [kind, bins] of remaining.entries()) {
      if (bins === undefined || timeoutSysctl(kind) !== sysctl) continue;
      for (let bin = 0; bin < bins.length; bin++) {
        if (secondsOf(bin) > present - seconds) break;
        freed += bins[bin]!;
      }
    }
  return freed;
}

function after(state: TableState, entries: number, limit: number | null): Freed {
  const count = state.count ?? state.attribution.entries;
  // the dump is not the count: entries expire and come while it is read
  const left = Math.max(0, count - entries);
  return { entries, utilizationAfter: limit === null || limit <= 0 ? null : left / limit };
}
