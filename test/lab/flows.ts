/** Traffic as data: what the lab's clients are told to send. */
import {
  APPLICATIONS,
  DNS,
  INGRESS,
  NETWORKS,
  NODE_ADDRESS,
  type Service,
  STATSD,
} from "./cluster.ts";

/** Addresses `network.first` to `network.last` of one /24. */
export interface Addresses {
  readonly network: string;
  readonly first: number;
  readonly last: number;
}

export interface Target {
  readonly address: string;
  readonly port: number;
}

/**
 * One kind of traffic from some clients to some targets, each taken in turn.
 *
 * `hold` opens a TCP connection and keeps it; to a target that never answers, it is the SYN of an
 * impatient client, which gives up after three seconds. `half` opens and closes its own side only.
 * `short` opens, asks, reads, closes. `upload` sends more than fits one packet. `lookup` is a DNS
 * question and its answer. `datagram` is a UDP packet that nobody answers, and `tftp` one that asks for
 * a file. Every flow of these three has a port of its own.
 */
export interface Flow {
  readonly kind: "hold" | "half" | "short" | "upload" | "lookup" | "tftp" | "datagram";
  readonly from: Addresses;
  readonly to: readonly Target[];
  readonly perSecond: number;
  /** Of `short`: how often a client tries in all, each time from a new port, until it is let in. */
  readonly tries?: number;
  /** How many in all; without it, until the lab node is torn down. */
  readonly count?: number;
  /** At how many it ends of those for which nobody waits. */
  readonly atMost?: number;
}

export const pods = (first: number, last: number): Addresses => ({
  network: NETWORKS.pods,
  first,
  last,
});

const OUTSIDE: Addresses = { network: NETWORKS.outsideClients, first: 2, last: 250 };

export const targetOf = ({ address, port }: Service): Target => ({ address, port });

/** How fast a table is filled before the capture: what two processors manage without haste. */
export const FILL_RATE = 1500;

/** As a part of the limit, what traffic beside a capture may add: on a busy machine a capture takes minutes. */
const ROOM = 0.15;

/**
 * The normal day of a node in proportion: `entries` entries, of which 60 % are connections in use
 * between many pods and Services, 8 % connections from outside through a NodePort, 14 % just closed,
 * 13 % DNS and 5 % StatsD. `perSecond` is the rate of all together, and with `endless` they do not
 * stop.
 */
export function normalTraffic(entries: number, perSecond: number, endless = false): Flow[] {
  const applications = APPLICATIONS.map(targetOf);
  const shares: readonly (readonly [Flow["kind"], Addresses, readonly Target[], number])[] = [
    ["hold", pods(10, 89), applications, 0.6],
    ["hold", OUTSIDE, [{ address: NODE_ADDRESS, port: INGRESS.nodePort! }], 0.08],
    ["short", pods(10, 89), applications, 0.14],
    ["lookup", pods(10, 89), [targetOf(DNS)], 0.13],
    ["datagram", pods(10, 89), [targetOf(STATSD)], 0.05],
  ];
  return shares.map(([kind, from, to, share]) => {
    const flow = { kind, from, to, perSecond: perSecond * share };
    return endless ? flow : { ...flow, count: Math.round(entries * share) };
  });
}

/** The same beside a capture of a table that has room, which it does not fill however long that takes. */
export const background = (limit: number, perSecond: number): Flow[] =>
  normalTraffic(limit, perSecond, true).map((flow) => ({
    ...flow,
    atMost: Math.round((limit * ROOM * flow.perSecond) / perSecond),
  }));
