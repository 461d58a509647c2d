import { agreed, type Event } from "./agreed.ts";
import { type Episode, episodesOf } from "./episode.ts";
import { eventsOf, type Told } from "./events.ts";
import type { LimitAt } from "./limit.ts";
import { EVENTS, type Mark, type Series } from "./model.ts";
import { merged, type Own, parted, QUIET_MS, quietBetween, SLACK_MS, type Time } from "./spans.ts";

/** One time within which the table was full. */
export interface Incident extends Time {
  events: Event[];
  /** Further times of the same table. */
  more: Time[];
}

/** The incident that series and log tell of; null where none shows a full table or a loss. */
export function combine(
  series: readonly Series[],
  marks: readonly Mark[],
  limitAt: LimitAt,
  asked: number | null,
): Incident | null {
  const each = series.map(
    (one): Own => ({ series: one, episodes: episodesOf(one, limitAt, asked) }),
  );
  const all = asked === null ? each : each.map((one) => parted(one, each));
  const spans = [
    ...all.flatMap(({ series: { readings }, episodes }) =>
      episodes.map(({ first, last }) => ({ from: readings[first]!.at, to: readings[last]!.at })),
    ),
    ...quietBetween(marks, asked),
  ].sort((a, b) => a.from - b.from);
  const episodes = merged(spans, asked);
  const far = ({ from, to }: Time): number =>
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

const onlyAround = ({ said, missing }: Told): Told => ({
  said: { ...(said.onset && { onset: said.onset }), ...(said.mended && { mended: said.mended }) },
  missing,
});

const overlaps = ({ readings }: Series, { first, last }: Episode, lead: Time, slack: number) =>
  readings[last]!.at >= lead.from - slack && readings[first]!.at <= lead.to + slack;
