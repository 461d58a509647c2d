import { stepOf } from "./gaps.ts";
import { isFull, type LimitAt, usedOf } from "./limit.ts";
import type { Reading, Series } from "./model.ts";

/** A time within which a table was full or lost, by the places of its first and its last sign in a series. */
export interface Episode {
  first: number;
  last: number;
}

/** A lost packet is for want of room where so much of the limit is in use: the clashes of lookups are lost as well. */
const NEAR = 0.95;
/** Signs are of one episode unless the table had this much room between, for a while. */
const ROOM = 0.9;
const PAUSE_MS = 60_000;
/** A recorder takes for another one what comes after so long, which its moment tells. */
const BEFORE_MS = 10_000;
/** What a dump of a full table has of the limit at the least, by dumps of a kernel that evicted all the while. */
const LACKING = 0.85;

/** Whether a reading shows that something was lost since the one before. */
function isLoss({ readings }: Series, at: number, limitAt: LimitAt): boolean {
  const { dropped, evicted } = readings[at]!;
  if ((evicted ?? 0) > 0) return true;
  if ((dropped ?? 0) <= 0) return false;
  const used = [at - 1, at].map((one) =>
    readings[one] === undefined ? null : usedOf(readings[one]!, limitAt),
  );
  return used.some((one) => one !== null && one >= NEAR);
}

/** By place: whether a reading shows a full table, and whether a loss. */
export function signsOf(series: Series, limitAt: LimitAt): { full: boolean[]; loss: boolean[] } {
  const loss = series.readings.map((_, at) => isLoss(series, at, limitAt));
  const full = series.readings.map((one) => isFull(one, series.counts, limitAt) === true);
  return { full, loss };
}

const NOTHING: Reading = {
  at: 0,
  count: null,
  rounding: 0,
  max: null,
  used: null,
  dropped: null,
  evicted: null,
  isRestart: false,
  place: { entry: "", line: 0 },
};

/** The episodes of a series, by time. */
export function episodesOf(
  series: Series,
  limitAt: LimitAt,
  asked: number | null = null,
): Episode[] {
  const { readings } = series;
  const { full, loss } = signsOf(series, limitAt);
  const pause = Math.max(PAUSE_MS, 3 * (stepOf(readings) ?? 0));
  const episodes: Episode[] = [];
  for (const at of readings.keys()) {
    if (!full[at] && !loss[at]) continue;
    const last = episodes.at(-1);
    if (last === undefined || isApart(last.last, at)) episodes.push({ first: at, last: at });
    else last.last = at;
  }
  // a dump of a table in which much comes and goes lacks rows: it has room when more are gone than that
  if (series.counts === "rows")
    for (const one of episodes)
      while ((usedOf(readings[one.last + 1] ?? NOTHING, limitAt) ?? 0) >= LACKING) one.last++;
  return episodes;

  function isApart(from: number, to: number): boolean {
    const between = readings.slice(from + 1, to);
    const roomy = between.filter((one) => (usedOf(one, limitAt) ?? 1) < ROOM);
    if (between.some(({ isRestart }) => isRestart)) return true;
    if (roomy.length === 0) return false;
    const isBefore = asked !== null && readings[from]!.at < asked;
    return roomy.at(-1)!.at - roomy[0]!.at >= (isBefore ? Math.min(pause, BEFORE_MS) : pause);
  }
}
