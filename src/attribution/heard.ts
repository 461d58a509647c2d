import { type EventsFact, UDP, V6 } from "../parsers/conntrack-events/fact.ts";
import { CountingTable } from "../parsers/conntrack-table/counting-table.ts";
import { CLASS_MASK, IPV6 } from "../parsers/conntrack-table/row.ts";
import {
  addressText,
  endpointText,
  isIpv6,
  isUdp,
  keepTop,
  type Offender,
  type Slot,
} from "./offenders.ts";
import type { Services } from "./service.ts";
import { IS_UDP } from "./use-ids.ts";

/** A destination and its births: `entries` of them, of which so many ended while it was listened. */
export interface Filler extends Offender {
  ended: number;
  /** Seconds that those lived together. */
  seconds: number;
}

/** Who opened the entries that were born while it was listened, the largest first. */
export interface Fillers {
  destinations: Filler[];
  sources: Offender[];
}

export function fillersOf({ births, ended, lived }: EventsFact, services: Services): Fillers {
  const { flows, sources, addresses } = births;
  const byDestination = new CountingTable(3, flows.size);
  flows.forEach((destination, _, ports, meta, count) => {
    const flags = (IS_UDP[meta & CLASS_MASK]! * UDP) | ((meta & IPV6) === 0 ? 0 : V6);
    byDestination.add(destination, ports >>> 16, 0, flags, count);
  });
  const bySource = new CountingTable(1, sources.size);
  sources.forEach((source, _b, _c, meta, count) => {
    bySource.add(source, 0, 0, (meta & IPV6) === 0 ? 0 : V6, count);
  });
  const top = topOf(byDestination);
  const ends = sumsOf(ended, top);
  const lives = sumsOf(lived, top);
  return {
    destinations: top.map(({ address, port, flags, entries }, at) => {
      const udp = isUdp(flags);
      const number = services.address(address, isIpv6(flags), addresses);
      const service = services.known ? services.of(udp, number, port) : undefined;
      const name = endpointText(births, address, port, isIpv6(flags));
      return {
        name: port === 0 ? name : `${name}/${udp ? "udp" : "tcp"}`,
        // a port of that number may be another host's
        service: service === undefined || service.nodePort ? null : service.name,
        entries,
        ended: ends[at]!,
        seconds: lives[at]!,
      };
    }),
    sources: topOf(bySource).map(({ address, flags, entries }) => ({
      name: addressText(births, address, isIpv6(flags)),
      service: null,
      entries,
    })),
  };
}

function topOf(table: CountingTable): Slot[] {
  const top: Slot[] = [];
  table.forEach((address, port, _, flags, entries) => {
    keepTop(top, address, port, flags, entries);
  });
  return top;
}

/** What a table has for each of some keys. */
function sumsOf(table: CountingTable, slots: readonly Slot[]): number[] {
  const sums = slots.map(() => 0);
  table.forEach((address, port, _, flags, count) => {
    const at = slots.findIndex(
      (one) => one.address === address && one.port === port && one.flags === flags,
    );
    if (at >= 0) sums[at]! += count;
  });
  return sums;
}
