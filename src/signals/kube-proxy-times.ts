import { found } from "../facts/facts.ts";
import type { Phase } from "../layouts/layout.ts";
import { SOURCES } from "../parsers/index.ts";
import { lineOf, type PrometheusFact } from "../parsers/prometheus.ts";
import { absent } from "./absent.ts";
import { fromFact } from "./from-facts.ts";
import { largest, METRICS, SYNC } from "./kube-proxy-metrics.ts";
import type { Reading, SignalContext } from "./signal.ts";

const [QUEUED, LAST] = [`${SYNC}_last_queued_timestamp_seconds`, `${SYNC}_last_timestamp_seconds`];

/** When a proxier was last told of a change, and when it last synced: 0 before its first sync. */
interface Times {
  family: string;
  queued: number;
  last: number;
  line: number;
}

/** Those of each address family where they are told apart: one may be stalled beside another that is well. */
function timesOf(fact: PrometheusFact): Times[] {
  const familyOf = (labels: ReadonlyMap<string, string>) => labels.get("ip_family") ?? "";
  return (fact.series.get(QUEUED) ?? []).flatMap(({ labels, value, line }) => {
    const family = familyOf(labels);
    const last = fact.series.get(LAST)?.find((one) => familyOf(one.labels) === family)?.value;
    return last === undefined ? [] : [{ family, queued: value, last, line }];
  });
}

const waiting = (fact: PrometheusFact): Times[] =>
  timesOf(fact).filter(({ queued, last }) => queued > last);

/** Epoch seconds at which a scrape was taken. */
function takenAt({ window }: SignalContext, phase: Phase): number | null {
  const time = phase === "start" ? window.startTime : window.sampledTime;
  return time === null ? null : time / 1000;
}

/** An age by kube-proxy's own clock, which needs the moment of the scrape. */
function aged(
  context: SignalContext,
  read: Parameters<typeof fromFact<typeof METRICS>>[2],
): Reading {
  const all = found(context.facts, METRICS);
  const isTimed = all.some(({ phase }) => takenAt(context, phase) !== null);
  return all.length > 0 && !isTimed
    ? absent(
        context.facts,
        METRICS,
        `${SOURCES[METRICS].what}: in the bundle, but without the time at which they were taken, such as a line of \`date\` before them`,
      )
    : fromFact(context, METRICS, read);
}

/**
 * Seconds for which a queued change has waited for a sync; 0 when the last sync came after it. Each
 * new change moves the queueing time, so a wait that began before the window counts from there.
 */
export function overdue(context: SignalContext): Reading {
  const start = found(context.facts, METRICS).find((one) => one.phase === "start")?.fact;
  const before = new Map(
    start === undefined ? [] : timesOf(start).map(({ family, queued }) => [family, queued]),
  );
  return aged(context, ({ fact, phase }) => {
    const time = takenAt(context, phase);
    if (time === null) return null;
    return largest(
      timesOf(fact).map(({ family, queued, last, line }) => {
        const earlier = before.get(family) ?? 0;
        const since = earlier > last ? earlier : queued;
        return { value: queued > last ? Math.max(0, time - since) : 0, line };
      }),
    );
  });
}

const NEVER = `${SOURCES[METRICS].what}: this kube-proxy has not synced since its start`;

/** The age of the last sync: of the proxier that has a change to sync, where one has. */
export function syncAge(context: SignalContext): Reading {
  const isNever = found(context.facts, METRICS).some(({ fact }) =>
    timesOf(fact).some(({ last }) => last === 0),
  );
  const read = aged(context, ({ fact, phase }) => {
    const time = takenAt(context, phase);
    const late = waiting(fact).map(({ last }) => last);
    const all = (fact.series.get(LAST) ?? []).map(({ value }) => value);
    const last = late.length > 0 ? Math.min(...late) : Math.max(...all, 0);
    if (time === null || last === 0) return null;
    return { value: Math.max(0, time - last), line: lineOf(fact, LAST) };
  });
  return read.value === null && isNever ? absent(context.facts, METRICS, NEVER) : read;
}

/**
 * Seconds since the last sync, or since the start where there was none, while a change waits and no earlier scrape
 * tells since when: each new change moves the queueing time. 0 where none waits, or where it is told.
 */
export function stalledFor(context: SignalContext): Reading {
  const isTold = found(context.facts, METRICS).length > 1;
  return aged(context, ({ fact, phase }) => {
    const time = takenAt(context, phase);
    if (time === null || timesOf(fact).length === 0) return null;
    const line = lineOf(fact, LAST);
    const late = waiting(fact);
    if (isTold || late.length === 0) return { value: 0, line };
    const began = fact.series.get("process_start_time_seconds")?.[0]?.value ?? null;
    const last = Math.min(...late.map((one) => one.last)) || began;
    return last === null ? null : { value: Math.max(0, time - last), line };
  });
}
