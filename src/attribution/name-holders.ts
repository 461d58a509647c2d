import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { IPV6 } from "../parsers/conntrack-table/row.ts";
import type { Attribution } from "./attribution.ts";
import type { FlowCounts } from "./flow-counts.ts";
import { addressKey } from "./flows.ts";
import { holdersOfFlows, holdersOfSources } from "./holders.ts";
import {
  addressText,
  endpointText,
  isIpv6,
  isUdp,
  merge,
  protocolOf,
  type Slot,
  topOfUses,
} from "./offenders.ts";
import type { Services } from "./service.ts";
import { fullestOf, type Translation } from "./translated.ts";
import { USE_NAMES } from "./use-ids.ts";

/** How a slot of a table is written, and the Service that it belongs to. */
export function describing(
  table: TableFact,
  services: Services,
  { ownAddresses }: Pick<FlowCounts, "ownAddresses">,
) {
  const text = ({ address, port, flags }: Slot): string =>
    endpointText(table, address, port, isIpv6(flags));
  const serviceOf = ({ address, port, flags }: Slot): string | null => {
    const number = services.address(address, isIpv6(flags), table.addresses);
    const service = services.known ? services.of(isUdp(flags), number, port) : undefined;
    // another host's port of the same number is no NodePort
    if (service?.nodePort === true && !ownAddresses.has(addressKey(address, isIpv6(flags))))
      return null;
    return service?.name ?? null;
  };
  return { text, serviceOf };
}

/** Destinations, endpoints and translated destinations, by name. */
export function addHolders(
  result: Attribution,
  table: TableFact,
  services: Services,
  counts: FlowCounts,
): void {
  const { text, serviceOf } = describing(table, services, counts);
  topOfUses(counts.destinations, (use, top, distinct) => {
    const share = result.uses[use];
    share.destinationCount += distinct;
    share.destinations = merge(share.destinations, top, (slot) => ({
      name: `${text(slot)}${protocolOf(use, slot.flags)}`,
      service: serviceOf(slot),
    }));
  });
  const holders = holdersOfFlows(table, counts.uses, counts.destinations);
  holders.endpoints.forEachUse((use, top) => {
    const share = result.uses[use];
    share.endpoints = merge(share.endpoints, top, (slot) => ({ name: text(slot), service: null }));
  });
  const named = (slot: Slot) => ({
    name: `${text(slot)}/${isUdp(slot.flags) ? "udp" : "tcp"}`,
    service: serviceOf(slot),
  });
  result.topDestinations = merge(result.topDestinations, holders.destinations.top, named);
}

export function addSources(result: Attribution, table: TableFact, useOf: Uint8Array): void {
  const describe = ({ address, flags }: Slot) => ({
    name: addressText(table, address, isIpv6(flags)),
    service: null,
  });
  const { counts, ofUses, ofAll } = holdersOfSources(table, useOf);
  for (const [use, name] of USE_NAMES.entries()) {
    const share = result.uses[name];
    share.sourceCount += counts[use]!;
    share.sources = merge(share.sources, ofUses[use]!, describe);
  }
  result.topSources = merge(result.topSources, ofAll.top, describe);
}

export function addPorts(
  result: Attribution,
  table: TableFact,
  translations: readonly Translation[],
): void {
  const one = fullestOf(
    table,
    translations,
    ({ address, port, flags }) =>
      `${endpointText(table, address, port, isIpv6(flags))}/${isUdp(flags) ? "udp" : "tcp"}`,
  );
  const known = result.snatFullest;
  if (one === null || (known !== null && known.entries / known.ports >= one.entries / one.ports))
    return;
  result.snatFullest = one;
}

export function addPair(result: Attribution, table: TableFact): void {
  const { top } = table.pairs;
  if (top === null || top.entries <= (result.topPair?.entries ?? 0)) return;
  const v6 = (top.meta & IPV6) !== 0;
  result.topPair = {
    source: addressText(table, top.source, v6),
    destination: `${endpointText(table, top.destination, top.port, v6)}/tcp`,
    entries: top.entries,
  };
}
