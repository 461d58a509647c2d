/** Kinds of entries that a drawn table is mixed of: how a row looks, and which causes it may be the fault of. */
import { rowText } from "../attribution/rows.ts";

/** Who speaks to whom in one row. `spread` is a number that is another for each row. */
export interface Ends {
  source: string;
  destination: string;
  port: number;
  spread: number;
}

export interface Kind {
  row(ends: Ends): string;
  /** The causes that entries of it may be blamed on; none is ordinary use. */
  causes: readonly string[];
  /** Kinds of one group are one fault together. */
  group: string;
}

const tcp =
  (state: string, left: number, flag: "[UNREPLIED]" | "[ASSURED]" | "" = "[ASSURED]") =>
  ({ source, destination, port, spread }: Ends): string =>
    rowText({
      state,
      left: Math.max(1, left - (spread % 20)),
      src: source,
      sport: 32_768 + (spread % 28_000),
      dst: destination,
      dport: port,
      flag,
    });
const udp =
  (port: number | null, flag: "[UNREPLIED]" | "[ASSURED]" | "", sourcePort?: number) =>
  ({ source, destination, port: own, spread }: Ends): string =>
    rowText({
      protocol: "udp",
      left: flag === "[ASSURED]" ? 100 - (spread % 20) : 29 - (spread % 20),
      src: source,
      sport: sourcePort ?? 32_768 + (spread % 28_000),
      dst: destination,
      dport: port ?? own,
      flag,
    });

const UDP = [
  "udp-accumulation",
  "udp-streams",
  "udp-black-hole",
  "stateless-service-tracked",
  "policy-drop",
  "half-notrack-dns",
];
const UNANSWERED = [
  "retry-storm",
  "connection-scan",
  "policy-drop",
  "gateway-snat-exhaustion",
  "asymmetric-path",
  "syn-flood",
];

export const KINDS = {
  open: { row: tcp("ESTABLISHED", 86_390), causes: [], group: "ordinary" },
  // a FIN that is acknowledged leaves this state after a round trip
  closing: {
    row: tcp("FIN_WAIT", 110),
    causes: ["unacknowledged-tcp"],
    group: "unacknowledged",
  },
  unacknowledged: {
    row: tcp("ESTABLISHED", 280),
    causes: ["unacknowledged-tcp"],
    group: "unacknowledged",
  },
  "time-wait": {
    row: tcp("TIME_WAIT", 110),
    causes: ["time-wait-churn", "probe-churn", "kubelet-probe-churn"],
    group: "time-wait",
  },
  "close-wait": {
    row: tcp("CLOSE_WAIT", 3_500),
    causes: ["close-wait-buildup"],
    group: "close-wait",
  },
  unanswered: {
    row: tcp("SYN_SENT", 110, "[UNREPLIED]"),
    causes: UNANSWERED,
    group: "unanswered",
  },
  idle: {
    row: tcp("ESTABLISHED", 60_000),
    causes: ["connection-leak", "established-timeout-long"],
    group: "idle",
  },
  "one-way": {
    row: tcp("ESTABLISHED", 290, "[UNREPLIED]"),
    causes: ["asymmetric-path", "half-notrack"],
    group: "one-way",
  },
  lookup: { row: udp(53, ""), causes: UDP, group: "udp" },
  metric: { row: udp(8125, "[UNREPLIED]"), causes: UDP, group: "udp" },
  stream: {
    row: udp(null, "[ASSURED]"),
    causes: ["udp-streams", "stateless-service-tracked"],
    group: "stream",
  },
  answer: {
    row: udp(null, "[UNREPLIED]", 53),
    causes: ["half-notrack-dns", "stateless-service-tracked"],
    group: "answer",
  },
  overlay: { row: udp(8472, "[UNREPLIED]"), causes: ["overlay-tracked"], group: "overlay" },
  ping: {
    row: ({ source, destination, spread }: Ends) =>
      `icmp     1 ${29 - (spread % 20)} src=${source} dst=${destination} type=8 code=0 id=${spread % 65_536} src=${destination} dst=${source} type=0 code=0 id=${spread % 65_536} mark=0 use=1`,
    causes: ["icmp-flood"],
    group: "ping",
  },
  other: {
    row: ({ source, destination }: Ends) =>
      `unknown  99 590 src=${source} dst=${destination} [UNREPLIED] src=${destination} dst=${source} mark=0 use=1`,
    causes: ["generic-protocol"],
    group: "other",
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;
