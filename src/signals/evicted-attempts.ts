import { silenceOf } from "../attribution/silence.ts";
import { differentOnes, type Evicted, evictedAttempts } from "../demand/evicted.ts";
import { useOfKind } from "../what-if/kinds-of-use.ts";
import { absent } from "./absent.ts";
import { combine } from "./combine.ts";
import { COUNTER_SIGNALS } from "./counters.ts";
import { readDemand } from "./demand-reading.ts";
import {
  at,
  oncePerContext,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
} from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";

/** Fewer that are left do not tell whom the others went to. */
const FEW = 20;
/** Attempts to endpoints that answer others may be on their way; up to this part does not matter. */
const MOST_ARE_SILENT = 0.8;

interface Attempts extends Evicted {
  /** Rows that are left. */
  seen: number;
  seconds: number;
  limit: number;
}

const untold = (context: SignalContext, reason: string): Reading =>
  absent(context.facts, "conntrack-table", reason);

/**
 * Attempts that nobody answers, which the kernel evicts before all else: what came in tells more than what is left.
 * Attempts to endpoints that answer others are none, since they may have been evicted on their way.
 */
const readAttempts = oncePerContext((context: SignalContext): Attempts | Reading => {
  const evicted = COUNTER_SIGNALS["table.earlyDrops"].read(context);
  if (evicted.value === null) return evicted;
  if (evicted.value === 0) return untold(context, "the kernel evicted no entry");
  const limit = TABLE_SIGNALS["table.max"].read(context);
  if (limit.value === null) return limit;
  const demand = readDemand(context);
  if ("value" in demand) return demand.reading;
  const { attempts: seen, silent } = silenceOf(context.tables);
  if (silent < FEW) return untold(context, "too few attempts are left to judge those evicted");
  if (silent < seen * MOST_ARE_SILENT)
    return untold(context, "the endpoints of the attempts answer others");
  const found = evictedAttempts(demand, (kind) => useOfKind(kind) === "unanswered-syn");
  if (found.perSecond <= found.closed)
    return untold(context, "as many connections were answered and closed as were evicted");
  return {
    ...found,
    seen,
    seconds: context.window.sampledSeconds ?? 0,
    limit: Number(limit.value),
  };
});

const ofAttempts =
  (read: (attempts: Attempts, context: SignalContext) => Reading | number): Signal["read"] =>
  (context) => {
    const attempts = readAttempts(context);
    if ("value" in attempts) return attempts;
    const value = read(attempts, context);
    if (typeof value !== "number") return value;
    const place = context.attribution?.uses["unanswered-syn"].place;
    return reading(value, place ?? at(context.tables[0]!.entry, 1));
  };

const different = (
  { seen, attempts }: Attempts,
  { attribution }: SignalContext,
  of: "destinationCount" | "sourceCount",
): number => differentOnes(seen, attribution?.uses["unanswered-syn"][of] ?? 0, attempts);

const COMMAND = "sh collect.sh --duration 30";

export const EVICTED_ATTEMPT_SIGNALS = {
  "evictedAttempts.share": {
    unit: "share",
    title: "share of unanswered attempts, at least, if none were evicted",
    command: COMMAND,
    read: ofAttempts(
      ({ attempts, others, limit }) => attempts / Math.max(limit, attempts + others),
    ),
  },
  "evictedAttempts.rate": {
    unit: "entries/s",
    title: "entries of unanswered attempts that were created, and soon evicted",
    command: COMMAND,
    read: ofAttempts(({ perSecond }) => perSecond),
  },
  "evictedAttempts.destinations": {
    unit: "destinations",
    title: "destinations of unanswered attempts, estimated from those left",
    command: COMMAND,
    read: ofAttempts((attempts, context) => different(attempts, context, "destinationCount")),
  },
  "evictedAttempts.perSource": {
    unit: "number",
    title: "unanswered attempts for each of their sources, if none were evicted",
    command: COMMAND,
    read: ofAttempts((one, context) => one.attempts / different(one, context, "sourceCount")),
  },
  "evictedAttempts.invalid": {
    unit: "number",
    title: "packets that fit no connection, for each entry of an attempt",
    command: COMMAND,
    read: ofAttempts(({ perSecond, seconds }, context) =>
      combine(
        [COUNTER_SIGNALS["table.invalid"].read(context)],
        (invalid) => invalid / Math.max(1, perSecond * seconds),
      ),
    ),
  },
} as const satisfies Record<string, Signal>;
