import { found, latest } from "../facts/facts.ts";
import { TOLD_USE } from "../parsers/node-metrics.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import { combine } from "./combine.ts";
import { fromFact } from "./from-facts.ts";
import { at, type Reading, reading, type SignalContext } from "./signal.ts";
import { MAX_NAMES, max, metric, setting } from "./table-limit.ts";

export const COUNT_NAMES = [
  "net.netfilter.nf_conntrack_count",
  "net.ipv4.netfilter.ip_conntrack_count",
];

/** The kernel's own count, best just before the dump, which evicts expired entries. */
export function count(context: SignalContext): Reading {
  const before = found(context.facts, "conntrack-count").find((one) => one.phase !== "end");
  if (before?.origin.layout === "conntriage")
    return reading(before.fact.count, at(before.entry, before.fact.line));
  const live = setting(context, ...COUNT_NAMES);
  const bare = fromFact(context, "conntrack-count", ({ fact }) => ({
    value: fact.count,
    line: fact.line,
  }));
  if (live.value !== null) return isBelow(bare, live) && isKernels(context) ? bare : live;
  const entries = (source: "conntrack-stat" | "conntrack-s") =>
    fromFact(context, source, ({ fact }) =>
      fact.entries === null ? null : { value: fact.entries, line: fact.entriesLine ?? 1 },
    );
  const counted = [
    bare,
    metric(context, "node_nf_conntrack_entries"),
    entries("conntrack-stat"),
    entries("conntrack-s"),
  ].find(({ value }) => value !== null);
  return counted ?? atLeast(context) ?? live;
}

/** Whether the count was the kernel's own, and not one of the rows that a command listed. */
const isKernels = ({ facts }: SignalContext): boolean =>
  /\bconntrack\b.{0,400}\s(?:-C|--count)\b/.test(
    latest(facts, "conntrack-count")?.origin.command ?? "",
  );

/** Whether a reading stands further down in the same text: it was taken later. */
const isBelow = (one: Reading, other: Reading): boolean =>
  one.value !== null &&
  other.value !== null &&
  one.place.entry === other.place.entry &&
  one.place.line > other.place.line;

/** Without a count the table has at least the rows that were dumped, or that the tool says it listed. */
function atLeast({ facts, tables, isDamaged }: SignalContext): Reading | null {
  const [first] = tables;
  // those that were deleted are no more, and an event is no entry
  const isGone = found(facts, "conntrack-table").some(({ origin }) => origin.reduced === "changed");
  if (first === undefined || isDamaged || isGone || tables.some(({ events }) => events > 0))
    return null;
  const rows = tables.reduce((sum, table) => sum + Math.max(table.rows, table.trailerRows ?? 0), 0);
  return { value: rows, place: at(first.entry, 1), bound: "at least" };
}

/** The highest count of the window: the timeline's, or any single sample. */
export function peak(context: SignalContext): Reading {
  let best: Reading = count(context);
  const take = (value: number, entry: string, line: number) => {
    if (value > Number(best.value ?? -1)) best = reading(value, at(entry, line));
  };
  for (const { entry, fact } of found(context.facts, "timeline"))
    for (const [row, value] of fact.count.entries())
      if (value !== null) take(value, entry, fact.line[row]!);
  const limit = max(context).value;
  for (const { entry, fact } of found(context.facts, "sysctl")) {
    const own = sysctlNumber(fact, ...MAX_NAMES);
    for (const name of COUNT_NAMES) {
      const value = sysctlNumber(fact, name);
      // more than there is room for, under a larger limit of its own time, is no use of this one
      if (value === null) continue;
      const isOthers =
        limit !== null && value.value > Number(limit) && (own?.value ?? 0) > Number(limit);
      if (!isOthers) take(value.value, value.entry ?? entry, value.line);
    }
  }
  for (const { entry, fact, origin, phase } of found(context.facts, "conntrack-count"))
    if (origin.layout !== "conntriage" || phase !== "end") take(fact.count, entry, fact.line);
  for (const { entry, fact } of found(context.facts, "node-metrics"))
    for (const { value, line } of fact.series.get("node_nf_conntrack_entries") ?? [])
      take(value, entry, line);
  return best;
}

/** The highest use of the limit, as a fraction of 1; null when it is unknown. */
export function peakShare(context: SignalContext): number | null {
  const [most, limit] = [peak(context), max(context)];
  return most.value === null || limit.value === null
    ? null
    : Number(most.value) / Number(limit.value);
}

/** Count by limit; without them what an alert tells, unless it tells several machines' or moments'. */
export function utilization(context: SignalContext, of: typeof count): Reading {
  const known = combine([of(context), max(context)], (a, b) => a / b);
  if (known.value !== null && known.bound === undefined) return known;
  const told = found(context.facts, "node-metrics").flatMap(({ entry, fact }) =>
    (fact.series.get(TOLD_USE) ?? []).map(({ value, line }) => reading(value, at(entry, line))),
  );
  const isOne = new Set(told.map(({ value }) => value)).size === 1;
  return isOne ? told[0]! : known;
}
