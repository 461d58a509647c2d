import { CountingTable } from "../parsers/conntrack-table/counting-table.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6 } from "../parsers/conntrack-table/row.ts";
import { Largest } from "./largest.ts";
import { flagsOf, keepTop, type Slot, useOfFlags, withoutUse } from "./offenders.ts";
import { IS_UDP, USE_NAMES } from "./use-ids.ts";

/** The endpoints of a table's flows that hold most. */
interface FlowHolders {
  /** By destination and port, all uses together; flows without ports left out. */
  destinations: Largest;
  /** By reply source and port, of each use. */
  endpoints: Largest;
}

/**
 * @param uses of each flow, in the order of the flows
 * @param byUse (destination, port, flags) → entries
 */
export function holdersOfFlows(
  { flows }: TableFact,
  uses: Uint8Array,
  byUse: CountingTable,
): FlowHolders {
  const destinations = largest(byUse.size, (add) =>
    byUse.forEach((dst, port, _, flags, count) => {
      if (port !== 0) add(dst, port, withoutUse(flags), count);
    }),
  );
  const endpoints = largest(flows.size, (add) =>
    flows.forEach((_, replySrc, ports, meta, count, n) => {
      const flags = flagsOf(uses[n]!, IS_UDP[meta & CLASS_MASK]!, (meta & IPV6) !== 0);
      add(replySrc, ports & 0xffff, flags, count);
    }),
  );
  return { destinations, endpoints };
}

/** The sources of a table: how many each use has, which of them hold most, and which do of all uses together. */
export interface SourceHolders {
  /** By use id. */
  counts: Float64Array;
  ofUses: Slot[][];
  ofAll: Largest;
}

/**
 * A source stands once in the table for each class of its entries. Only ESTABLISHED has several classes in one use,
 * so only there its entries are added up.
 */
export function holdersOfSources({ sources }: TableFact, useOf: Uint8Array): SourceHolders {
  const counts = new Float64Array(USE_NAMES.length);
  const ofUses: Slot[][] = USE_NAMES.map(() => []);
  const take = (source: number, flags: number, entries: number): void => {
    const use = useOfFlags(flags);
    counts[use]!++;
    keepTop(ofUses[use]!, source, 0, flags, entries);
  };
  const classes = new Uint8Array(USE_NAMES.length);
  for (const use of useOf) classes[use]!++;
  const several = new CountingTable(1);
  sources.forEach((source, _b, _c, meta, count) => {
    const use = useOf[meta & CLASS_MASK]!;
    const flags = flagsOf(use, 0, (meta & IPV6) !== 0);
    if (classes[use] === 1) take(source, flags, count);
    else several.add(source, 0, 0, flags, count);
  });
  several.forEach((source, _b, _c, flags, count) => {
    take(source, flags, count);
  });
  const ofAll = largest(sources.size, (add) =>
    sources.forEach((source, _b, _c, meta, count) => {
      add(source, 0, flagsOf(0, 0, (meta & IPV6) !== 0), count);
    }),
  );
  return { counts, ofUses, ofAll };
}

type Add = Largest["add"];

/** Shows all as often as it takes. */
function largest(keys: number, show: (add: Add) => void): Largest {
  const result = new Largest(keys);
  do show((address, port, flags, count) => result.add(address, port, flags, count));
  while (result.again());
  return result;
}
