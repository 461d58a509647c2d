import type { PerCpuCounters } from "./per-cpu.ts";

/**
 * The counters of connection tracking in one network namespace.
 *
 * Source: `/proc/net/stat/nf_conntrack` or `conntrack -S`. Unit: events since boot, per CPU.
 * Names are the kernel's, with one spelling where sources differ: see {@link SPELLINGS}.
 * `clash_resolve` exists since 5.9 and `chaintoolong` since 5.15; before, the column `chainlength`
 * does not exist or is always absent. `search_restart` exists since 2.6.35.
 */
export interface ConntrackCountersFact extends PerCpuCounters {
  /** Entries in the namespace's table. One total that every row repeats: never a sum. Null in netlink's form. */
  entries: number | null;
  /** The line of `entries`; null with it. */
  entriesLine: number | null;
  /** The line of the header row; null in forms without one. */
  headerLine: number | null;
  /**
   * True for the vertical list of conntrack-tools up to 1.4.4, which is of the first CPU alone:
   * its counters are lower bounds, and a counter of 0 there says nothing.
   */
  oneCpuOnly: boolean;
  /** Lines of CPUs whose row is cut: they are in no count. */
  cutLines: number[];
  /** Lines that are no counters, such as messages of the tool. */
  unparsedLines: number;
}

/** Other spellings of one counter, and the spelling that the fact uses. */
const SPELLINGS: Readonly<Record<string, string>> = {
  icmp_error: "error",
  clashres: "clash_resolve",
  chainlength: "chaintoolong",
};

/** The one spelling of a counter's name. */
export const spelling = (name: string) =>
  Object.hasOwn(SPELLINGS, name) ? SPELLINGS[name]! : name;
