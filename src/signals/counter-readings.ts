import { found } from "../facts/facts.ts";
import { RISEN } from "../parsers/node-metrics.ts";
import { sumCounter } from "../parsers/per-cpu.ts";
import { combine } from "./combine.ts";
import { fromFact, fromPair, fromSeries, perCpuRise } from "./from-facts.ts";
import { messages, TABLE_FULL } from "./messages.ts";
import type { Reading, SignalContext } from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";

/** Above this part of the limit a lost entry is the limit's doing; the kernel's own mark for clearing. */
export const FULL = 0.95;

/** What a counter of connection tracking rose by within the window, over all CPUs. */
export function counter(context: SignalContext, name: string): Reading {
  const rise = (source: "conntrack-stat" | "conntrack-s") =>
    fromPair(context, source, (start, end) => perCpuRise(start.fact, end.fact, name));
  const metrics = [`node_nf_conntrack_stat_${name}`, `${RISEN}${name}`].map((one) =>
    fromSeries(context, "node-metrics", one, ({ fact }) => fact.series.get(one)?.at(-1) ?? null),
  );
  const metric = metrics.find(({ value }) => value !== null) ?? metrics[0]!;
  const known = [rise("conntrack-stat"), rise("conntrack-s"), metric];
  const there = (["conntrack-stat", "conntrack-s", "node-metrics"] as const).findIndex(
    (source) => found(context.facts, source).length > 0,
  );
  return known.find(({ value }) => value !== null) ?? known[Math.max(0, there)]!;
}

/**
 * Packets lost because no entry could be made: clashes counted out, long chains counted in. The kernel counts a clash
 * in `drop` as well, so that where `insert_failed` lacks a `drop` that stood still still tells that nothing was lost;
 * one that rose tells only how many at most, which names no loss.
 */
export function fullDrops(context: SignalContext): Reading {
  const chains = counter(context, "chaintoolong");
  const known = chains.value === null ? [] : [chains];
  const [drops, failed] = [counter(context, "drop"), counter(context, "insert_failed")];
  if (failed.value === null && drops.value === 0)
    return combine([drops, ...known], (drop, chaintoolong = 0) => drop + chaintoolong);
  return combine([drops, failed, ...known], (drop, insertFailed, chaintoolong = 0) =>
    Math.max(0, drop - insertFailed + chaintoolong),
  );
}

/** A counter's total since boot at the end of the evidence, over all CPUs: shown, never judged. */
export function total(context: SignalContext, name: string): Reading {
  const of = (source: "conntrack-stat" | "conntrack-s") =>
    fromFact(context, source, ({ fact }) => {
      const value = sumCounter(fact, name);
      return value === null ? null : { value, line: fact.cpuLines[0] ?? 1 };
    });
  const metric = fromFact(
    context,
    "node-metrics",
    ({ fact }) => fact.series.get(`node_nf_conntrack_stat_${name}`)?.at(-1) ?? null,
  );
  return (
    [of("conntrack-stat"), of("conntrack-s"), metric].find(({ value }) => value !== null) ??
    of("conntrack-stat")
  );
}

/** Whether it is shown that new connections were lost, or entries evicted, for want of room. */
export function exhausted(context: SignalContext): Reading {
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
