import type { Place } from "../errors.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { IPV6 } from "../parsers/conntrack-table/row.ts";
import { addressKey, countFlows, type FlowCounts } from "./flows.ts";
import { holdersOfFlows, holdersOfSources } from "./holders.ts";
import {
  addressText,
  endpointText,
  isIpv6,
  isUdp,
  merge,
  type Offender,
  protocolOf,
  type Slot,
  TOP,
  topOfUses,
} from "./offenders.ts";
import { countOutside, type Outside } from "./outside.ts";
import { noPaths, type Paths } from "./paths.ts";
import type { Services } from "./services.ts";
import { type SilentPorts, silentPortsOf } from "./spread.ts";
import { fullestOf, type PortUse, type Translation } from "./translated.ts";
import { fits, USE_NAMES, usesOfClasses } from "./use-ids.ts";
import type { Use } from "./uses.ts";

/** Where the table went: each entry in exactly one use, and who holds it. */
export interface Attribution {
  /** Entries attributed: the rows that could be parsed. */
  entries: number;
  uses: Record<Use, UseShare>;
  /** Destinations and sources that hold most of the whole table, whatever the use. */
  topDestinations: Offender[];
  topSources: Offender[];
  /** False without a ruleset that names Services: stale entries are then unknown, not none. */
  staleKnown: boolean;
  /**
   * False without the timeout of ESTABLISHED, or when a dump was counted by borders that do not fit it:
   * idle entries are then unknown.
   */
  idleKnown: boolean;
  /**
   * Endpoints that the rules still serve, that hold unanswered SYNs and not one answered flow: pods that
   * are gone or dead.
   */
  silentEndpoints: { endpoints: number; entries: number; top: Offender[] };
  /** The ports at which most unanswered attempts go to several addresses each. */
  silentPorts: SilentPorts | null;
  /** Closed or closing connections to NodePorts, and the rule of the one that has most. */
  nodePortsShort: { entries: number; place: Place | null };
  /** Entries to endpoints that their Service no longer has, which no packet passed for a minute. */
  stalePaths: Paths;
  /**
   * UDP entries that lead nowhere, at any use of the table: to an endpoint that the rules no longer have, or
   * to the address of the Service itself. `unanswered` of them saw no answer ever.
   */
  lostUdp: Paths & { unanswered: number };
  /** Entries of Services' own addresses, and those of them that reach their endpoint under another address. */
  ofServices: { entries: number; masqueraded: number };
  /** Closed or closing connections straight to endpoints of Services. */
  directShort: number;
  /** The destination towards which source NAT has least ports left. */
  snatFullest: PortUse | null;
  /** Connection attempts to addresses of the Internet. */
  outside: Outside;
  /** The source and the destination and port with most TCP entries between them, at least so many. */
  topPair: { source: string; destination: string; entries: number } | null;
}

export interface UseShare {
  entries: number;
  /** The first row of this use; of stale entries, the Service's rule that no longer names their endpoint. */
  place: Place | null;
  /** Destination:port pairs that hold such entries. */
  destinationCount: number;
  /** Addresses that it comes from; of stale entries unknown, and 0. */
  sourceCount: number;
  destinations: Offender[];
  endpoints: Offender[];
  /** Empty for stale entries: a source's rows are counted without their endpoint. */
  sources: Offender[];
}

const emptyShare = (): UseShare => ({
  entries: 0,
  place: null,
  destinationCount: 0,
  sourceCount: 0,
  destinations: [],
  endpoints: [],
  sources: [],
});

/**
 * Attributes every entry of the tables.
 *
 * @param establishedTimeout `nf_conntrack_tcp_timeout_established` in seconds, or null when unknown.
 *   Idle time is timeout − remaining, so without it nothing can be called idle.
 * @param translations the rules that translate sources
 */
