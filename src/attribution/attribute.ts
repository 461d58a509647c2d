import type { Place } from "../errors.ts";
import { CountingTable } from "../parsers/conntrack-table/counting-table.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, SNAT } from "../parsers/conntrack-table/scanner.ts";
import { CLASS, CLASSES } from "../parsers/conntrack-table/states.ts";
import { ipv4Text } from "./addresses.ts";
import type { Service, Services } from "./services.ts";
import { keepTop, type Offender, TOP } from "./top.ts";
import { CAN_BE_STALE, USE_OF_CLASS, USES, type Use } from "./uses.ts";

/** An ESTABLISHED entry without a packet for longer than this, in seconds, is idle. */
export const IDLE_SECONDS = 3600;

/** Where the table went: each entry in exactly one use, and who holds it. */
export interface Attribution {
  /** Entries attributed: the rows that could be parsed. */
  entries: number;
  uses: Record<Use, UseShare>;
  /** Destination and source that hold most of the whole table, whatever the use. */
  topDestination: Offender | null;
  topSource: Offender | null;
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
  /** Closed or closing connections to NodePorts, and the rule of the one that has most. */
  nodePortsShort: { entries: number; place: Place | null };
  /** Entries that leave by source NAT to the destination:port which has most of them. */
  snatTop: Offender | null;
}

export interface UseShare {
  entries: number;
  /** The first row of this use; of stale entries, the Service's rule that no longer names their endpoint. */
  place: Place | null;
  /** Destination:port pairs that hold such entries. */
  destinationCount: number;
  destinations: Offender[];
  endpoints: Offender[];
  /** Empty for stale entries: a source's rows are counted without their endpoint. */
  sources: Offender[];
}

const USE_NAMES = Object.keys(USES) as Use[];
const USE_IDS = new Map(USE_NAMES.map((name, id) => [name, id]));
const CLASS_TO_USE = Uint8Array.from(CLASSES, (name) => USE_IDS.get(USE_OF_CLASS[name])!);
const IDLE = USE_IDS.get("idle-established")!;
const STALE = USE_IDS.get("stale-endpoint")!;
const STALE_ABLE = Uint8Array.from(USE_NAMES, (name) => Number(CAN_BE_STALE.has(name)));
const SHORT_CLASSES = new Set([CLASS["time-wait"], CLASS.closing]);
const UDP_CLASSES = new Set([
  CLASS.udp,
  CLASS["udp-one-way"],
  CLASS.dns,
  CLASS["dns-one-way"],
  CLASS["dns-answer"],
  CLASS.overlay,
]);
const IS_UDP = Uint8Array.from(CLASSES, (_, id) => Number(UDP_CLASSES.has(id)));

/**
 * Attributes every entry of the tables.
 *
 * @param establishedTimeout `nf_conntrack_tcp_timeout_established` in seconds, or null when unknown.
 *   Idle time is timeout − remaining, so without it nothing can be called idle.
 */
export function attribute(
  tables: readonly TableFact[],
  services: Services,
  establishedTimeout: number | null,
): Attribution {
  const uses = Object.fromEntries(
    USE_NAMES.map((name) => [
      name,
      {
        entries: 0,
        place: null,
        destinationCount: 0,
        destinations: [],
        endpoints: [],
        sources: [],
      },
    ]),
  ) as unknown as Record<Use, UseShare>;
  const result: Attribution = {
    entries: 0,
    uses,
    topDestination: null,
    topSource: null,
    staleKnown: services.known,
    idleKnown:
      establishedTimeout !== null && tables.every((table) => fits(table, establishedTimeout)),
    silentEndpoints: { endpoints: 0, entries: 0, top: [] },
    nodePortsShort: { entries: 0, place: null },
    snatTop: null,
  };
  for (const table of tables) attributeTable(table, services, establishedTimeout, result);
  return result;
}

