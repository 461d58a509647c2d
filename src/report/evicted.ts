import { type Facts, latest } from "../facts/facts.ts";
import { type Hearing, risenBetween } from "../facts/heard.ts";
import { type Evicted, iso, rounded } from "./hearing.ts";
import { withOwners, withPods } from "./owners.ts";
import type { Heard, Results } from "./results.ts";
import { usesOf } from "./table.ts";

/** What two dumps tell: the kernel's counter says how much of it that is. */
export function evictedByDumps({ thrownOut, facts }: Results): { evicted?: Evicted } {
  if (thrownOut === null) return {};
  const { entry, from, to, table, attribution } = thrownOut;
  return {
    evicted: {
      source: entry,
      by: "dumps",
      hearing: {
        from: iso(from),
        to: iso(to),
        seconds: rounded((to - from) / 1000),
        gaps: 0,
        lost: null,
        heard: { births: null, ends: null },
      },
      entries: table.parsed,
      bound: "at least",
      kernel: kernelOf(facts, from, to, () => table.parsed),
      uses: usesOf(attribution),
      destinations: withPods(attribution.topDestinations, facts),
      sources: withOwners(attribution.topSources, facts),
    },
  };
}

/** What a recorder heard of it. */
export function evictedOf(
  { facts }: Results,
  { fact, evicted }: Heard,
  hearing: Evicted["hearing"],
  { from, to }: Hearing,
): Evicted {
  return {
    source: fact.entry,
    by: "events",
    hearing,
    entries: fact.evicted.parsed,
    bound: hearing.lost?.ends === 0 && hearing.gaps === 0 ? "exact" : "at least",
    kernel: kernelOf(facts, from, to, (first, last) => within(fact.evictedAt, first, last)),
    uses: usesOf(evicted),
    destinations: withPods(evicted.topDestinations, facts),
    sources: withOwners(evicted.topSources, facts),
  };
}

/** What the kernel counted between two moments, as far as the timeline goes, and what of that was heard. */
function kernelOf(
  facts: Facts,
  from: number,
  to: number,
  heard: (from: number, to: number) => number,
): Evicted["kernel"] {
  const timeline = latest(facts, "timeline");
  const risen = timeline === null ? null : risenBetween(timeline.fact, "early_drop", from, to);
  if (risen === null) return null;
  return {
    counted: risen.risen,
    heard: heard(risen.from, risen.to),
    from: iso(risen.from),
    to: iso(risen.to),
  };
}

/** A row of the recorder is of any moment of its second. */
function within(bySecond: ReadonlyMap<number, number>, from: number, to: number): number {
  let sum = 0;
  for (const [second, entries] of bySecond)
    if (second * 1000 >= from && second * 1000 <= to) sum += entries;
  return sum;
}
