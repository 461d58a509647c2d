import type { Episode } from "./episode.ts";
import type { Mark, Series } from "./model.ts";

/** A time within which the table was full, or lost something. */
export interface Time {
  from: number;
  to: number;
}

/** Within which two sources that are right may differ, beside their own steps. */
export const SLACK_MS = 3000;
/** Messages of the kernel are of one episode unless none came for so long. */
export const QUIET_MS = 300_000;

export interface Own {
  series: Series;
  episodes: Episode[];
}

/** Of a recording: two dumps of a full table are of one episode only where its rows show no room between them. */
export function parted({ series, episodes }: Own, all: readonly Own[]): Own {
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

/** A recorder takes for another incident only what begins when the one before it is over: a short pause parts them. */
const pauseAfter = (last: { to: number }, asked: number | null, usual: number): number =>
  asked !== null && last.to < asked ? SLACK_MS : usual;

/** Times of messages with no long silence between. */
export function quietBetween(marks: readonly Mark[], asked: number | null): Time[] {
  const spans: Time[] = [];
  for (const { at } of marks) {
    const last = spans.at(-1);
    if (last === undefined || at - last.to > pauseAfter(last, asked, QUIET_MS))
      spans.push({ from: at, to: at });
    else last.to = at;
  }
  return spans;
}

/** Times that touch as one. */
export function merged(spans: readonly Time[], asked: number | null): Time[] {
  const all: Time[] = [];
  for (const one of spans) {
    const last = all.at(-1);
    if (last === undefined || one.from > last.to + pauseAfter(last, asked, 60_000))
      all.push({ ...one });
    else last.to = Math.max(last.to, one.to);
  }
  return all;
}
