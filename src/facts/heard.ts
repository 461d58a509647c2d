import type { Dropped, EventsFact } from "../parsers/conntrack-events/fact.ts";
import type { TimelineFact } from "../parsers/timeline.ts";

/** From when to when a recorder listened, and how much of what there was it heard. Milliseconds since 1970. */
export interface Hearing {
  from: number;
  to: number;
  /** Times at which the listener began once more. */
  gaps: number;
  /** Births and ends that the kernel could not hand over; null where only that there were some is known. */
  lost: { births: number; ends: number } | null;
}

/** Null where nothing tells of a time. */
export function hearingOf(fact: EventsFact): Hearing | null {
  const { first, last, began, beginsLate, until } = fact;
  const from = beginsLate ? first : (began[0] ?? first);
  // the marks have whole seconds
  const to = Math.max(until ?? 0, last ?? 0);
  if (from === null || to < from) return null;
  const lost = lostWithin(fact, from);
  return {
    from,
    to,
    gaps: began.filter((at) => at > from).length,
    lost: fact.losses > 0 && lost.births + lost.ends === 0 ? null : lost,
  };
}

/** The kernel counts from 0 for each listener. */
function lostWithin({ dropped }: EventsFact, from: number): { births: number; ends: number } {
  const lost = { births: 0, ends: 0 };
  let before: Dropped = { at: 0, births: 0, ends: 0 };
  for (const one of dropped) {
    for (const key of ["births", "ends"] as const)
      if (one.at > from) lost[key] += one[key] < before[key] ? one[key] : one[key] - before[key];
    before = one;
  }
  return lost;
}

/** The part that was heard of what there was; null where that is not known, as before a listener began again. */
export const partHeard = (heard: number, lost: number | null, { gaps }: Hearing): number | null =>
  lost === null || gaps > 0 || heard + lost === 0 ? null : heard / (heard + lost);

const WRAP = 2 ** 32;

/** What a counter of the timeline rose by between two moments, as far as its rows go; null where it has none. */
export function risenBetween(
  timeline: TimelineFact,
  name: string,
  from: number,
  to: number,
): { from: number; to: number; risen: number } | null {
  const column = timeline.counters.get(name);
  let [first, last] = [-1, -1];
  for (const [at, time] of timeline.time.entries()) {
    if (time === null || time < from || time > to || column?.[at] == null) continue;
    if (first < 0) first = at;
    last = at;
  }
  if (first < 0 || last === first) return null;
  const risen = column![last]! - column![first]!;
  return {
    from: timeline.time[first]!,
    to: timeline.time[last]!,
    risen: risen < -WRAP / 2 ? risen + WRAP : Math.max(0, risen),
  };
}
