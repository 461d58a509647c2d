/** Which timeouts are changed under which load. Every population has a thousand entries and more. */
import { APPLICATIONS, ARCHIVE, DNS, STATSD } from "./cluster.ts";
import { targetOf } from "./flows.ts";
import * as loads from "./what-if-loads.ts";

export interface Experiment {
  readonly id: string;
  readonly about: string;
  /** A setting below `net.netfilter.nf_conntrack_`, and its values before and after, in seconds. */
  readonly timeout: string;
  readonly from: number;
  readonly to: number;
  /** Whether it governs a row of `conntrack -L`. */
  readonly governs: (row: string) => boolean;
  readonly load: loads.Load;
  /** Other settings of the node, also below `net.netfilter.nf_conntrack_`. */
  readonly settings?: Readonly<Record<string, number>>;
  /** How long at least the load is left to settle, before and after, where the timeouts are not enough. */
  readonly settleSeconds?: readonly [before: number, after: number];
  /** A limit that is set after the timeout, and that the table could not have kept before. */
  readonly limit?: number;
  /** Why the prediction is known to be wrong here; without it, it must be right. */
  readonly exception?: string;
}

const inState =
  (state: string): Experiment["governs"] =>
  (row) =>
    row.split(/\s+/, 4)[3] === state;
const udp =
  (assured: boolean): Experiment["governs"] =>
  (row) =>
    row.startsWith("udp ") && row.includes("[ASSURED]") === assured;

const shop = APPLICATIONS.slice(0, 4).map(targetOf);
const web = APPLICATIONS[0]!;
const webPods = web.endpoints.map((address) => ({ address, port: web.targetPort }));

const timeWait = {
  timeout: "tcp_timeout_time_wait",
  governs: inState("TIME_WAIT"),
  about: "short connections through Services",
  load: loads.flows("short", shop, [105, 130]),
};
const plainUdp = { timeout: "udp_timeout", from: 30, to: 10, governs: udp(false) };
const stream = { timeout: "udp_timeout_stream", from: 40, to: 15, governs: udp(true) };
const established = {
  timeout: "tcp_timeout_established",
  from: 60,
  to: 20,
  governs: inState("ESTABLISHED"),
  about: "connections to pods, each silent between its packets for a time of 1 to 50 s",
  load: loads.connections(webPods, 1700, [1.01, 49.99]),
};

export const EXPERIMENTS: readonly Experiment[] = [
  { id: "time-wait", ...timeWait, from: 30, to: 10 },
  { id: "time-wait-raised", ...timeWait, from: 10, to: 30 },
  {
    id: "udp-one-way",
    ...plainUdp,
    about: "StatsD packets that nobody answers, each from a port of its own",
    load: loads.flows("datagram", [targetOf(STATSD)], [280, 300]),
    settleSeconds: [60, 0], // until expired entries are collected as fast as they come
    limit: 6_500,
  },
  {
    id: "udp-answered",
    ...plainUdp,
    about: "DNS lookups, each from a port of its own",
    load: loads.flows("lookup", [targetOf(DNS)], [105, 130]),
  },
  {
    id: "udp-stream",
    ...stream,
    about: "UDP flows with answered packets over 2.5 s that then fall silent",
    load: loads.shortStreams([targetOf(DNS)], [75, 95]),
  },
  {
    id: "close-wait",
    timeout: "tcp_timeout_close_wait",
    from: 40,
    to: 15,
    governs: inState("CLOSE_WAIT"),
    about: "connections that the client closes and the server never does",
    load: loads.flows("half", [targetOf(ARCHIVE)], [75, 95]),
  },
  { id: "established", ...established },
  {
    id: "established-service",
    ...established,
    about: "the same through a Service with three endpoints; a client that is reset dials again",
    load: loads.connections([targetOf(web)], 1700, [1.01, 49.99]),
  },
  {
    id: "icmp",
    timeout: "icmp_timeout",
    from: 30,
    to: 10,
    governs: (row) => row.startsWith("icmp "),
    about: "echo requests to every address of a network, over and over",
    load: loads.echoRequests([140, 200]),
  },
  {
    id: "established-not-loose",
    ...established,
    settings: { tcp_loose: 0 },
    about: "connections to pods as above, under nf_conntrack_tcp_loose = 0",
    exception:
      "without mid-stream pickup a connection whose entry is dropped between two of its packets never comes back",
  },
  {
    id: "established-raised",
    ...established,
    from: 20,
    to: 60,
    settleSeconds: [50, 0],
    about: "connections to pods as above",
    exception:
      "what its own packets refresh does not grow with its timeout: the scaled figure is an upper bound",
  },
  {
    id: "udp-stream-gaps",
    ...stream,
    settleSeconds: [0, 90],
    about: "UDP flows with an answered packet every 16 to 29 s",
    load: loads.questions([targetOf(DNS)], 1700, [16.01, 28.99]),
    exception:
      "a stream that is dropped between two packets comes back under nf_conntrack_udp_timeout, which is longer here, and is a stream again only with its next packet",
  },
];
