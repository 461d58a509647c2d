import type { Span } from "../demand/admission.ts";
import { type Demand, estimate, type Found, type Untold } from "../demand/demand.ts";
import { tcpPackets } from "../demand/kinds.ts";
import { latest } from "../facts/facts.ts";
import { timeoutsOf } from "../what-if/table-state.ts";
import { absent } from "./absent.ts";
import { COUNTER_SIGNALS } from "./counters.ts";
import { oncePerContext, type Reading, type SignalContext } from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { peakShare } from "./table-count.ts";

/** Parts of the window are this long, at least, in seconds. */
const PART_SECONDS = 5;

/** Nothing, where an input is missing: which and why. */
export type DemandReading = Demand | { value: null; reading: Extract<Reading, { value: null }> };

/** What the table would hold if nothing were refused; null where nothing of it can be told, with the reason. */
export const readDemand = oncePerContext(demandOf);

function demandOf(context: SignalContext): DemandReading {
  const needed = [
    TABLE_SIGNALS["table.max"],
    TABLE_SIGNALS["table.utilization.peak"],
    COUNTER_SIGNALS["table.fullDrops"],
    COUNTER_SIGNALS["table.earlyDrops"],
  ].map((signal) => signal.read(context));
  const unknown = needed.find((one) => one.value === null);
  if (unknown !== undefined && unknown.value === null) return { value: null, reading: unknown };
  const [max, , refused, evicted] = needed.map(({ value }) => Number(value)) as [
    number,
    number,
    number,
    number,
  ];
  const seconds = context.window.sampledSeconds;
  if (seconds === null || seconds <= 0)
    return untold(context, "the time between the two samples is unknown");
  if (context.excerpt !== null) return untold(context, context.excerpt);
  const whole: Span = { seconds, ago: sinceSample(context), refused, evicted };
  const found: Found = {
    tables: context.tables,
    scale: scaleOf(context),
    timeouts: timeoutsOf(context.facts),
    max,
    peak: Math.round((peakShare(context) ?? 0) * max),
    tcp: tcpPackets(latest(context.facts, "kernel-version")?.fact ?? null),
    spans: [whole, ...partsOf(context, whole.ago)],
  };
  const answer: Demand | Untold = estimate(found);
  return "untold" in answer ? untold(context, answer.untold) : answer;
}

const untold = ({ facts }: SignalContext, reason: string): DemandReading => ({
  value: null,
  reading: absent(facts, "conntrack-table", `the demand is unknown: ${reason}`) as Extract<
    Reading,
    { value: null }
  >,
});

/** Entries of the table for one row, where the rows are a random sample. */
function scaleOf({ tables, attribution }: SignalContext): number {
  const rows = tables.reduce((sum, { parsed }) => sum + parsed, 0);
  return attribution === null || rows === 0 ? 1 : attribution.entries / rows;
}

/** Seconds from the second sample to the dump, which is taken last. */
function sinceSample({ window }: SignalContext): number {
  const { sampledTime, endTime } = window;
  return sampledTime === null || endTime === null
    ? 0
    : Math.max(0, Math.round((endTime - sampledTime) / 1000));
}

/** The window in parts, as far as the timeline tells. */
function partsOf({ facts }: SignalContext, ago: number): Span[] {
  const timeline = latest(facts, "timeline")?.fact;
  if (timeline === undefined) return [];
  const column = (name: string) => timeline.counters.get(name) ?? [];
  const [drop, failed, early] = ["drop", "insert_failed", "early_drop"].map(column) as [
    (number | null)[],
    (number | null)[],
    (number | null)[],
  ];
  const end = timeline.uptime.at(-1) ?? null;
  const spans: Span[] = [];
  let from = 0;
  for (let to = 1; to < timeline.uptime.length; to++) {
    const [start, stop] = [timeline.uptime[from] ?? null, timeline.uptime[to] ?? null];
    if (start === null || stop === null || end === null || stop - start < PART_SECONDS) continue;
    const rise = (of: (number | null)[]): number => Math.max(0, (of[to] ?? 0) - (of[from] ?? 0));
    spans.push({
      seconds: stop - start,
      ago: ago + end - stop,
      refused: Math.max(0, rise(drop) - rise(failed)),
      evicted: rise(early),
    });
    from = to;
  }
  return spans;
}
