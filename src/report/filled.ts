import { type Filled, rounded } from "./hearing.ts";
import { withOwners, withPods } from "./owners.ts";
import type { Heard, Results } from "./results.ts";

/** Fewer ends tell of no lifetime. */
const LEAST_ENDS = 20;

/** Who filled the table, by the births that a recorder heard. */
export function filledOf(
  { facts }: Results,
  { fact, fillers }: Heard,
  hearing: Filled["hearing"],
  count: number | null,
): Filled {
  const { births, followed, entry } = fact;
  const rate = (entries: number) =>
    hearing.seconds < 1 ? null : rounded(entries / hearing.seconds);
  const mean = (ended: number, seconds: number) =>
    ended < LEAST_ENDS ? null : rounded(seconds / ended);
  // an end that was lost leaves its entry open
  const isWhole = hearing.lost?.ends === 0 && hearing.gaps === 0 && followed.lost === 0;
  const still = (entries: number, ended: number) => (isWhole ? Math.max(0, entries - ended) : null);
  const lifetime = mean(followed.ended, followed.seconds);
  const open = still(births.parsed, followed.ended);
  // of births that mostly are still there, those that ended were the short ones
  const isSteady = lifetime !== null && followed.ended * 2 >= births.parsed;
  const named = withPods(fillers.destinations, facts);
  return {
    source: entry,
    hearing,
    births: births.parsed,
    perSecond: rate(births.parsed),
    ended: followed.ended,
    stillThere: open,
    ofTable: open === null || !count ? null : Math.min(1, open / count),
    lifetimeSeconds: lifetime,
    sustained:
      isSteady && hearing.seconds >= 1
        ? Math.round((births.parsed / hearing.seconds) * lifetime)
        : null,
    destinations: fillers.destinations.map(({ entries, ended, seconds }, at) => ({
      ...plainOf(named[at]!),
      perSecond: rate(entries),
      stillThere: still(entries, ended),
      lifetimeSeconds: mean(ended, seconds),
    })),
    sources: withOwners(fillers.sources, facts),
  };
}

/** An offender without what else it was counted by. */
const plainOf = ({ name, service, pod, process, entries }: Filled["sources"][number]) => ({
  name,
  service,
  pod,
  process,
  entries,
});
