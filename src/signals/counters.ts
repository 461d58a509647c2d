import { found } from "../facts/facts.ts";
import { sumCounter } from "../parsers/per-cpu.ts";
import { messages, sinceFull, TABLE_FULL } from "./messages.ts";
import {
  absent,
  at,
  combine,
  firstKnown,
  fromPair,
  perCpuRise,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
} from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";

/** Above this part of the limit a lost entry is the limit's doing; the kernel's own mark for clearing. */
const FULL = 0.95;

/** What a counter of connection tracking rose by within the window, over all CPUs. */
function counter(context: SignalContext, name: string): Reading {
  const rise = (source: "conntrack-stat" | "conntrack-s") =>
    fromPair(context, source, (start, end) => perCpuRise(start.fact, end.fact, name));
  return firstKnown(rise("conntrack-stat"), rise("conntrack-s"));
}

/** Packets lost because no entry could be made: clashes counted out, long chains counted in. */
function fullDrops(context: SignalContext): Reading {
  const chains = counter(context, "chaintoolong");
  const known = chains.value === null ? [] : [chains];
  return combine(
    [counter(context, "drop"), counter(context, "insert_failed"), ...known],
    (drop, insertFailed, chaintoolong = 0) => Math.max(0, drop - insertFailed + chaintoolong),
  );
}

/**
 * Entries evicted and packets lost for want of room since boot, before the window. Only for telling that
 * the table was full once; a few packets of `drop` have other reasons, so a handful does not count.
 */
function lossesBefore(context: SignalContext): Reading {
  const start = found(context.facts, "conntrack-stat").find((one) => one.phase === "start");
  if (start === undefined) return absent(context.facts, "conntrack-stat");
  const sum = (name: string) => sumCounter(start.fact, name) ?? 0;
  const lost = Math.max(0, sum("drop") - sum("insert_failed"));
  const value = sum("early_drop") + (lost >= HANDFUL ? lost : 0);
  return reading(value, at(start.entry, start.fact.cpuLines[0] ?? 1));
}
const HANDFUL = 100;

/** Whether it is shown that new connections were lost, or entries evicted, for want of room. */
function exhausted(context: SignalContext): Reading {
  const said = messages(context, TABLE_FULL, "within");
  if (Number(said.value) > 0) return { ...said, value: true } as Reading;
  const evicted = counter(context, "early_drop");
  if (Number(evicted.value) > 0) return { ...evicted, value: true } as Reading;
  const peak = TABLE_SIGNALS["table.utilization.peak"].read(context);
  const lost = fullDrops(context);
  if (Number(lost.value) > 0 && Number(peak.value) >= FULL)
    return { ...lost, value: true } as Reading;
  // the counters know of every loss, the log of ten in five seconds at most: they are enough
  for (const one of [evicted, lost]) if (one.value === null) return one;
  if (Number(lost.value) > 0 && peak.value === null) return peak;
  return { ...lost, value: false } as Reading;
}

const STAT = "cat /proc/net/stat/nf_conntrack   # twice, some seconds apart";
const rise = (name: string, title: string, unit: Signal["unit"] = "packets"): Signal => ({
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
  "table.lossesBefore": {
    unit: "packets",
    title: "entries evicted and packets lost between boot and the window",
    command: "cat /proc/net/stat/nf_conntrack",
    read: lossesBefore,
  },
  "table.fullDrops": {
    unit: "packets",
    title: "packets lost without an entry (drop − insert_failed + chaintoolong)",
    command: STAT,
    read: fullDrops,
  },
  "table.earlyDrops": rise("early_drop", "entries evicted to make room (early_drop)", "entries"),
  "table.drops": rise("drop", "packets dropped by connection tracking (drop)"),
  "table.insertFailed": rise(
    "insert_failed",
    "packets whose entry could not be inserted (insert_failed)",
  ),
  "table.chainTooLong": rise(
    "chaintoolong",
    "packets lost to overfull hash buckets (chaintoolong)",
  ),
  "table.invalid": rise("invalid", "packets that fit no connection (invalid)"),
  "neighbour.fullMessages": {
    unit: "messages",
    title: "“neighbor table overflow” messages within the window",
    command: "dmesg | grep 'neighbor table overflow'",
    read: (context) => messages(context, ["neighbour-overflow"], "within"),
  },
  "expectation.fullMessages": {
    unit: "messages",
    title: "“expectation table full” messages within the window",
    command: "dmesg | grep 'expectation table full'",
    read: (context) => messages(context, ["expectation-table-full"], "within"),
  },
} as const satisfies Record<string, Signal>;
