import type { Found } from "./facts.ts";

const DAY = 86_400_000;
const DATE = /(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d{2}(?!\d))/;

type Placed = Pick<Found<"sysctl">, "entry" | "origin">;

/** The day on which a fact was taken, by a date in its text, else in its path; null where neither tells. */
function dayOf({ entry, origin }: Placed): { day: number; isExact: boolean } | null {
  if (origin.time !== null) return { day: origin.time / DAY, isExact: true };
  const [, year, month, day] = DATE.exec(entry) ?? [];
  if (year === undefined) return null;
  return { day: Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY, isExact: false };
}

/** Days that surely lie between two facts; 0 where that is not known. Two dates in a row may be minutes apart. */
export function daysBetween(a: Placed, b: Placed): number {
  const [one, other] = [dayOf(a), dayOf(b)];
  if (one === null || other === null) return 0;
  const apart = Math.abs(one.day - other.day);
  return Math.max(0, Math.floor(one.isExact && other.isExact ? apart : apart - 1));
}
