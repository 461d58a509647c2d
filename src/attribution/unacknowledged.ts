import { CountingTable } from "../parsers/conntrack-table/counting-table.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, metasOf } from "../parsers/conntrack-table/row.ts";
import {
  CLASS,
  isEstablished,
  STUCK_SECONDS,
  stateId,
  UNREPLIED,
} from "../parsers/conntrack-table/states.ts";
import type { Attribution } from "./attribution.ts";
import type { FlowCounts } from "./flow-counts.ts";
import { describing } from "./name-holders.ts";
import { flagsOf, keepTop, merge, type Slot } from "./offenders.ts";
import type { Services } from "./service.ts";
import { IDLE_SECONDS, STALE } from "./use-ids.ts";

const OPEN = CLASS["established-stuck"];
/** A FIN that is sent again takes its entry from the first of these to the second. */
const FINS = ["FIN_WAIT", "LAST_ACK"].map((state) => stateId("tcp", state));

/**
 * A stream has data under way at any time, and a packet every moment; without one for so long its data is lost. The
 * end that sends waits twice as long each time, from a fifth of a second to two minutes.
 */
const SILENT_SECONDS = 15;
export const LEFT_WHEN_LOST = STUCK_SECONDS - SILENT_SECONDS;

/** Open TCP entries under the shorter timeout that saw no packet for a while; those to endpoints that are gone as well. */
export function lostOpen({ remaining }: Pick<TableFact, "remaining">): number {
  let lost = 0;
  remaining.forEach((kind, left, count) => {
    if (left <= LEFT_WHEN_LOST && isEstablished(kind) && (kind & UNREPLIED) === 0) lost += count;
  });
  return lost;
}

/** With no more than this the time that an open entry has left does not tell which timeout it is under. */
const TOO_SHORT = IDLE_SECONDS + STUCK_SECONDS;

/** Adds those of a table, see `Attribution`; entries to endpoints that are gone are left out. */
export function addUnacknowledged(
  { unacknowledged: known }: Attribution,
  table: TableFact,
  services: Services,
  { uses, ...counts }: FlowCounts,
  establishedTimeout: number | null,
): void {
  known.openKnown = establishedTimeout !== null && establishedTimeout > TOO_SHORT;
  let fins = 0;
  for (const [kind, count] of table.byKind.entries()) if (FINS.includes(kind >> 2)) fins += count;
  const classes = [
    ...(known.openKnown ? [OPEN] : []),
    // the other state of that class ends within seconds
    ...(fins > 0 ? [CLASS.closing] : []),
  ];
  const destinations = new CountingTable(3);
  const endpoints = new CountingTable(3);
  let open = 0;
  table.flows.forEach(
    (dst, replySrc, ports, meta, count, n) => {
      if (uses[n] === STALE) return;
      const flags = flagsOf(0, 0, (meta & IPV6) !== 0);
      if ((meta & CLASS_MASK) === OPEN) open += count;
      destinations.add(dst, ports >>> 16, 0, flags, count);
      endpoints.add(replySrc, ports & 0xffff, 0, flags, count);
    },
    metasOf((meta) => classes.includes(meta & CLASS_MASK)),
  );
  known.entries += fins;
  // as a rule there are none
  if (open > 0) known.entries += Math.min(open, lostOpen(table));
  const { text, serviceOf } = describing(table, services, counts);
  known.destinations = merge(known.destinations, topOf(destinations), (slot) => ({
    name: `${text(slot)}/tcp`,
    service: serviceOf(slot),
  }));
  known.endpoints = merge(known.endpoints, topOf(endpoints), (slot) => ({
    name: text(slot),
    service: null,
  }));
}

function topOf(counts: CountingTable): Slot[] {
  const top: Slot[] = [];
  counts.forEach((address, port, _, flags, entries) => {
    keepTop(top, address, port, flags, entries);
  });
  return top;
}
