import type { Counted } from "./table-state.ts";

/** What predictions are counted on as plain numbers, which one thread can send to another. */
export interface Summary extends Omit<Counted, "tables" | "attribution"> {
  entries: number;
  byKind: Int32Array;
  /** A kind, the seconds left, and how many entries of it have so many: three numbers each. */
  times: Int32Array;
}

export function summaryOf(state: Counted): Summary {
  const { tables, attribution, scale, timeouts, count, max } = state;
  const byKind = new Int32Array(tables[0]?.byKind.length ?? 0);
  const times: number[] = [];
  for (const table of tables) {
    for (const [kind, some] of table.byKind.entries()) byKind[kind]! += some;
    table.remaining.forEach((kind, seconds, some) => void times.push(kind, seconds, some));
  }
  return {
    entries: attribution.entries,
    byKind,
    times: Int32Array.from(times),
    scale,
    timeouts,
    count,
    max,
    ...(state.shortStreams === undefined ? {} : { shortStreams: state.shortStreams }),
    ...(state.demand === undefined ? {} : { demand: state.demand && refused(state.demand) }),
  };
}

/** Without what else the object may hold. */
const refused = ({ low, high, parts }: NonNullable<Counted["demand"]>) => ({ low, high, parts });

export const countedOf = ({ entries, byKind, times, ...rest }: Summary): Counted => ({
  ...rest,
  attribution: { entries },
  tables: [
    {
      byKind,
      remaining: {
        forEach(visit) {
          for (let at = 0; at < times.length; at += 3)
            visit(times[at]!, times[at + 1]!, times[at + 2]!);
        },
      },
    },
  ],
});
