import type { TimelineSubject } from "../../src/report/timeline-contract.ts";

/** One incident as a script would log it: a reading each ten seconds, of a table that fills, loses and is mended. */
export const START = Date.UTC(2026, 9, 25, 0, 0, 0);
export const STEP = 10;
export const MAX = 4000;
/** Seconds from the start on. */
export const TRUE = { onset: 1200, full: 1500, mended: 2400, end: 3600 };

export interface Row {
  at: number;
  count: number;
  max: number;
  drop: number;
}

export const rows = (start = START): Row[] =>
  Array.from({ length: TRUE.end / STEP }, (_, row) => {
    const seconds = row * STEP;
    const climb = (seconds - TRUE.onset) / (TRUE.full - TRUE.onset);
    const count =
      seconds >= TRUE.mended
        ? 700
        : Math.round(600 + (row % 3) + Math.min(1, Math.max(0, climb)) * (MAX - 602));
    const lossy = Math.min(TRUE.mended, seconds) - TRUE.full;
    return {
      at: start + seconds * 1000,
      count: Math.min(MAX, count),
      max: MAX,
      drop: Math.max(0, lossy) * 5,
    };
  });

export const iso = (at: number): string => new Date(at).toISOString();
/** A wall clock without its zone, so many hours ahead. */
export const wall = (at: number, hours = 0): string =>
  iso(at + hours * 3_600_000)
    .slice(0, 19)
    .replace("T", " ");

/** Seconds from the start at which a subject says that an event was; null where it is unknown. */
export function secondsOf(
  { events }: TimelineSubject,
  name: "onset" | "full" | "loss" | "mended",
  start = START,
): number | null {
  const at = events.find(({ event }) => event === name)?.at ?? null;
  return at === null ? null : (Date.parse(at) - start) / 1000;
}
