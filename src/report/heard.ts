import { type Facts, latest } from "../facts/facts.ts";
import { type Hearing, hearingOf, partHeard, risenBetween } from "../facts/heard.ts";
import type { Analysis } from "./contract.ts";
import { withOwners, withPods } from "./offenders.ts";
import type { Heard, Results } from "./results.ts";
import { usesOf } from "./table.ts";

type Filled = NonNullable<Analysis["filled"]>;
type Evicted = NonNullable<Analysis["evicted"]>;

/** Fewer ends tell of no lifetime. */
const LEAST_ENDS = 20;

/** Who filled the table, and who was thrown out, where a recorder listened or took several dumps. */
export function heardOf(
  results: Results,
  count: number | null,
): { filled?: Filled; evicted?: Evicted } {
  const { heard } = results;
  const hearing = heard === null ? null : hearingOf(heard.fact);
  if (heard === null || hearing === null) return { ...evictedByDumps(results) };
  const coverage = coverageOf(heard, hearing);
  return {
    filled: filledOf(results, heard, coverage, count),
    ...(heard.fact.tellsTime === false
      ? evictedByDumps(results)
      : { evicted: evictedOf(results, heard, coverage, hearing) }),
  };
}

/** What two dumps tell: the kernel's counter says how much of it that is. */
function evictedByDumps({ thrownOut, facts }: Results): { evicted?: Evicted } {
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

const iso = (at: number): string => new Date(at).toISOString();
const rounded = (value: number): number => Math.round(value * 10) / 10;

const coverageOf = ({ fact }: Heard, hearing: Hearing): Filled["hearing"] => ({
  from: iso(hearing.from),
  to: iso(hearing.to),
  seconds: rounded((hearing.to - hearing.from) / 1000),
  gaps: hearing.gaps,
  lost: hearing.lost,
  heard: {
    births: partHeard(fact.births.parsed, hearing.lost?.births ?? null, hearing),
    ends: partHeard(fact.ends, hearing.lost?.ends ?? null, hearing),
  },
});

function filledOf(
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

function evictedOf(
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