function attributeTable(
  table: TableFact,
  services: Services,
  establishedTimeout: number | null,
  result: Attribution,
): void {
  const useOf = usesOfClasses(table.borders, establishedTimeout);
  const destinations = new CountingTable(4);
  const endpoints = new CountingTable(4);
  const snat = new CountingTable(2);
  const served = new Map<
    number,
    { unanswered: number; answered: number; name: string; service: string }
  >();
  const counts = new Float64Array(USE_NAMES.length);
  let staleMost = 0;
  let shortMost = 0;

  table.flows.forEach((dst, replySrc, ports, meta, count) => {
    const rowClass = meta & CLASS_MASK;
    const v6 = (meta & IPV6) !== 0;
    let use = useOf[rowClass]!;
    let service: Service | undefined;
    if (services.known && ports >>> 16 !== 0) {
      service = services.of(
        IS_UDP[rowClass] === 1,
        services.address(dst, v6, table.addresses),
        ports >>> 16,
      );
      if (service?.nodePort === true && SHORT_CLASSES.has(rowClass)) {
        result.nodePortsShort.entries += count;
        if (count > shortMost) {
          shortMost = count;
          result.nodePortsShort.place = service.place;
        }
      }
      if (service !== undefined && replySrc !== dst) {
        const address = services.address(replySrc, v6, table.addresses);
        const endpoint = services.endpoint(address, ports & 0xffff);
        if (service.endpoints.has(endpoint)) {
          const seen = served.get(endpoint) ?? {
            unanswered: 0,
            answered: 0,
            name: endpointText(table, replySrc, ports & 0xffff, v6),
            service: service.name,
          };
          if (rowClass === CLASS["unanswered-syn"]) seen.unanswered += count;
          else seen.answered += count;
          served.set(endpoint, seen);
        } else if (service.whole && STALE_ABLE[use] === 1 && !services.livesAsPod(address)) {
          use = STALE;
          if (count > staleMost) {
            staleMost = count;
            result.uses["stale-endpoint"].place = service.place;
          }
        }
      }
    }
    counts[use]! += count;
    const flags = (use << 2) | (IS_UDP[rowClass]! << 1) | (v6 ? 1 : 0);
    destinations.add(dst, ports >>> 16, flags, 0, count);
    endpoints.add(replySrc, ports & 0xffff, flags, 0, count);
    if ((meta & SNAT) !== 0)
      snat.add(
        replySrc,
        (ports & 0xffff) | (v6 ? 0x10000 : 0) | (IS_UDP[rowClass]! << 17),
        0,
        0,
        count,
      );
  });

  const serviceName = (address: number, port: number, udp: boolean, v6: boolean): string | null =>
    services.known
      ? (services.of(udp, services.address(address, v6, table.addresses), port)?.name ?? null)
      : null;
  for (const [id, name] of USE_NAMES.entries()) result.uses[name].entries += counts[id]!;
  for (const count of counts) result.entries += count;
  for (const [rowClass, use] of useOf.entries()) {
    const line = table.firstLine[rowClass]!;
    const share = result.uses[USE_NAMES[use]!];
    if (
      line > 0 &&
      (share.place === null || (share.place.entry === table.entry && line < share.place.line))
    )
      share.place = { entry: table.entry, line };
  }

  collectTop(destinations, (use, top, distinct) => {
    const share = result.uses[USE_NAMES[use]!];
    share.destinationCount += distinct;
    share.destinations = merge(share.destinations, top, (a, port, flags) => ({
      name: `${endpointText(table, a, port, (flags & 1) === 1)}${protocolOf(use, flags)}`,
      service: serviceName(a, port, (flags & 2) === 2, (flags & 1) === 1),
    }));
  });
  collectTop(endpoints, (use, top) => {
    const share = result.uses[USE_NAMES[use]!];
    share.endpoints = merge(share.endpoints, top, (a, port, flags) => ({
      name: endpointText(table, a, port, (flags & 1) === 1),
      service: null,
    }));
  });
  collectSources(table, useOf, result);
  result.topDestination = larger(result.topDestination, wholeTop(destinations, table, serviceName));
  snat.forEach((a, b, _c, _d, entries) => {
    if (entries > (result.snatTop?.entries ?? 0))
      result.snatTop = {
        name: `${endpointText(table, a, b & 0xffff, (b & 0x10000) !== 0)}/${b >>> 17 ? "udp" : "tcp"}`,
        service: null,
        entries,
      };
  });
  for (const seen of served.values()) {
    if (seen.unanswered === 0 || seen.answered > 0) continue;
    const silent = result.silentEndpoints;
    silent.endpoints++;
    silent.entries += seen.unanswered;
    silent.top.push({ name: seen.name, service: seen.service, entries: seen.unanswered });
  }
  result.silentEndpoints.top.sort((a, b) => b.entries - a.entries).splice(TOP);
}

/** Whether a table's bands tell what is idle under this timeout; below an hour nothing ever is. */
const fits = ({ borders }: TableFact, timeout: number): boolean =>
  timeout <= IDLE_SECONDS || borders.includes(timeout - IDLE_SECONDS);

