import { counter, exhausted, fullDrops, total } from "./counter-readings.ts";
import { clockOf, sinceFull, stampOf } from "./full-times.ts";
import { messages, TABLE_FULL } from "./messages.ts";
import type { Signal, Unit } from "./signal.ts";

const sinceBoot = <U extends Unit>(name: string, title: string, unit: U): Signal<U> => ({
  unit,
  title,
  command: "conntrack -S",
  read: (context) => total(context, name),
});

const STAT = "cat /proc/net/stat/nf_conntrack   # two samples, some seconds apart";
const rise = <U extends Unit>(name: string, title: string, unit: U): Signal<U> => ({
  unit,
  title,
  command: STAT,
  read: (context) => counter(context, name),
});

export const COUNTER_SIGNALS = {
  "table.exhausted": {
    unit: "yes/no",
    title: "the table was full within the window",
    command: "dmesg | grep 'nf_conntrack: table full'; conntrack -S",
    read: exhausted,
  },
  "table.fullMessages": {
    unit: "messages",
    title: "“table full” messages within the window (at most 10 in 5 s)",
    command: "dmesg | grep 'nf_conntrack: table full'",
    read: (context) => messages(context, TABLE_FULL, "within"),
  },
  "table.fullMessages.before": {
    unit: "messages",
    title: "“table full” messages before the window",
    command: "dmesg | grep 'nf_conntrack: table full'",
    read: (context) => messages(context, TABLE_FULL, "before"),
  },
  "table.fullFirst": {
    unit: "seconds",
    title: "time since the first “table full” message",
    command: "dmesg -T | grep 'nf_conntrack: table full' | head -1",
    read: (context) => sinceFull(context, "first"),
  },
  "table.fullLast": {
    unit: "seconds",
    title: "time since the last “table full” message",
    command: "dmesg -T | grep 'nf_conntrack: table full' | tail -1",
    read: (context) => sinceFull(context, "last"),
  },
  "table.fullMessages.ever": {
    unit: "messages",
    title: "“table full” messages in the log",
    command: "dmesg | grep -c 'nf_conntrack: table full'   # of all namespaces",
    read: (context) => messages(context, TABLE_FULL, "ever"),
  },
  "table.fullFirst.stamp": {
    unit: "name",
    title: "first “table full” message, as the log writes its time",
    command: "dmesg -T | grep 'nf_conntrack: table full' | head -1",
    read: (context) => stampOf(context, "first"),
  },
  "table.fullLast.stamp": {
    unit: "name",
    title: "last “table full” message, as the log writes its time",
    command: "dmesg -T | grep 'nf_conntrack: table full' | tail -1",
    read: (context) => stampOf(context, "last"),
  },
  "table.fullFirst.clock": {
    unit: "name",
    title: "first “table full” message, as a time of day",
    command: "dmesg -T | grep 'nf_conntrack: table full' | head -1",
    read: (context) => clockOf(context, "first"),
  },
  "table.fullLast.clock": {
    unit: "name",
    title: "last “table full” message, as a time of day",
    command: "dmesg -T | grep 'nf_conntrack: table full' | tail -1",
    read: (context) => clockOf(context, "last"),
  },
  "table.earlyDrops.sinceBoot": sinceBoot(
    "early_drop",
    "entries evicted since boot (early_drop)",
    "entries",
  ),
  "table.drops.sinceBoot": sinceBoot("drop", "packets dropped since boot (drop)", "packets"),
  "table.insertFailed.sinceBoot": sinceBoot(
    "insert_failed",
    "failed inserts since boot (insert_failed)",
    "packets",
  ),
  "table.fullDrops": {
    unit: "packets",
    title: "packets lost without an entry (drop − insert_failed + chaintoolong)",
    command: STAT,
    read: fullDrops,
  },
  "table.earlyDrops": rise("early_drop", "entries evicted to make room (early_drop)", "entries"),
  "table.drops": rise("drop", "packets dropped by connection tracking (drop)", "packets"),
  "table.insertFailed": rise(
    "insert_failed",
    "packets whose entry could not be inserted (insert_failed)",
    "packets",
  ),
  "table.chainTooLong": rise(
    "chaintoolong",
    "packets lost to overfull hash buckets (chaintoolong)",
    "packets",
  ),
  "table.invalid": rise("invalid", "packets that fit no connection (invalid)", "packets"),
  "neighbour.fullMessages": {
    unit: "messages",
    title: "“neighbor table overflow” messages within the window",
    command: "dmesg | grep 'neighbor table overflow'",
    read: (context) => messages(context, ["neighbour-overflow"], "lately"),
  },
  "expectation.fullMessages": {
    unit: "messages",
    title: "“expectation table full” messages within the window",
    command: "dmesg | grep 'expectation table full'",
    read: (context) => messages(context, ["expectation-table-full"], "lately"),
  },
} as const satisfies Record<string, Signal>;
