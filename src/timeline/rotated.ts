import type { RawSeries } from "./raw.ts";

/** A log that is begun anew misses no more than this many of its steps. */
const STEPS = 3;

/**
 * Samples that go on where others ended are one series: logs are rotated, and exports are made a part at a time. What
 * began in one file is known from it where the next one begins full.
 */
export function goingOn(all: readonly RawSeries[]): RawSeries[] {
  const joined: RawSeries[] = [];
  const inOrder = all
    .map((one) => ({ ...one, raw: [...one.raw].sort((a, b) => a.at - b.at) }))
    .sort((a, b) => a.raw[0]!.at - b.raw[0]!.at);
  for (const next of inOrder) {
    const at = joined.findIndex((one) => goesOn(one, next));
    const before = joined[at];
    if (before === undefined) joined.push(next);
    else
      joined[at] = {
        ...before,
        name: before.name === next.name ? before.name : `${before.name} and ${next.name}`,
        raw: [...before.raw, ...next.raw],
      };
  }
  return joined;
}

function goesOn(before: RawSeries, next: RawSeries): boolean {
  const pause = next.raw[0]!.at - before.raw.at(-1)!.at;
  const step = Math.max(stepOf(before), stepOf(next));
  return (
    before.counts === next.counts &&
    before.zone === next.zone &&
    hasCount(before) === hasCount(next) &&
    pause > 0 &&
    pause <= STEPS * step
  );
}

const hasCount = ({ raw }: RawSeries): boolean => raw.some(({ count }) => count != null);

/** How long there is between readings as a rule; 0 of one. */
function stepOf({ raw }: RawSeries): number {
  const steps = raw.slice(1).map(({ at }, before) => at - raw[before]!.at);
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0;
}
