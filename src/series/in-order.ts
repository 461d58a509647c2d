import { daysFirst, type Moment, momentOf } from "./times.ts";
import type { Zone } from "./zone.ts";

const HOUR = 3_600_000;

/** A column of times as milliseconds since 1970. */
export interface Times {
  at: (number | null)[];
  /** `unknown`: wall clocks whose zone nothing names, read as if they were UTC. */
  zone: "utc" | "unknown";
  notes: string[];
}

/** Reads the times of several series in one column, each in its own order. */
export function timesOfEach(
  cells: readonly string[],
  series: readonly string[],
  zone: Zone | null,
): Times {
  const isDaysFirst = daysFirst(cells);
  const placesOf = new Map<string, number[]>();
  for (const [place, name] of series.entries()) {
    const places = placesOf.get(name) ?? [];
    placesOf.set(name, places);
    places.push(place);
  }
  const at: (number | null)[] = cells.map(() => null);
  const read = [...placesOf.values()].map((places) => {
    const times = timesOf(
      places.map((place) => cells[place]!),
      zone,
      isDaysFirst,
    );
    for (const [own, place] of places.entries()) at[place] = times.at[own]!;
    return times;
  });
  return {
    at,
    zone: read.some((one) => one.zone === "unknown") ? "unknown" : "utc",
    notes: [...new Set(read.flatMap(({ notes }) => notes))],
  };
}

/** Reads a column of times in the order of its rows, which may be the latest first. */
export function timesOf(
  cells: readonly string[],
  zone: Zone | null,
  isDaysFirst: boolean | null = daysFirst(cells),
): Times {
  const moments = cells.map((cell) => momentOf(cell.trim(), isDaysFirst));
  const notes: string[] = [];
  if (isDaysFirst === null && moments.every((one) => one === null))
    notes.push("Its dates may be of day and month or of month and day, and no row tells which.");
  const walls = moments.filter((one) => one?.isWall);
  if (walls.length === 0) return { at: moments.map((one) => one?.at ?? null), zone: "utc", notes };
  const isBackwards = runsBackwards(moments);
  const places = [...moments.keys()];
  if (isBackwards) places.reverse();
  const at: (number | null)[] = moments.map(() => null);
  const putBack = placeOfChange(places.flatMap((place) => moments[place] ?? []));
  let before = Number.NEGATIVE_INFINITY;
  let added = 0;
  for (const place of places) {
    const moment = moments[place];
    if (moment == null) continue;
    if (!moment.isWall) at[place] = moment.at;
    else if (zone !== null) {
      const fits = zone(moment.at).map((ahead) => moment.at - ahead);
      at[place] = fits.find((one) => one >= before) ?? fits.at(-1) ?? null;
    } else {
      if (moment === putBack) {
        added = HOUR;
        notes.push(
          "Its clock goes back by an hour once, as at the end of daylight saving: what follows is placed an hour later.",
        );
      }
      at[place] = moment.at + added;
    }
    before = at[place] ?? before;
  }
  return { at, zone: zone === null ? "unknown" : "utc", notes };
}

/**
 * The first row after a clock was put back, as at the end of daylight saving: once, at a full hour, by an hour less
 * the usual pause between rows. Rows that lie in no order go back elsewhere, or again.
 */
function placeOfChange(moments: readonly Moment[]): Moment | null {
  const steps = moments.slice(1).map(({ at }, before) => at - moments[before]!.at);
  const back = steps.flatMap((step, before) => (step < 0 ? [before] : []));
  if (back.length !== 1) return null;
  const [at] = back;
  const usual = [...steps].sort((a, b) => a - b)[steps.length >> 1]!;
  const after = moments[at! + 1]!;
  const isAnHour = Math.abs(HOUR + steps[at!]! - usual) <= usual;
  return isAnHour && after.at % HOUR <= 1.5 * usual ? after : null;
}

/** Whether most rows are earlier than the row before. */
function runsBackwards(moments: readonly (Moment | null)[]): boolean {
  const known = moments.filter((one) => one !== null);
  const back = known.filter(({ at }, place) => place > 0 && at < known[place - 1]!.at);
  return back.length > known.length / 2;
}
