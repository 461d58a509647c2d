import type { Place } from "../errors.ts";
import { CountingTable } from "../parsers/conntrack-table/counting-table.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { PathCounter } from "./paths.ts";
import { USE_NAMES } from "./use-ids.ts";

/** What the flows of one table come to, before names are put to numbers. */
export interface FlowCounts {
  /** Entries by use id. */
  byUse: Float64Array;
  /** (destination, port, flags) → entries; flags as in `offenders.ts`. */
  destinations: CountingTable;
  /** The use of each flow, in the order of the flows. */
  uses: Uint8Array;
  /** Endpoints that the rules serve, with their answered and unanswered entries. */
  served: Map<number, { unanswered: number; answered: number; name: string; service: string }>;
  /** The Service's rule that no longer names the endpoint with most stale entries. */
  stalePlace: Place | null;
  nodePortsShort: { entries: number; place: Place | null };
  /** Stale entries, and UDP entries that lead nowhere: see `Attribution`. */
  stalePaths: PathCounter;
  lostUdp: PathCounter;
  lostUnanswered: number;
  /** Entries of Services' own addresses, and those of them whose clients get another address. */
  ofServices: number;
  masqueraded: number;
  /** Addresses at which a NodePort was asked, and answered by an endpoint: the node's own. */
  ownAddresses: Set<number>;
  /** Closed or closing connections straight to endpoints, by no Service. */
  direct: number;
}

/** Counts of which none was made yet. */
export const newFlowCounts = (table: TableFact): FlowCounts => ({
  byUse: new Float64Array(USE_NAMES.length),
  // a flow's destination has, as a rule, others
  destinations: new CountingTable(3, table.flows.size / 2 + 1),
  uses: new Uint8Array(table.flows.size),
  served: new Map(),
  stalePlace: null,
  nodePortsShort: { entries: 0, place: null },
  stalePaths: new PathCounter(),
  lostUdp: new PathCounter(),
  lostUnanswered: 0,
  ofServices: 0,
  masqueraded: 0,
  ownAddresses: new Set(),
  direct: 0,
});

/** The place of what has most entries; of equals the first, so that the order of a hash table does not show. */
export class LargestPlace {
  place: Place | null = null;
  #count = 0;

  note(count: number, place: Place): void {
    if (count < this.#count) return;
    if (count === this.#count && this.place !== null && !isBefore(place, this.place)) return;
    this.#count = count;
    this.place = place;
  }
}

const isBefore = (a: Place, b: Place): boolean =>
  a.entry === b.entry ? a.line < b.line : a.entry < b.entry;
