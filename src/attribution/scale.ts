import type { Attribution, UseShare } from "./attribution.ts";
import type { Offender } from "./offenders.ts";
import type { Paths } from "./paths.ts";

/**
 * The attribution of a random sample of rows, scaled to the whole table. Shares stay what they are; how many
 * destinations and sources there are is at least what the sample has.
 */
export function scaled(attribution: Attribution, factor: number): Attribution {
  const count = (entries: number): number => Math.round(entries * factor);
  const offender = <T extends Offender>(one: T): T => ({ ...one, entries: count(one.entries) });
  const share = (use: UseShare): UseShare => ({
    ...use,
    entries: count(use.entries),
    destinations: use.destinations.map(offender),
    endpoints: use.endpoints.map(offender),
    sources: use.sources.map(offender),
  });
  const {
    silentEndpoints: silent,
    nodePortsShort,
    silentPorts,
    snatFullest,
    topPair,
    outside,
    unacknowledged,
  } = attribution;
  const paths = <P extends Paths>(of: P): P => ({
    ...of,
    entries: count(of.entries),
    top: of.top.map((one) => ({ ...one, entries: count(one.entries) })),
  });
  return {
    ...attribution,
    entries: count(attribution.entries),
    uses: Object.fromEntries(
      Object.entries(attribution.uses).map(([name, use]) => [name, share(use)]),
    ) as Attribution["uses"],
    topDestinations: attribution.topDestinations.map(offender),
    topSources: attribution.topSources.map(offender),
    silentEndpoints: { ...silent, entries: count(silent.entries), top: silent.top.map(offender) },
    unacknowledged: {
      ...unacknowledged,
      entries: count(unacknowledged.entries),
      destinations: unacknowledged.destinations.map(offender),
      endpoints: unacknowledged.endpoints.map(offender),
    },
    silentPorts:
      silentPorts === null ? null : { ...silentPorts, entries: count(silentPorts.entries) },
    nodePortsShort: { ...nodePortsShort, entries: count(nodePortsShort.entries) },
    ofServices: {
      entries: count(attribution.ofServices.entries),
      masqueraded: count(attribution.ofServices.masqueraded),
    },
    directShort: count(attribution.directShort),
    stalePaths: paths(attribution.stalePaths),
    lostUdp: {
      ...paths(attribution.lostUdp),
      unanswered: count(attribution.lostUdp.unanswered),
    },
    outside: {
      ...outside,
      unanswered: count(outside.unanswered),
      unansweredInside: count(outside.unansweredInside),
    },
    topPair: topPair === null ? null : { ...topPair, entries: count(topPair.entries) },
    snatFullest: snatFullest === null ? null : offender(snatFullest),
  };
}
