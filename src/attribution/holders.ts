import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, SNAT } from "../parsers/conntrack-table/row.ts";
import { Largest } from "./largest.ts";
import { flagsOf, withoutUse } from "./offenders.ts";
import { IS_UDP } from "./use-ids.ts";

/** The endpoints of a table's flows that hold most. */
interface FlowHolders {
  /** By destination and port, all uses together; flows without ports left out. */
  destinations: Largest;
  /** By reply source and port: of each use, and of source-translated entries of all uses together. */
  endpoints: Largest;
  translated: Largest;
}

/** @param uses of each flow, in the order of the flows */
export function holdersOfFlows({ flows }: TableFact, uses: Uint8Array): FlowHolders {
  const destinations = new Largest(flows.size);
  const endpoints = new Largest(flows.size);
  const translated = new Largest(flows.size);
  showAll([destinations, endpoints, translated], () => {
    let visited = 0;
    flows.forEach((dst, replySrc, ports, meta, count) => {
      const flags = flagsOf(uses[visited++]!, IS_UDP[meta & CLASS_MASK]!, (meta & IPV6) !== 0);
      const [port, replyPort] = [ports >>> 16, ports & 0xffff];
      endpoints.add(replySrc, replyPort, flags, count);
      if (port !== 0) destinations.add(dst, port, withoutUse(flags), count);
      if ((meta & SNAT) !== 0) translated.add(replySrc, replyPort, withoutUse(flags), count);
    });
  });
  return { destinations, endpoints, translated };
}

/** The sources of a table that hold most: of each use, and of all uses together. */
export function holdersOfSources(
  { sources }: TableFact,
  useOf: Uint8Array,
): { ofUses: Largest; ofAll: Largest } {
  const ofUses = new Largest(sources.size);
  const ofAll = new Largest(sources.size);
  showAll([ofUses, ofAll], () =>
    sources.forEach((source, _b, _c, meta, count) => {
      const flags = flagsOf(useOf[meta & CLASS_MASK]!, 0, (meta & IPV6) !== 0);
      ofUses.add(source, 0, flags, count);
      ofAll.add(source, 0, withoutUse(flags), count);
    }),
  );
  return { ofUses, ofAll };
}

function showAll(to: readonly Largest[], show: () => void): void {
  do show();
  while (to.map((one) => one.again()).includes(true));
}
