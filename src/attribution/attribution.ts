import type { Place } from "../errors.ts";
import type { Offender } from "./offenders.ts";
import type { Outside } from "./outside.ts";
import { noPaths, type Paths } from "./paths.ts";
import type { SilentPorts } from "./spread.ts";
import type { PortUse } from "./translated.ts";
import { USE_NAMES } from "./use-ids.ts";
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
  /** TCP entries whose last packets were not acknowledged. */
  unacknowledged: Unacknowledged;
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

/**
 * TCP entries whose last packets were not acknowledged: open ones under the kernel's timeout for these, without a packet
 * for a while, and FIN_WAIT and LAST_ACK, which the acknowledgement of a FIN ends. Those to endpoints that are gone are
 * left out.
 */
export interface Unacknowledged {
  entries: number;
  /** False where the timeout of ESTABLISHED does not tell which entries are under the shorter one: none is counted. */
  openKnown: boolean;
  /** Those of all that are under these timeouts. */
  destinations: Offender[];
  endpoints: Offender[];
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

/** Nothing attributed yet, and nothing known. */
export const emptyAttribution = (): Attribution => ({
  entries: 0,
  uses: Object.fromEntries(USE_NAMES.map((name) => [name, emptyShare()])) as Record<Use, UseShare>,
  topDestinations: [],
  topSources: [],
  staleKnown: false,
  idleKnown: false,
  silentEndpoints: { endpoints: 0, entries: 0, top: [] },
  silentPorts: null,
  unacknowledged: { entries: 0, openKnown: false, destinations: [], endpoints: [] },
  nodePortsShort: { entries: 0, place: null },
  stalePaths: noPaths(),
  lostUdp: { ...noPaths(), unanswered: 0 },
  ofServices: { entries: 0, masqueraded: 0 },
  directShort: 0,
  snatFullest: null,
  outside: { unanswered: 0, unansweredInside: 0, partly: 0 },
  topPair: null,
});
