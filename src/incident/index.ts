/** Series to events: what happened to one table, by everything that was read of it. Pure, and nothing of Node. */
import { alignZones } from "./clocks.ts";
import { combine, type Incident } from "./combine.ts";
import { gapsOf, stepOf } from "./gaps.ts";
import { type LimitAt, limitOf, peakOf } from "./limit.ts";
import type { Observed, Series, Setting, Span } from "./model.ts";
import { type TriggerOrNot, triggerOf } from "./trigger.ts";

export const INCIDENT_STATES = ["full", "near-full", "not-full", "unknown"] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

export interface Found {
  state: IncidentState;
  incident: Incident | null;
  trigger: TriggerOrNot;
  /** With clocks as they were brought to UTC. */
  series: Series[];
  limitAt: LimitAt;
  peak: ReturnType<typeof peakOf>;
  gaps: { series: string; span: Span }[];
  notes: string[];
}

/** From so much of the limit on a table is called near its limit. */
const NEAR = 0.85;

export function incidentOf(observed: Observed): Found {
  const read = observed.series.map((one) => ({
    ...one,
    readings: [...one.readings].sort((a, b) => a.at - b.at),
  }));
  const aligned = alignZones(read, observed.marks, limitOf(read, observed.settings));
  const { series, marks } = aligned;
  const limitAt = limitOf(series, observed.settings);
  const incident = combine(series, marks, limitAt, observed.asked);
  const peak = peakOf(series, limitAt);
  return {
    state:
      incident !== null
        ? "full"
        : peak === null
          ? "unknown"
          : peak.used >= NEAR
            ? "near-full"
            : "not-full",
    incident,
    trigger: triggerIn(observed, series, incident),
    series,
    limitAt,
    peak,
    gaps: series.flatMap(({ name, readings }) =>
      gapsOf(readings).map((span) => ({ series: name, span })),
    ),
    notes: [...aligned.notes, ...clockNotes(incident), ...roundNotes(series)],
  };
}

function triggerIn(
  { makeups, settings }: Observed,
  series: readonly Series[],
  incident: Incident | null,
): TriggerOrNot {
  if (incident === null) return { missing: "the table was not seen to fill" };
  const said = (name: string) => incident.events.find((one) => one.name === name)?.said?.span;
  const full = said("full") ?? said("loss") ?? { from: incident.from, to: incident.from };
  const onset = said("onset");
  const limits = series.flatMap(limitsOf);
  const all = [...settings, ...limits];
  if (onset === undefined) {
    const lowered = triggerOf([], all, full, full, grownIn(series, full, full));
    return "trigger" in lowered && lowered.trigger.kind === "limit"
      ? lowered
      : { missing: "when the table began to fill is not known, so neither is what grew then" };
  }
  return triggerOf(
    [...makeups].sort((a, b) => a.at - b.at),
    all,
    onset,
    full,
    grownIn(series, onset, full),
  );
}

/** By how many entries the table grew, by the series that says least of it. */
function grownIn(series: readonly Series[], onset: Span, full: Span): number | null {
  const all = series.flatMap(({ readings }) => {
    const from = readings.findLast(({ at, count }) => at <= onset.from && count !== null);
    const to = readings.find(({ at, count }) => at >= full.to && count !== null);
    return from === undefined || to === undefined ? [] : [to.count! - from.count!];
  });
  return all.length === 0 ? null : Math.min(...all);
}

/** The limit as a setting, where a series shows it change. */
function limitsOf({ readings }: Series): Setting[] {
  const known = readings.filter(({ max }) => max !== null);
  return known
    .filter(
      ({ max }, at) =>
        (known[at - 1] !== undefined && known[at - 1]!.max !== max) ||
        (known[at + 1] !== undefined && known[at + 1]!.max !== max),
    )
    .map(({ at, max, place }) => ({
      at,
      name: "net.netfilter.nf_conntrack_max",
      value: max!,
      place,
    }));
}

/** That clocks disagree, once, by the event that shows it. */
function clockNotes(incident: Incident | null): string[] {
  const apart = incident?.events.filter(({ others }) => others.length > 0) ?? [];
  return apart.length === 0
    ? []
    : [
        "Not all sources agree on when it was: a clock is wrong, or one of them shows another event. Both are shown, and neither is corrected.",
      ];
}

/** That numbers were written rounded, which blurs when a table was full. */
const roundNotes = (series: readonly Series[]): string[] =>
  series
    .filter(({ readings }) => readings.some(({ rounding }) => rounding >= 1))
    .map(
      ({ name }) => `The counts of ${name} are written rounded: full means as far as that tells.`,
    );

export { stepOf };
