import { type Episode, episodesOf } from "./episode.ts";
import { eventsOf, type Told } from "./events.ts";
import { type LimitAt, usedOf } from "./limit.ts";
import {
  areApart,
  EVENTS,
  type EventName,
  type Mark,
  type Said,
  type Series,
  widthOf,
} from "./model.ts";

/** An event by all that was read: the source that knows it best, those that agree, and those that cannot. */
export interface Event {
  name: EventName;
  said: Said | null;
  agree: Said[];
  others: Said[];
  /** Why it is unknown, or what would tell. */
  missing: string | null;
}

/** One time within which the table was full. */
export interface Incident {
  events: Event[];
  from: number;
  to: number;
  /** Further times of the same table. */
  more: { from: number; to: number }[];
}

/** Within which two sources that are right may differ, beside their own steps. */
const SLACK_MS = 3000;
/** Messages of the kernel are of one episode unless none came for so long. */
const QUIET_MS = 300_000;

/** The incident that series and log tell of; null where none shows a full table or a loss. */
export function combine(
  series: readonly Series[],
  marks: readonly Mark[],
  limitAt: LimitAt,
  asked: number | null,
): Incident | null {
  const each = series.map((one) => ({ series: one, episodes: episodesOf(one, limitAt, asked) }));
  const all = asked === null ? each : each.map((one) => parted(one, each));
  const spans = [
    ...all.flatMap(({ series: { readings }, episodes }) =>
      episodes.map(({ first, last }) => ({ from: readings[first]!.at, to: readings[last]!.at })),
    ),
    ...quietBetween(marks, asked),
  ].sort((a, b) => a.from - b.from);
  const episodes = merged(spans, asked);
  const far = ({ from, to }: { from: number; to: number }): number =>
    asked === null ? 0 : Math.max(0, from - asked, asked - to);
  const lead = [...episodes].sort(
    (a, b) => far(a) - far(b) || b.to - b.from - (a.to - a.from) || a.from - b.from,
  )[0];
  if (lead === undefined) return null;
  const told = all.flatMap(({ series: one, episodes: own }) => {
    const place = (at: number): number => one.readings.findIndex((each) => each.at >= at);
    const meets = (slack: number) => own.findIndex((each) => overlaps(one, each, lead, slack));
    const at = asked === null || meets(0) < 0 ? meets(QUIET_MS) : meets(0);
    if (at >= 0)
      return eventsOf(
        one,
        limitAt,
        own[at]!,
        own[at - 1] === undefined ? 0 : own[at - 1]!.last + 1,
      );
    // what was too seldom read to show it may still show how it came and went
    const first = place(lead.from);
    return first <= 0
      ? []
      : onlyAround(eventsOf(one, limitAt, { first, last: Math.max(first, place(lead.to)) }, 0));
  });
  const before = asked === null ? QUIET_MS : SLACK_MS;
  const own = marks.filter(({ at }) => at >= lead.from - before && at <= lead.to + QUIET_MS);
  return {
    events: EVENTS.map((name) => agreed(name, told, own, series.length > 0)),
    ...lead,
    more: episodes.filter((one) => one !== lead),
  };
}

interface Own {
  series: Series;
  episodes: Episode[];
}

/** Of a recording: two dumps of a full table are of one episode only where its rows show no room between them. */
function parted({ series, episodes }: Own, all: readonly Own[]): Own {
  const { readings } = series;
  const others = all.filter((one) => one.series !== series);
  const parts = episodes.flatMap(({ first, last }) => {
    const list: Episode[] = [];
    let from = first;
    for (let at = first; at < last; at++) {
      if (!others.some((one) => hadRoom(one, readings[at]!.at, readings[at + 1]!.at))) continue;
      list.push({ first: from, last: at });
      from = at + 1;
    }
    return [...list, { first: from, last }];
  });
  return { series, episodes: parts };
}

const hadRoom = ({ series: { readings }, episodes }: Own, from: number, to: number): boolean =>
  to - from > 2 * SLACK_MS &&
  readings.some(
    ({ at }, place) =>
      at > from + SLACK_MS &&
      at < to - SLACK_MS &&
      !episodes.some(({ first, last }) => place >= first && place <= last),
  );

const onlyAround = ({ said, missing }: Told): Told => ({
  said: { ...(said.onset && { onset: said.onset }), ...(said.mended && { mended: said.mended }) },
  missing,
});

