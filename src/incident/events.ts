import { formatNumber, formatShare } from "../format.ts";
import { lastUsual } from "./climb.ts";
import { type Episode, signsOf } from "./episode.ts";
import { type LimitAt, usedOf } from "./limit.ts";
import type { EventName, Reading, Said, Series } from "./model.ts";

/** What one series says of an episode. An event that it cannot tell is not there, with the reason. */
export interface Told {
  said: Partial<Record<EventName, Said>>;
  missing: Partial<Record<EventName, string>>;
}

/** What must be in use for a climb to be told of at all. */
const ENTRIES = 3;

/** The events of an episode, each between two readings. */
export function eventsOf(series: Series, limitAt: LimitAt, episode: Episode, after: number): Told {
  const { readings, name } = series;
  const { full, loss } = signsOf(series, limitAt);
  const { first, last } = episode;
  const told: Told = { said: {}, missing: {} };

  const between = (place: number, how: string): Said => ({
    span: { from: readings[place - 1]?.at ?? Number.NEGATIVE_INFINITY, to: readings[place]!.at },
    by: name,
    how,
    place: readings[place]!.place,
  });

  if (first === 0) told.missing.full = "the readings begin with a full table";
  else
    told.said.full = between(
      first,
      full[first] ? fullWords(readings[first]!, limitAt) : "packets or entries were lost",
    );
  const lost = readings.findIndex((_, at) => at >= first && at <= last && loss[at]);
  if (lost > 0) told.said.loss = between(lost, lossWords(readings[lost]!));
  else
    told.missing.loss = tellsLoss(readings, first, last)
      ? "no packet was lost and no entry evicted, by its counters"
      : "it has no counter of lost packets";
  const next = readings[last + 1];
  if (next === undefined) told.missing.mended = "the readings end with a full table";
  else
    told.said.mended = between(
      last + 1,
      next.isRestart
        ? "the counters were reset: the machine was started again"
        : roomWords(next, limitAt),
    );
  onset(first);
  return told;

  function onset(top: number): void {
    const own = readings.slice(after, top + 1);
    const points = own.flatMap((one) => {
      const used = usedOf(one, limitAt);
      return used === null ? [] : [{ at: one.at, value: used, reading: one }];
    });
    // of a climb that is over before the next reading the last point is the full one
    const least = ENTRIES / (limitAt(readings[top]!.at) ?? 1000);
    const place = lastUsual(points, least);
    if (place === null) {
      told.missing.onset =
        points.length < 3
          ? "there are too few readings before the table was full"
          : "the table was filling up already when the readings begin";
      return;
    }
    const to = points[place + 1]!;
    told.said.onset = {
      span: { from: points[place]!.at, to: to.at },
      by: name,
      how: `from here on the table only filled: ${shareWords(points[place]!.value)}, then ${shareWords(to.value)} in use`,
      place: to.reading.place,
    };
  }
}

const tellsLoss = (readings: readonly Reading[], first: number, last: number): boolean =>
  readings
    .slice(first, last + 1)
    .every(({ evicted, dropped }) => evicted !== null || dropped !== null);

const shareWords = formatShare;

function fullWords(reading: Reading, limitAt: LimitAt): string {
  const max = reading.max ?? limitAt(reading.at);
  if (reading.count === null) return `${shareWords(reading.used!)} in use`;
  const about = reading.rounding > 0 ? "about " : "";
  return `${about}${formatNumber(reading.count)} entries of ${max === null ? "an unknown limit" : formatNumber(max)}`;
}

function lossWords({ dropped, evicted }: Reading): string {
  const parts = [
    ...((dropped ?? 0) > 0 ? [`${formatNumber(dropped!)} packets dropped`] : []),
    ...((evicted ?? 0) > 0 ? [`${formatNumber(evicted!)} entries evicted`] : []),
  ];
  return `${parts.join(", ")} since the reading before`;
}

const roomWords = (reading: Reading, limitAt: LimitAt): string => {
  const used = usedOf(reading, limitAt);
  return used === null
    ? "nothing more was lost"
    : `${shareWords(used)} in use, and nothing more was lost`;
};
