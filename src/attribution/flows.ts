import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, SNAT } from "../parsers/conntrack-table/row.ts";
import { CLASS } from "../parsers/conntrack-table/states.ts";
import { type FlowCounts, LargestPlace, newFlowCounts } from "./flow-counts.ts";
import { addressText, endpointText, flagsOf } from "./offenders.ts";
import type { Path } from "./paths.ts";
import type { Service, Services } from "./service.ts";
import { IDLE, IS_UDP, STALE, STALE_ABLE } from "./use-ids.ts";

/** A row whose last packet was within a minute: its endpoint answers, though no rule names it. */
const RECENT = new Set([CLASS["established-recent-1"], CLASS["established-recent-2"]]);
const UNANSWERED_UDP = new Set([CLASS["udp-one-way"], CLASS["dns-one-way"]]);
const SHORT = new Set([CLASS["time-wait"], CLASS.closing]);

/** A host has a few; more are kept so that a damaged dump does no harm. */
const MOST_ADDRESSES = 10_000;
export const addressKey = (word: number, v6: boolean): number => (word >>> 0) + (v6 ? 2 ** 32 : 0);

const pathOf = (
  table: TableFact,
  service: Service,
  dst: number,
  replySrc: number,
  ports: number,
  meta: number,
): Omit<Path, "entries"> => {
  const v6 = (meta & IPV6) !== 0;
  return {
    to: { address: addressText(table, dst, v6), port: ports >>> 16 },
    protocol: IS_UDP[meta & CLASS_MASK] === 1 ? "udp" : "tcp",
    endpoint: { address: addressText(table, replySrc, v6), port: ports & 0xffff },
    service: service.name,
  };
};

/** Puts every flow of a table into one use, by its class and by what the rules say of its endpoint. */
export function countFlows(table: TableFact, services: Services, useOf: Uint8Array): FlowCounts {
  const counts = newFlowCounts(table);
  let visited = 0;
  /** Entries attributed, by meta. */
  const counted = new Float64Array(table.byMeta.length);
  const stale = new LargestPlace();
  const short = new LargestPlace();

  /** Whether a flow of a Service leads to an endpoint that is gone; notes those that are served. */
  function leadsNowhere(
    service: Service,
    address: number,
    port: number,
    rowClass: number,
    count: number,
    name: () => string,
  ): boolean {
    const endpoint = services.endpoint(address, port);
    if (!service.endpoints.has(endpoint))
      return service.whole && !services.lives(address) && !services.redirected(port);
    let seen = counts.served.get(endpoint);
    if (seen === undefined) {
      seen = { unanswered: 0, answered: 0, name: name(), service: service.name };
      counts.served.set(endpoint, seen);
    }
    if (rowClass === CLASS["unanswered-syn"]) seen.unanswered += count;
    else seen.answered += count;
    return false;
  }

  function lost(path: Omit<Path, "entries">, { place }: Service, rowClass: number, count: number) {
    counts.lostUdp.add(path, count, place);
    if (UNANSWERED_UDP.has(rowClass)) counts.lostUnanswered += count;
  }

  /** Of a Service that is no more, only where no other has its endpoint. */
  function serviceOf(dst: number, replySrc: number, port: number, udp: boolean, v6: boolean) {
    const address = services.address(dst, v6, table.addresses);
    const service = services.of(udp, address, port);
    if (service !== undefined || v6 || replySrc === dst) return service;
    const gone = services.gone(udp, address, port);
    return gone && !services.serves(services.address(replySrc, v6, table.addresses))
      ? gone
      : undefined;
  }

  table.flows.forEach((dst, replySrc, ports, meta, count) => {
    const rowClass = meta & CLASS_MASK;
    const v6 = (meta & IPV6) !== 0;
    const udp = IS_UDP[rowClass]!;
    // an array of two would be made for each flow
    const port = ports >>> 16;
    const replyPort = ports & 0xffff;
    let use = useOf[rowClass]!;
    const service =
      services.known && port !== 0 ? serviceOf(dst, replySrc, port, udp === 1, v6) : undefined;
    // an outgoing connection to the same port is not the node's own
    if (service?.nodePort === true && replySrc !== dst && SHORT.has(rowClass)) {
      counts.nodePortsShort.entries += count;
      short.note(count, service.place);
    }
    if (service?.nodePort === true && replySrc !== dst && counts.ownAddresses.size < MOST_ADDRESSES)
      counts.ownAddresses.add(addressKey(dst, v6));
    if (service?.nodePort === false && replySrc !== dst) {
      counts.ofServices += count;
      if ((meta & SNAT) !== 0) counts.masqueraded += count;
    }
    if (services.known && service === undefined && replySrc === dst && SHORT.has(rowClass))
      if (services.serves(services.address(dst, v6, table.addresses))) counts.direct += count;
    if (service !== undefined && replySrc !== dst) {
      const address = services.address(replySrc, v6, table.addresses);
      const name = () => endpointText(table, replySrc, replyPort, v6);
      if (
        leadsNowhere(service, address, replyPort, rowClass, count, name) &&
        STALE_ABLE[use] === 1 &&
        !(RECENT.has(rowClass) && useOf[rowClass] !== IDLE)
      ) {
        use = STALE;
        stale.note(count, service.place);
        const path = pathOf(table, service, dst, replySrc, ports, meta);
        counts.stalePaths.add(path, count, service.place);
        if (udp === 1) lost(path, service, rowClass, count);
      }
      // made before the rule was: the packets go to the Service's own address, which no pod has
    } else if (service?.answersItself === false && UNANSWERED_UDP.has(rowClass)) {
      const path = pathOf(table, service, dst, replySrc, ports, meta);
      lost(path, service, rowClass, count);
    }
    counts.byUse[use]! += count;
    counted[meta]! += count;
    counts.uses[visited++] = use;
    counts.destinations.add(dst, port, 0, flagsOf(use, udp, v6), count);
  });
  // entries whose flow the table forgot: their row alone says what they are there for
  for (const [meta, rows] of table.byMeta.entries())
    counts.byUse[useOf[meta & CLASS_MASK]!]! += rows - counted[meta]!;
  counts.stalePlace = stale.place;
  counts.nodePortsShort.place = short.place;
  return counts;
}
