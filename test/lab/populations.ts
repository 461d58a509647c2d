/** What a table can hold besides ordinary traffic, as flows without a rate: the parts of a mix. */
import {
  APPLICATIONS,
  ARCHIVE,
  DATABASE,
  DNS,
  NETWORKS,
  RECOMMENDATIONS,
  SESSIONS,
  STATSD,
} from "./cluster.ts";
import { FILL_RATE, type Flow, pods, type Target, targetOf } from "./flows.ts";

export type Population = Omit<Flow, "perSecond" | "count">;

/** One client's connections to one database. */
export const LEAK: Population = { kind: "hold", from: pods(150, 153), to: [targetOf(DATABASE)] };

/** Connections of many clients to many Services. */
export const MANY: Population = {
  kind: "hold",
  from: pods(10, 89),
  to: APPLICATIONS.map(targetOf),
};

/** A connection for each request. */
export const SHORT: Population = {
  kind: "short",
  from: pods(100, 139),
  to: APPLICATIONS.slice(0, 4).map(targetOf),
};

/** Connections that only the client has closed. */
export const HALF_CLOSED: Population = {
  kind: "half",
  from: pods(10, 89),
  to: [targetOf(ARCHIVE)],
};

/** Connections to the pod that is about to move. */
export const TO_MOVING_POD: Population = {
  kind: "hold",
  from: pods(10, 89),
  to: [targetOf(SESSIONS)],
};

/** Attempts at a Service whose only pod is dead. */
export const RETRIES: Population = {
  kind: "hold",
  from: pods(160, 199),
  to: [targetOf(RECOMMENDATIONS)],
};

export const LOOKUPS: Population = { kind: "lookup", from: pods(10, 89), to: [targetOf(DNS)] };

export const METRICS: Population = {
  kind: "datagram",
  from: pods(90, 99),
  to: [targetOf(STATSD)],
};

const SCANNED_PORTS = [21, 22, 23, 25, 80, 110, 139, 443, 445, 1433, 3306, 3389, 5432, 5900, 8080];

/** Every port of interest at every address of a network where nobody answers. */
const SCANNED: readonly Target[] = SCANNED_PORTS.flatMap((port) =>
  Array.from({ length: 254 }, (_, host) => ({ address: `${NETWORKS.lost}.${host + 1}`, port })),
);

/** Attempts at one address and port after the other, from `scanners` pods. */
export const scan = (scanners: number): Population => ({
  kind: "hold",
  from: pods(200, 199 + scanners),
  to: SCANNED,
});

/** As many flows as take `entries` entries, as fast as the lab fills a table. */
export const fill = (population: Population, entries: number): Flow => ({
  ...population,
  perSecond: FILL_RATE,
  count: Math.round(entries),
});

/** Flows at a rate, as long as the lab node stands. */
export const keep = (population: Population, perSecond: number): Flow => ({
  ...population,
  perSecond,
});
