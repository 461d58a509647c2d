import type { Reading, Series, Setting } from "./model.ts";

/** What the limit was at a moment: null where nothing tells, or where it changed at an unknown moment about then. */
export type LimitAt = (at: number) => number | null;

const MAX = /(?:^|\.)(?:nf|ip)_conntrack_max$/;

/** The limit by everything that was read of it, whichever series tells it: it holds until another value is seen. */
export function limitOf(series: readonly Series[], settings: readonly Setting[]): LimitAt {
  const known = [
    ...series.flatMap(({ readings }) =>
      readings.flatMap(({ at, max }) => (max === null ? [] : [{ at, max }])),
    ),
    ...settings.flatMap(({ at, name, value }) => (MAX.test(name) ? [{ at, max: value }] : [])),
  ].sort((a, b) => a.at - b.at);
  const changes = known.filter(({ max }, at) => at === 0 || max !== known[at - 1]!.max);
  if (changes.length <= 1) return () => changes[0]?.max ?? null;
  return (at) => {
    const after = firstAfter(known, at);
    const [before, next] = [known[after - 1], known[after]];
    if (before === undefined) return next!.max;
    return next === undefined || next.max === before.max ? before.max : null;
  };
}

/** The place of the first that is later than a moment. */
function firstAfter(known: readonly { at: number }[], at: number): number {
  let [low, high] = [0, known.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows of a dump of a full table: what ends while it is written is not among them. */
const ROWS_FULL = 0.98;

/** How much of the limit a reading has in use; null where that is unknown. */
export function usedOf(reading: Reading, limitAt: LimitAt): number | null {
  if (reading.used !== null) return reading.used;
  const max = reading.max ?? limitAt(reading.at);
  return reading.count === null || max === null || max === 0 ? null : reading.count / max;
}

/** Whether a reading is of a full table; null where that is unknown. */
export function isFull(
  reading: Reading,
  counts: Series["counts"],
  limitAt: LimitAt,
): boolean | null {
  const used = usedOf(reading, limitAt);
  if (used === null) return null;
  const max = reading.max ?? limitAt(reading.at);
  const room = max === null || reading.count === null ? 0 : reading.rounding / max;
  return used + room >= (counts === "rows" ? ROWS_FULL : 0.9995);
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