export function attribute(
  tables: readonly TableFact[],
  services: Services,
  establishedTimeout: number | null,
  translations: readonly Translation[] = [],
): Attribution {
  const result: Attribution = {
    entries: 0,
    uses: Object.fromEntries(USE_NAMES.map((name) => [name, emptyShare()])) as Record<
      Use,
      UseShare
    >,
    topDestinations: [],
    topSources: [],
    staleKnown: services.known,
    idleKnown:
      establishedTimeout !== null && tables.every((table) => fits(table, establishedTimeout)),
    silentEndpoints: { endpoints: 0, entries: 0, top: [] },
    silentPorts: null,
    nodePortsShort: { entries: 0, place: null },
    stalePaths: noPaths(),
    lostUdp: { ...noPaths(), unanswered: 0 },
    ofServices: { entries: 0, masqueraded: 0 },
    directShort: 0,
    snatFullest: null,
    outside: { unanswered: 0, unansweredInside: 0, partly: 0 },
    topPair: null,
  };
  for (const table of tables) {
    const useOf = usesOfClasses(table.borders, establishedTimeout);
    const counts = countFlows(table, services, useOf);
    addUses(result, table, useOf, counts);
    addHolders(result, table, services, counts);
    addSources(result, table, useOf);
    addSilent(result, counts);
    addPorts(result, table, translations);
    addPair(result, table);
    addOutside(result, table);
    result.silentPorts = silentPortsOf(table, counts.uses, result.silentPorts);
  }
  return result;
}

function addUses(
  result: Attribution,
  table: TableFact,
  useOf: Uint8Array,
  counts: FlowCounts,
): void {
  for (const [id, name] of USE_NAMES.entries()) {
    result.uses[name].entries += counts.byUse[id]!;
    result.entries += counts.byUse[id]!;
  }
  for (const [rowClass, use] of useOf.entries()) {
    const line = table.firstLine[rowClass]!;
    const share = result.uses[USE_NAMES[use]!];
    const known = share.place;
    if (line > 0 && (known === null || (known.entry === table.entry && line < known.line)))
      share.place = { entry: table.entry, line };
  }
  result.uses["stale-endpoint"].place ??= counts.stalePlace;
  result.nodePortsShort.entries += counts.nodePortsShort.entries;
  result.ofServices.entries += counts.ofServices;
  result.ofServices.masqueraded += counts.masqueraded;
  result.directShort += counts.direct;
  result.stalePaths = counts.stalePaths.with(result.stalePaths);
  result.lostUdp = {
    ...counts.lostUdp.with(result.lostUdp),
    unanswered: result.lostUdp.unanswered + counts.lostUnanswered,
  };
  result.nodePortsShort.place ??= counts.nodePortsShort.place;
}

/** Destinations, endpoints and translated destinations, by name. */
function addHolders(
  result: Attribution,
  table: TableFact,
  services: Services,
  counts: FlowCounts,
): void {
  const text = ({ address, port, flags }: Slot) =>
    endpointText(table, address, port, isIpv6(flags));
  const serviceOf = ({ address, port, flags }: Slot): string | null => {
    const number = services.address(address, isIpv6(flags), table.addresses);
    const service = services.known ? services.of(isUdp(flags), number, port) : undefined;
    // another host's port of the same number is no NodePort
    if (service?.nodePort === true && !counts.ownAddresses.has(addressKey(address, isIpv6(flags))))
      return null;
    return service?.name ?? null;
  };
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

function addSources(result: Attribution, table: TableFact, useOf: Uint8Array): void {
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

function addPorts(
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

function addOutside({ outside }: Attribution, table: TableFact): void {
  const { unanswered, unansweredInside, partly } = countOutside(table);
  outside.unanswered += unanswered;
  outside.unansweredInside += unansweredInside;
  outside.partly += partly;
}

function addPair(result: Attribution, table: TableFact): void {
  const { top } = table.pairs;
  if (top === null || top.entries <= (result.topPair?.entries ?? 0)) return;
  const v6 = (top.meta & IPV6) !== 0;
  result.topPair = {
    source: addressText(table, top.source, v6),
    destination: `${endpointText(table, top.destination, top.port, v6)}/tcp`,
    entries: top.entries,
  };
}

/** Endpoints with unanswered attempts and nothing else. Equals stand in the order of their addresses. */
function addSilent({ silentEndpoints: silent }: Attribution, { served }: FlowCounts): void {
  const inOrder = [...served].sort(([a], [b]) => a - b);
  for (const [, { unanswered, answered, name, service }] of inOrder) {
    if (unanswered === 0 || answered > 0) continue;
    silent.endpoints++;
    silent.entries += unanswered;
    silent.top.push({ name, service, entries: unanswered });
  }
  silent.top.sort((a, b) => b.entries - a.entries).splice(TOP);
}
