import type { Place, Reading, Series } from "../incident/model.ts";

/** A reading as it was written: totals since boot, or so many a second, before they are held against the one before. */
export interface Raw {
  at: number;
  count?: number | null;
  rounding?: number;
  max?: number | null;
  used?: number | null;
  totals?: Counters;
  rates?: Counters;
  /** Seconds since boot, which begin anew with it. */
  uptime?: number | null;
  place: Place;
}

export interface Counters {
  drop: number | null;
  insertFailed: number | null;
  earlyDrop: number | null;
}

export interface RawSeries extends Omit<Series, "readings"> {
  raw: Raw[];
}

/** Counters are 32 bit a CPU; a fall by more than half of that is a wrap, and any other a new boot. */
const WRAP = 2 ** 32;

function rise(from: number | null, to: number | null): number | null {
  if (from === null || to === null) return null;
  if (to >= from) return to - from;
  return from - to > WRAP / 2 ? to - from + WRAP : null;
}

const fell = (from: number | null | undefined, to: number | null | undefined): boolean =>
  from != null && to != null && to < from && from - to <= WRAP / 2;

/** Readings by time, each with what was lost since the one before it. */
export function finished({ raw, ...series }: RawSeries): Series {
  const sorted = [...raw].sort((a, b) => a.at - b.at);
  const readings = sorted.map((one, at): Reading => {
    const before = sorted[at - 1];
    const { dropped, evicted } = lostSince(before, one);
    return {
      at: one.at,
      count: one.count ?? null,
      rounding: one.rounding ?? 0,
      max: one.max ?? null,
      used: one.used ?? null,
      dropped,
      evicted,
      isRestart: isRestart(before, one),
      place: one.place,
    };
  });
  return { ...series, readings };
}

function isRestart(before: Raw | undefined, one: Raw): boolean {
  if (before === undefined) return false;
  if (fell(before.uptime, one.uptime)) return true;
  const [a, b] = [before.totals, one.totals];
  return (["drop", "earlyDrop", "insertFailed"] as const).some((name) =>
    fell(a?.[name], b?.[name]),
  );
}

/** A clash is counted as a drop as well, where both are known. */
function lostSince(
  before: Raw | undefined,
  one: Raw,
): { dropped: number | null; evicted: number | null } {
  const seconds = before === undefined ? 0 : (one.at - before.at) / 1000;
  const of = (name: keyof Counters): number | null => {
    if (one.rates !== undefined)
      return one.rates[name] === null ? null : Math.abs(one.rates[name]) * seconds;
    return rise(before?.totals?.[name] ?? null, one.totals?.[name] ?? null);
  };
  const drop = of("drop");
  return {
    dropped: drop === null ? null : Math.max(0, drop - (of("insertFailed") ?? 0)),
    evicted: of("earlyDrop"),
  };
}
