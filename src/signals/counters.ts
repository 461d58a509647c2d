import { SOURCES } from "../layouts/sources.ts";
import { type Found, found, latest } from "../parsers/index.ts";
import type { KernelLogFact, KernelMessage, KernelMessageKind } from "../parsers/kernel-log.ts";
import { deltaCounter, sumCounter } from "../parsers/per-cpu.ts";
import {
  absent,
  at,
  combine,
  fromPair,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
} from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { placeInWindow } from "./window.ts";

/** Above this part of the limit a lost entry is the limit's doing; the kernel's own mark for clearing. */
const FULL = 0.95;

/** What a counter of connection tracking rose by within the window, over all CPUs. */
export function counter(context: SignalContext, name: string): Reading {
  const judge = (start: Found<"conntrack-stat">, end: Found<"conntrack-stat">) => {
    const change = deltaCounter(start.fact, end.fact, name);
    return change === null || change.delta === null
      ? null
      : { value: change.delta, line: end.fact.cpuLines[0] ?? end.fact.headerLine ?? 1 };
  };
  const stat = fromPair(context, "conntrack-stat", judge);
  return stat.value === null
    ? preferKnown(fromPair(context, "conntrack-s", judge as never), stat)
    : stat;
}

const preferKnown = (a: Reading, b: Reading): Reading => (a.value === null ? b : a);

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
 * Messages of a kind that speak of this bundle's table, by their place in the window. Since 6.17 the
 * message names the namespace; without a name it is the first namespace's.
 */
function messages(
  context: SignalContext,
  kinds: readonly KernelMessageKind[],
  when: "before" | "within",
): Reading {
  const log = latest(context.facts, "kernel-log");
  if (log === null) return absent(context.facts, "kernel-log");
  let count = 0;
  let place = at(log.entry, 1);
  let unplaced = 0;
  for (const kind of kinds) {
    for (const message of log.fact.kinds.get(kind)?.recent ?? []) {
      if (!speaksOfUs(context, kind, message)) continue;
      const where = placeInWindow(context.window, message);
      if (where === null) unplaced++;
      if (where !== when) continue;
      count++;
      place = at(log.entry, message.line);
    }
  }
  if (count === 0 && when === "within" && beginsLate(context, log.fact.first))
    return absent(
      context.facts,
      "kernel-log",
      `${SOURCES["kernel-log"].what}: it begins after the window did, so earlier messages are lost`,
    );
  if (count === 0 && unplaced > 0)
    return absent(
      context.facts,
      "kernel-log",
      `${unplaced} such messages cannot be placed in time: ${SOURCES.manifest.what} or ${SOURCES.uptime.what} is missing`,
    );
  return reading(count, place);
}

/** Whether the log, which is a ring, no longer reaches back to the window's start. */
function beginsLate({ window }: SignalContext, first: KernelLogFact["first"]): boolean {
  if (first?.uptime != null && window.startUptime !== null)
    return first.uptime > window.startUptime;
  return first?.time != null && window.startTime !== null && first.time > window.startTime;
}

function speaksOfUs(
  context: SignalContext,
  kind: KernelMessageKind,
  message: KernelMessage,
): boolean {
  if (kind !== "table-full" && kind !== "table-full-netns") return true;
  const manifest = latest(context.facts, "manifest")?.fact;
  if (manifest === undefined || manifest.netns === null) return message.netns === null;
  if (message.netns !== null) return message.netns === manifest.netns;
  // a kernel before 6.17 names no namespace: then the message may be any namespace's, ours included
  return (
    manifest.netnsOfPid1 === null ||
    manifest.netns === manifest.netnsOfPid1 ||
    !namesNamespaces(context)
  );
}

const namesNamespaces = (context: SignalContext): boolean => {
  const version = latest(context.facts, "kernel-version")?.fact;
  return (
    version !== undefined && (version.major > 6 || (version.major === 6 && version.minor >= 17))
  );
};

const TABLE_FULL = ["table-full", "table-full-netns"] as const;

/** Seconds from the first or last message that the table was full to the window's end. */
function sinceFull(context: SignalContext, which: "first" | "last"): Reading {
  const log = latest(context.facts, "kernel-log");
  if (log === null) return absent(context.facts, "kernel-log");
  const { endUptime, endTime } = context.window;
  const ages: { seconds: number; line: number }[] = [];
  for (const kind of TABLE_FULL)
    for (const message of log.fact.kinds.get(kind)?.recent ?? []) {
      if (!speaksOfUs(context, kind, message)) continue;
      const seconds =
        message.uptime !== null && endUptime !== null
          ? endUptime - message.uptime
          : message.time !== null && endTime !== null
            ? (endTime - message.time) / 1000
            : null;
      if (seconds !== null) ages.push({ seconds: Math.max(0, seconds), line: message.line });
    }
  ages.sort((a, b) => (which === "first" ? b.seconds - a.seconds : a.seconds - b.seconds));
  const one = ages[0];
  return one === undefined
    ? absent(
        context.facts,
        "kernel-log",
        "the log has no “table full” message of this table with a time",
      )
    : reading(one.seconds, at(log.entry, one.line));
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
  for (const one of [said, evicted, lost]) if (one.value === null) return one;
  if (Number(lost.value) > 0 && peak.value === null) return peak;
  return { ...lost, value: false } as Reading;
}

const STAT = "cat /proc/net/stat/nf_conntrack   # twice, some seconds apart";
const rise = (name: string, title: string): Signal => ({
  unit: "packets",
  title,
  command: STAT,
  read: (context) => counter(context, name),
});

export const COUNTER_SIGNALS = {
  "table.exhausted": {
    unit: "yes/no",
    title: "the table was full within the window",
    command: "dmesg | grep 'table full'; conntrack -S",
    read: exhausted,
  },
  "table.fullMessages": {
    unit: "messages",
    title: "“table full” messages within the window (at most 10 in 5 s are printed)",
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
    title: "time since the first “table full” message in the log",
    command: "dmesg -T | grep 'nf_conntrack: table full' | head -1",
    read: (context) => sinceFull(context, "first"),
  },
  "table.fullLast": {
    unit: "seconds",
    title: "time since the last “table full” message in the log",
    command: "dmesg -T | grep 'nf_conntrack: table full' | tail -1",
    read: (context) => sinceFull(context, "last"),
  },
  "table.lossesBefore": {
    unit: "packets",
    title: "evictions and losses for want of room since boot, before the window",
    command: "cat /proc/net/stat/nf_conntrack",
    read: lossesBefore,
  },
  "table.fullDrops": {
    unit: "packets",
    title: "packets lost for want of an entry (drop − insert_failed + chaintoolong)",
    command: STAT,
    read: fullDrops,
  },
  "table.earlyDrops": rise("early_drop", "entries evicted to make room (early_drop)"),
  "table.drops": rise("drop", "packets dropped by connection tracking (drop)"),
  "table.insertFailed": rise("insert_failed", "entries that could not be inserted (insert_failed)"),
  "table.chainTooLong": rise("chaintoolong", "packets lost to overlong hash chains (chaintoolong)"),
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