/** The use of each class, the bands of ESTABLISHED told apart by the timeout. */
function usesOfClasses(borders: readonly [number, number], timeout: number | null): Uint8Array {
  const useOf = CLASS_TO_USE.slice();
  if (timeout === null) return useOf;
  const idleBelow = timeout - IDLE_SECONDS;
  const bands = [
    CLASS["established-band-0"],
    CLASS["established-band-1"],
    CLASS["established-band-2"],
  ];
  for (const [at, border] of borders.entries())
    if (border <= idleBelow && idleBelow > 0) useOf[bands[at]!] = IDLE;
  return useOf;
}

type TopKey = { key: number; entries: number };

/** The largest keys of each use; a key is the slot's place, so nothing is made for the others. */
function collectTop(
  table: CountingTable,
  take: (
    use: number,
    top: { a: number; b: number; flags: number; entries: number }[],
    distinct: number,
  ) => void,
): void {
  const tops: TopKey[][] = USE_NAMES.map(() => []);
  const distinct = new Float64Array(USE_NAMES.length);
  const { slots } = table;
  for (let at = 0; at < slots.length; at += 5) {
    const entries = slots[at + 4]!;
    if (entries === 0) continue;
    const use = slots[at + 2]! >> 2;
    distinct[use]!++;
    keepTop(tops[use]!, at, entries);
  }
  for (const [use, top] of tops.entries()) {
    if (top.length === 0) continue;
    const rows = top.map(({ key, entries }) => ({
      a: slots[key]!,
      b: slots[key + 1]!,
      flags: slots[key + 2]!,
      entries,
    }));
    take(use, rows, distinct[use]!);
  }
}

function collectSources(table: TableFact, useOf: Uint8Array, result: Attribution): void {
  const byUse = new CountingTable(4);
  const whole = new CountingTable(2);
  table.sources.forEach((src, meta, _c, _d, count) => {
    const v6 = (meta & IPV6) !== 0 ? 1 : 0;
    byUse.add(src, 0, (useOf[meta & CLASS_MASK]! << 2) | v6, 0, count);
    whole.add(src, v6, 0, 0, count);
  });
  collectTop(byUse, (use, top) => {
    const share = result.uses[USE_NAMES[use]!];
    share.sources = merge(share.sources, top, (a, _port, flags) => ({
      name: addressText(table, a, (flags & 1) === 1),
      service: null,
    }));
  });
  whole.forEach((src, v6, _c, _d, entries) => {
    if (entries > (result.topSource?.entries ?? 0))
      result.topSource = { name: addressText(table, src, v6 === 1), service: null, entries };
  });
}

/** The destination:port with most entries over all uses. */
function wholeTop(
  destinations: CountingTable,
  table: TableFact,
  serviceName: (address: number, port: number, udp: boolean, v6: boolean) => string | null,
): Offender | null {
  const whole = new CountingTable(4);
  destinations.forEach((a, port, flags, _d, count) => {
    if (port !== 0) whole.add(a, port, flags & 3, 0, count);
  });
  let best: Offender | null = null;
  whole.forEach((a, port, flags, _d, entries) => {
    if (entries <= (best?.entries ?? 0)) return;
    const v6 = (flags & 1) === 1;
    const udp = (flags & 2) === 2;
    best = {
      name: `${endpointText(table, a, port, v6)}/${udp ? "udp" : "tcp"}`,
      service: serviceName(a, port, udp, v6),
      entries,
    };
  });
  return best;
}

const larger = (a: Offender | null, b: Offender | null): Offender | null =>
  (b?.entries ?? 0) > (a?.entries ?? 0) ? b : a;

function merge(
  known: Offender[],
  found: { a: number; b: number; flags: number; entries: number }[],
  describe: (a: number, b: number, flags: number) => Omit<Offender, "entries">,
): Offender[] {
  const described = found.map(({ a, b, flags, entries }) => ({
    ...describe(a, b, flags),
    entries,
  }));
  return [...known, ...described].sort((a, b) => b.entries - a.entries).slice(0, TOP);
}

const PORTLESS: ReadonlySet<Use> = new Set<Use>(["icmp", "other-protocol"]);
const protocolOf = (use: number, flags: number): string =>
  PORTLESS.has(USE_NAMES[use]!) ? "" : (flags & 2) === 2 ? "/udp" : "/tcp";

const addressText = (table: TableFact, word: number, v6: boolean): string =>
  v6 ? table.addresses.text(word) : ipv4Text(word);

const endpointText = (table: TableFact, word: number, port: number, v6: boolean): string => {
  const address = addressText(table, word, v6);
  if (port === 0) return address;
  return v6 ? `[${address}]:${port}` : `${address}:${port}`;
};