const overlaps = (
  { readings }: Series,
  { first, last }: Episode,
  lead: { from: number; to: number },
  slack: number,
) => readings[last]!.at >= lead.from - slack && readings[first]!.at <= lead.to + slack;

/** A recorder takes for another incident only what begins when the one before it is over: a short pause parts them. */
const pauseAfter = (last: { to: number }, asked: number | null, usual: number): number =>
  asked !== null && last.to < asked ? SLACK_MS : usual;

/** Times of messages with no long silence between. */
function quietBetween(
  marks: readonly Mark[],
  asked: number | null,
): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const { at } of marks) {
    const last = spans.at(-1);
    if (last === undefined || at - last.to > pauseAfter(last, asked, QUIET_MS))
      spans.push({ from: at, to: at });
    else last.to = at;
  }
  return spans;
}

/** Times that touch as one. */
function merged(
  spans: readonly { from: number; to: number }[],
  asked: number | null,
): { from: number; to: number }[] {
  const all: { from: number; to: number }[] = [];
  for (const one of spans) {
    const last = all.at(-1);
    if (last === undefined || one.from > last.to + pauseAfter(last, asked, 60_000))
      all.push({ ...one });
    else last.to = Math.max(last.to, one.to);
  }
  return all;
}

function agreed(
  name: EventName,
  told: readonly Told[],
  marks: readonly Mark[],
  hasSeries: boolean,
): Event {
  const all = [...told.flatMap(({ said }) => said[name] ?? []), ...byLog(name, told, marks)].sort(
    (a, b) => widthOf(a.span) - widthOf(b.span),
  );
  const [said = null, ...rest] = all;
  const slack = name === "onset" ? 5 * SLACK_MS : SLACK_MS;
  const others = said === null ? [] : rest.filter((one) => areApart(one.span, said.span, slack));
  return {
    name,
    said,
    agree: rest.filter((one) => !others.includes(one)),
    others,
    missing:
      said !== null
        ? null
        : (told.map(({ missing }) => missing[name]).find((one) => one !== undefined) ??
          (hasSeries ? "no source tells" : UNTOLD[name])),
  };
}

/** What would tell, where there is a log alone. */
const UNTOLD: Record<EventName, string> = {
  onset: "only counts from before tell when the table began to fill",
  full: "only counts, or a log that says so, tell when it was full",
  loss: "only counters, or a log that says so, tell when something was lost",
  mended:
    "a log goes silent when it is rotated as well: only counts tell when there was room again",
};

/**
 * The log's word: a first message is a first dropped packet, before which entries may have been evicted without
 * one. So without counters it tells only by when something was lost; beside counters it contradicts those that saw a
 * packet dropped at another time.
 */
function byLog(name: EventName, told: readonly Told[], marks: readonly Mark[]): Said[] {
  const [first] = marks;
  if (first === undefined || (name !== "loss" && name !== "full")) return [];
  const span = { from: first.at - first.within, to: first.at + first.within };
  const word: Said = {
    span,
    by: "the kernel log",
    how: "“table full” for the first time",
    place: first.place,
  };
  const counted = told.flatMap(({ said }) => said[name] ?? []);
  if (counted.length === 0) {
    const full = told.flatMap(({ said }) => said.full?.span.from ?? []);
    const from = name === "loss" && full.length > 0 ? Math.max(...full) : Number.NEGATIVE_INFINITY;
    const how = `${word.how}; entries may have been evicted before, which no log tells`;
    return from > span.to ? [word] : [{ ...word, span: { from, to: span.to }, how }];
  }
  const isLate =
    counted.some((one) => one.span.to < span.from) &&
    !told.some(({ said }) => said.loss?.how.includes("dropped"));
  return isLate ? [] : [word];
}

/** The highest part of the limit in use that was read, and when. */
export function peakOf(
  series: readonly Series[],
  limitAt: LimitAt,
): { used: number; at: number; series: Series; place: number } | null {
  let peak: { used: number; at: number; series: Series; place: number } | null = null;
  for (const one of series)
    for (const [place, reading] of one.readings.entries()) {
      const used = usedOf(reading, limitAt);
      if (used !== null && used > (peak?.used ?? -1))
        peak = { used, at: reading.at, series: one, place };
    }
  return peak;
}
