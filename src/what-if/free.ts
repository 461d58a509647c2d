import { worthNaming } from "../attribution/offenders.ts";
import type { Use } from "../attribution/uses.ts";
import { demandUnder } from "./demand-under.ts";
import { idleFor } from "./idle.ts";
import { kindsOf } from "./kinds-of-use.ts";
import type { Refused, TableState } from "./table-state.ts";

/** What a remedy changes, as far as it can be counted. */
export type Change =
  /** A timeout, in seconds, by its sysctl below `net.netfilter.` */
  | { timeout: string; seconds: number }
  /** Entries of these uses no longer come to be. */
  | { avoids: readonly Use[] }
  /** The entries that the destinations, or the sources, which are worth naming hold in a use. */
  | { clears: Use; of?: "source" }
  /** As many entries as a signal has counted, among these uses. */
  | { entries: number; of?: readonly Use[] }
  /** Another limit: frees nothing, but the share in use falls. */
  | { limit: number };

/** What is left after a change. `entries` are those freed. */
export interface Freed {
  entries: number;
  /**
   * Part of the limit in use afterwards; null when the limit is unknown, or what is asked for of a table that was
   * full. 1 where more is asked for than there is room: such a table fills again.
   */
  utilizationAfter: number | null;
}

/** Counts what a change frees, or null when the bundle does not allow to know. */
export function free(state: TableState, change: Change): Freed | null {
  const entries = entriesFreed(state, change);
  if (entries === null) return null;
  const limit = "limit" in change ? change.limit : state.max;
  const left =
    state.demand === undefined
      ? // the dump is not the count: entries expire and come while it is read
        Math.max(0, (state.count ?? state.attribution.entries) - entries)
      : state.demand && askedFor(state, state.demand, change, entries);
  if (left === null || limit === null || limit <= 0) return { entries, utilizationAfter: null };
  // of a table that was full more may be asked for than there is room
  const most = state.demand === undefined ? Number.POSITIVE_INFINITY : 1;
  return { entries, utilizationAfter: Math.min(most, left / limit) };
}

function entriesFreed(state: TableState, change: Change): number | null {
  const { uses } = state.attribution;
  if ("limit" in change) return 0;
  if ("entries" in change) return change.entries;
  if ("avoids" in change) return change.avoids.reduce((sum, use) => sum + uses[use].entries, 0);
  if ("clears" in change) {
    const { destinations, sources, entries } = uses[change.clears];
    const holders = change.of === "source" ? sources : destinations;
    // those whom the remedy names, with a command for each; all, where it names none
    const named = worthNaming(holders, entries);
    return named.length === 0 ? entries : named.reduce((sum, one) => sum + one.entries, 0);
  }
  return freedByTimeout(state, change.timeout, change.seconds);
}

/** Entries that a shorter timeout would have let go, or null when the present one is unknown. */
export function freedByTimeout(state: TableState, sysctl: string, seconds: number): number | null {
  const present = state.timeouts.get(sysctl);
  return present === undefined ? null : idleFor(state, sysctl, present, seconds);
}

/**
 * What a table that was full would hold after a change, at most: what it frees is no longer asked for, nor what
 * was refused of the same, in proportion to what was let in of these kinds.
 */
function askedFor(state: TableState, demand: Refused, change: Change, freed: number): number {
  if ("timeout" in change)
    return demandUnder(demand, state, { timeouts: new Map([[change.timeout, change.seconds]]) })
      .high;
  if ("limit" in change) return demand.high;
  const isOne = kindsOf(usesOf(change), state);
  const parts = demand.parts.filter(({ kind }) => isOne(kind));
  const held = parts.reduce((sum, part) => sum + part.held, 0);
  if (held === 0) return Math.max(0, demand.high - freed);
  const high = parts.reduce((sum, part) => sum + part.high, 0);
  return Math.max(0, demand.high - high * Math.min(1, freed / held));
}

/** The uses of what a change frees; none where they are not known. */
export function usesOf(
  change: Exclude<Change, { timeout: string } | { limit: number }>,
): readonly Use[] {
  if ("avoids" in change) return change.avoids;
  return "clears" in change ? [change.clears] : (change.of ?? []);
}
