import { found, latest } from "../facts/facts.ts";
import { SOURCES } from "../parsers/index.ts";
import { TOLD_USE } from "../parsers/node-metrics.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import {
  absent,
  at,
  combine,
  firstKnown,
  fromFact,
  fromPair,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
} from "./signal.ts";

/** A sysctl below `net.netfilter.`, or one of its older spellings. */
export function setting(context: SignalContext, ...names: string[]): Reading {
  return fromFact(context, "sysctl", ({ fact }) => {
    for (const name of names) {
      const value = sysctlNumber(fact, name);
      if (value !== null) return value;
    }
    return null;
  });
}

const MAX_NAMES = [
  "net.netfilter.nf_conntrack_max",
  "net.nf_conntrack_max",
  "net.ipv4.netfilter.ip_conntrack_max",
  "net.ipv4.ip_conntrack_max",
];
const COUNT_NAMES = ["net.netfilter.nf_conntrack_count", "net.ipv4.netfilter.ip_conntrack_count"];

/** The newest value of a metric of node_exporter. */
const metric = (context: SignalContext, name: string): Reading =>
  fromFact(context, "node-metrics", ({ fact }) => fact.series.get(name)?.at(-1) ?? null);

/** The limit. 0 stood for "none" up to Linux 6.12. */
function max(context: SignalContext): Reading {
  const live = setting(context, ...MAX_NAMES);
  if (found(context.facts, "sysctl").some(({ origin }) => origin.isLimitOpen))
    return absent(
      context.facts,
      "sysctl",
      "the evidence has several limits, and nothing tells which of them is in effect",
    );
  if (live.value === 0)
    return absent(context.facts, "sysctl", "nf_conntrack_max is 0: no limit is set");
  const scraped = metric(context, "node_nf_conntrack_entries_limit");
  return live.value === null && scraped.value === 0
    ? absent(context.facts, "node-metrics", "node_nf_conntrack_entries_limit is 0: no limit is set")
    : firstKnown(live, scraped);
}

