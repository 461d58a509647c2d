import { SOURCES } from "../parsers/index.ts";
import { absent } from "./absent.ts";
import { combine } from "./combine.ts";
import { fromFact } from "./from-facts.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { count, peak, utilization } from "./table-count.ts";
import { growth, secondsToFull } from "./table-growth.ts";
import { buckets, max, maxIsDefault, SYSCTL } from "./table-limit.ts";

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
