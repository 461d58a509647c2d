import type { Event } from "../incident/agreed.ts";
import { type Found, stepOf } from "../incident/index.ts";
import { isKnown, type Said } from "../incident/model.ts";
import type { Timeline, TimelineEvent, TimelineSubject } from "../report/timeline-contract.ts";
import { leadOf, lostIn, rowsOf } from "./drawn.ts";
import { iso } from "./moment.ts";
import type { Subject } from "./subjects.ts";

const isoOrNull = (at: number): string | null => (Number.isFinite(at) ? iso(at) : null);

export function subjectOf(subject: Subject, found: Found): TimelineSubject {
  const { incident, peak, trigger } = found;
  const known = new Map(subject.parts.flatMap((part) => [...part.known]));
  const lead = leadOf(found);
  return {
    subject: { host: subject.host, namespace: subject.namespace },
    state: found.state,
    events: incident?.events.map(eventOf) ?? [],
    trigger: "trigger" in trigger ? triggerOf(trigger.trigger, known) : null,
    triggerMissing: "missing" in trigger ? trigger.missing : null,
    peak: peak === null ? null : { at: iso(peak.at), used: peak.used, by: peak.series.name },
    lost: lead === null || incident === null ? null : lostIn(lead, incident.from, incident.to),
    more: incident?.more.map(({ from, to }) => ({ from: iso(from), to: iso(to) })) ?? [],
    gaps: found.gaps.map(({ series, span }) => ({
      series,
      from: iso(span.from),
      to: iso(span.to),
    })),
    series: lead === null ? null : rowsOf(lead, found),
    sources: sourcesOf(subject, found),
    notes: [...subject.notes, ...found.notes],
    ...heardBy(subject.parts),
  };
}

/** Of several bundles the last one, which has most of the incident; one that listened before one of two dumps. */
const heardBy = (parts: Subject["parts"]): Subject["parts"][number]["heard"] =>
  (
    parts.findLast(({ heard }) => heard.filled !== undefined) ??
    parts.findLast(({ heard }) => heard.evicted !== undefined)
  )?.heard ?? {};

const saidOf = ({ span, by, how, place }: Said): NonNullable<TimelineEvent["said"]> => ({
  notBefore: isoOrNull(span.from),
  notAfter: isoOrNull(span.to),
  by,
  how,
  source: place,
});

function eventOf({ name, said, agree, others, missing }: Event): TimelineEvent {
  const isWhole = said !== null && isKnown(said.span);
  const { from, to } = said?.span ?? { from: Number.NaN, to: Number.NaN };
  return {
    event: name,
    at: isWhole ? iso((from + to) / 2) : isoOrNull(to),
    withinSeconds: isWhole ? Math.round(to - from) / 2000 : null,
    said: said === null ? null : saidOf(said),
    agree: agree.map(saidOf),
    disagree: others.map(saidOf),
    missing,
  };
}

function triggerOf(
  {
    span,
    before,
    after,
    parties,
    ...trigger
  }: Extract<Found["trigger"], { trigger: unknown }>["trigger"],
  known: ReadonlyMap<string, string>,
): TimelineSubject["trigger"] {
  const side = ({ at, value, place }: typeof before) => ({ at: iso(at), value, source: place });
  return {
    ...trigger,
    notBefore: isoOrNull(span.from),
    notAfter: isoOrNull(span.to),
    before: side(before),
    after: side(after),
    parties: parties.map((one) => ({ ...one, known: known.get(one.name) ?? null })),
  };
}

function sourcesOf({ parts }: Subject, { series }: Found): TimelineSubject["sources"] {
  return parts.map((part) => {
    const own =
      part.kind === "bundle"
        ? null
        : (series.find(({ name }) => name === part.series?.name) ?? null);
    const times = [
      ...(own?.readings ?? part.series?.raw ?? []).map(({ at }) => at),
      ...(part.kind === "bundle" ? [] : [...part.marks, ...part.settings].map(({ at }) => at)),
    ].sort((a, b) => a - b);
    const step = own === null ? null : stepOf(own.readings);
    return {
      name: part.name,
      kind: part.kind,
      readings: part.series?.raw.length || part.marks.length || new Set(times).size,
      from: times.length === 0 ? null : iso(times[0]!),
      to: times.length === 0 ? null : iso(times.at(-1)!),
      stepSeconds: step === null ? null : Math.round(step) / 1000,
      notes: part.notes,
    };
  });
}

const RANK: Record<TimelineSubject["state"], number> = {
  full: 0,
  "near-full": 1,
  "not-full": 2,
  unknown: 3,
};

export const timelineOf = (
  name: string,
  subjects: readonly TimelineSubject[],
  unused: Timeline["unused"],
): Timeline => ({
  schema: "conntriage/timeline/1",
  name,
  // of machines with an incident the one of which most was read
  subjects: [...subjects].sort(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      b.sources.length - a.sources.length ||
      (a.subject.host ?? "").localeCompare(b.subject.host ?? "", "en"),
  ),
  unused,
});