/** The kernel's own count, best just before the dump, which evicts expired entries. */
function count(context: SignalContext): Reading {
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
function atLeast({ tables, isDamaged }: SignalContext): Reading | null {
  const [first] = tables;
  if (first === undefined || isDamaged || tables.some(({ events }) => events > 0)) return null;
  const rows = tables.reduce((sum, table) => sum + Math.max(table.rows, table.trailerRows ?? 0), 0);
  return { value: rows, place: at(first.entry, 1), bound: "at least" };
}

/** The highest count of the window: the timeline's, or any single sample. */
function peak(context: SignalContext): Reading {
  let best: Reading = count(context);
  const take = (value: number, entry: string, line: number) => {
    if (value > Number(best.value ?? -1)) best = reading(value, at(entry, line));
  };
  for (const { entry, fact } of found(context.facts, "timeline"))
    for (const [row, value] of fact.count.entries())
      if (value !== null) take(value, entry, fact.line[row]!);
  const limit = max(context).value;
  for (const { entry, fact } of found(context.facts, "sysctl")) {
    const own = MAX_NAMES.map((name) => sysctlNumber(fact, name)).find((one) => one !== null);
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
function utilization(context: SignalContext, of: typeof count): Reading {
  const known = combine([of(context), max(context)], (a, b) => a / b);
  if (known.value !== null && known.bound === undefined) return known;
  const told = found(context.facts, "node-metrics").flatMap(({ entry, fact }) =>
    (fact.series.get(TOLD_USE) ?? []).map(({ value, line }) => reading(value, at(entry, line))),
  );
  const isOne = new Set(told.map(({ value }) => value)).size === 1;
  return isOne ? told[0]! : known;
}

const buckets = (context: SignalContext): Reading =>
  setting(context, "net.netfilter.nf_conntrack_buckets", "module.nf_conntrack.hashsize");

function growth(context: SignalContext): Reading {
  const timeline = latest(context.facts, "timeline");
  if (timeline !== null) {
    const rows = [...timeline.fact.count.keys()].filter(
      (row) => timeline.fact.count[row] !== null && timeline.fact.uptime[row] !== null,
    );
    const [first, last] = [rows[0], rows.at(-1)];
    if (first !== undefined && last !== undefined && last > first) {
      const seconds = timeline.fact.uptime[last]! - timeline.fact.uptime[first]!;
      const grown = timeline.fact.count[last]! - timeline.fact.count[first]!;
      if (seconds > 0)
        return reading(grown / seconds, at(timeline.entry, timeline.fact.line[last]!));
    }
  }
  return fromPair(context, "sysctl", (start, end) => {
    const [a, b] = [
      sysctlNumber(start.fact, COUNT_NAMES[0]!),
      sysctlNumber(end.fact, COUNT_NAMES[0]!),
    ];
    const seconds = context.window.sampledSeconds;
    return a === null || b === null || !seconds
      ? null
      : { value: (b.value - a.value) / seconds, line: b.line };
  });
}

/** What grew for some seconds is told to go on for so many times as long, and no longer. */
const FORESIGHT = 10;

function secondsToFull(context: SignalContext): Reading {
  const rate = growth(context);
  if (rate.value !== null && Number(rate.value) <= 0)
    return absent(context.facts, "timeline", "the table did not grow within the window");
  const seconds = context.window.sampledSeconds;
  return combine(
    [rate, count(context), max(context)],
    (a, b, c) => {
      const left = Math.max(0, c - b) / a;
      return left > FORESIGHT * (seconds ?? 0) ? null : left;
    },
    {
      wants: "timeline",
      reason: "the table grew, but was watched for too short a time to say when it would be full",
    },
  );
}

/** Rows of all the dumps that count. */
function rows(context: SignalContext, of: "rows" | "unparsed"): Reading {
  const first = context.tables[0];
  if (first === undefined) return absent(context.facts, "conntrack-table");
  const total = context.tables.reduce(
    (sum, table) => sum + (of === "rows" ? table.rows : table.unparsed.count),
    0,
  );
  const example = context.tables.flatMap((table) =>
    table.unparsed.examples.map(({ line }) => at(table.entry, line)),
  )[0];
  return reading(total, (of === "unparsed" ? example : undefined) ?? at(first.entry, 1));
}

/** The defaults that nobody chose: the kernel's, and kube-proxy's for this number of CPUs. */
function maxIsDefault(context: SignalContext): Reading {
  const limit = max(context);
  if (limit.value === null) return limit;
  const cpus = latest(context.facts, "cpus")?.fact.cpus ?? 0;
  // older kernels log what they chose when the module was loaded
  const loaded = latest(context.facts, "kernel-log")?.fact.loaded?.max ?? 0;
  const defaults = [65_536, 131_072, 262_144, 32_768 * cpus, loaded];
  return { ...limit, value: defaults.includes(Number(limit.value)) };
}

const SYSCTL = (name: string): string => `sysctl net.netfilter.${name}`;

/**
 * What the slab cache of entries takes, of every namespace together; kernels of 4.x have one a namespace.
 * SLUB may have merged it with another of its size: then it is not listed.
 */
const memory = (context: SignalContext): Reading =>
  fromFact(context, "slabinfo", ({ fact }) => {
    const caches = fact.caches.filter(({ name }) =>
      /^nf_conntrack(?:_[0-9a-f]{8,16})?$/.test(name),
    );
    const value = caches.reduce((sum, one) => sum + one.objects * one.objectBytes, 0);
    return caches[0] === undefined ? null : { value, line: caches[0].line };
  });

export const TABLE_SIGNALS = {
  "table.count": {
    unit: "entries",
    title: "entries in the table",
    command: SYSCTL("nf_conntrack_count"),
    read: count,
  },
  "table.max": {
    unit: "entries",
    title: "limit of the table",
    command: SYSCTL("nf_conntrack_max"),
    read: max,
  },
  "table.buckets": {
    unit: "buckets",
    title: "hash buckets of the table",
    command: SYSCTL("nf_conntrack_buckets"),
    read: buckets,
  },
  "table.chainLength": {
    unit: "entries",
    title: "entries in a hash bucket on average (each stands in two)",
    command: SYSCTL("nf_conntrack_count net.netfilter.nf_conntrack_buckets"),
    read: (context) =>
      combine([count(context), buckets(context)], (a, b) => (b > 0 ? (2 * a) / b : null), {
        wants: "sysctl",
        reason: "nf_conntrack_buckets is 0",
      }),
  },
  "table.maxIsDefault": {
    unit: "yes/no",
    title: "the limit is a default of the kernel or of kube-proxy",
    command: SYSCTL("nf_conntrack_max"),
    read: maxIsDefault,
  },
  "table.utilization": {
    unit: "share",
    title: "use of the limit",
    command: SYSCTL("nf_conntrack_count net.netfilter.nf_conntrack_max"),
    read: (context) => utilization(context, count),
  },
  "table.utilization.peak": {
    unit: "share",
    title: "highest use of the limit within the window",
    command: SYSCTL("nf_conntrack_count net.netfilter.nf_conntrack_max"),
    read: (context) => utilization(context, peak),
  },
  "table.memory": {
    unit: "bytes",
    title: "memory of the entries of all network namespaces",
    command: "grep nf_conntrack /proc/slabinfo",
    read: memory,
  },
  "table.growth": {
    unit: "entries/s",
    title: "growth of the table within the window",
    command: "sh collect.sh --duration 30",
    read: growth,
  },
  "table.secondsToFull": {
    unit: "seconds",
    title: "time until the table is full at this growth",
    command: "sh collect.sh --duration 30",
    read: secondsToFull,
  },
  "table.rows": {
    unit: "entries",
    title: "rows of the dump",
    command: "conntrack -L | wc -l",
    read: (context) => rows(context, "rows"),
  },
  "table.rowsUnparsed": {
    unit: "entries",
    title: "rows of the dump that could not be read",
    command: SOURCES["conntrack-table"].get,
    read: (context) => rows(context, "unparsed"),
  },
} as const satisfies Record<string, Signal>;
