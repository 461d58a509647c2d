import { median } from "./climb.ts";
import type { Reading, Span } from "./model.ts";

/** How often a series is usually read, in milliseconds; null of less than two readings. */
export function stepOf(readings: readonly Reading[]): number | null {
  if (readings.length < 2) return null;
  return median(readings.slice(1).map(({ at }, before) => at - readings[before]!.at));
}

/** A pause is a gap when it is longer than so many steps. */
const STEPS = 3;

/** Where nothing was read for longer than usual. Nothing is said of what lies within. */
export function gapsOf(readings: readonly Reading[]): Span[] {
  const step = stepOf(readings);
  if (step === null) return [];
  return readings.slice(1).flatMap(({ at }, before) => {
    const from = readings[before]!.at;
    return at - from > Math.max(STEPS * step, step + 2000) ? [{ from, to: at }] : [];
  });
}
