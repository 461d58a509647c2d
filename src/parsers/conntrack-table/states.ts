/**
 * Every state that a table entry can be in, as dense ids, so that rows are counted in typed arrays.
 *
 * A *state* is protocol plus protocol state (`tcp` + `TIME_WAIT`); protocols that have no states are
 * one state each. A *kind* is a state with its two flags, since the kernel chooses the timeout by all
 * three: `kind = state * 4 + (unreplied ? 1 : 0) + (assured ? 2 : 0)`.
 *
 * A *class* is the coarser thing that flows and sources are counted by: what an entry is there for,
 * as far as one row can tell. What it takes more than the row to know (does the endpoint still exist,
 * how long has it been idle?) is decided later, in attribution.
 */
export const CLASSES = [
  "time-wait",
  "closing",
  "close-wait",
  "unanswered-syn",
  "handshake",
  "half-open",
  "established-band-0",
  "established-band-1",
  "established-band-2",
  "established-stuck",
  "established-one-way",
  "udp",
  "udp-stream",
  "udp-one-way",
  "dns",
  "dns-one-way",
  "dns-answer",
  "overlay",
  "icmp",
  "other",
  "offloaded",
  "established-recent-1",
  "established-recent-2",
] as const;
export type RowClass = (typeof CLASSES)[number];
const classId = (name: RowClass): number => CLASSES.indexOf(name);

/** Id of a class, for reading the counting tables. */
export const CLASS = Object.fromEntries(CLASSES.map((name, id) => [name, id])) as Record<
  RowClass,
  number
>;

/**
 * The kernel gives a connection with unacknowledged data, three retransmissions or a closed window this
 * timeout in seconds instead of that of ESTABLISHED: with no more left than that, an entry's idle time
 * cannot be told.
 */
export const STUCK_SECONDS = 300;

/** One state: how it is spelled, and the sysctls (below `net.netfilter.`) that hold its timeout. */
export interface StateInfo {
  protocol: string;
  /** The kernel's spelling, or null for a protocol without states. */
  state: string | null;
  /** Timeout of a replied entry; `null` when the kernel has none (offloaded, unknown). */
  timeout: string | null;
  /** Timeout of an ASSURED entry, when it is another. */
  assuredTimeout?: string;
  replied: RowClass;
  oneWay?: RowClass;
}

const tcp = (state: string, timeout: string | null, replied: RowClass, oneWay?: RowClass) => ({
  protocol: "tcp",
  state,
  timeout: timeout === null ? null : `nf_conntrack_tcp_timeout_${timeout}`,
  replied,
  ...(oneWay === undefined ? {} : { oneWay }),
});
const others = (protocol: string, states: string) =>
  states.split(" ").map((state) => ({
    protocol,
    state,
    timeout: `nf_conntrack_${protocol}_timeout_${state.toLowerCase()}`,
    replied: "other" as const,
  }));
const plain = (protocol: string, timeout: string, replied: RowClass) => ({
  protocol,
  state: null,
  timeout: `nf_conntrack_${timeout}`,
  replied,
});
const udp = (protocol: string) => ({
  ...plain(protocol, "udp_timeout", "udp"),
  assuredTimeout: "nf_conntrack_udp_timeout_stream",
  oneWay: "udp-one-way" as const,
});
const offloaded = (protocol: string) => ({
  protocol,
  state: "OFFLOAD",
  timeout: null,
  replied: "offloaded" as const,
});

/** @see the kernel's `tcp_conntrack_names`, `sctp_conntrack_names`, `dccp_state_names` */
export const STATES: readonly StateInfo[] = [
  tcp("NONE", null, "handshake"),
  tcp("SYN_SENT", "syn_sent", "handshake", "unanswered-syn"),
  tcp("SYN_RECV", "syn_recv", "half-open"),
  tcp("ESTABLISHED", "established", "established-band-0", "established-one-way"),
  tcp("FIN_WAIT", "fin_wait", "closing"),
  tcp("CLOSE_WAIT", "close_wait", "close-wait"),
  tcp("LAST_ACK", "last_ack", "closing"),
  tcp("TIME_WAIT", "time_wait", "time-wait"),
  tcp("CLOSE", "close", "closing"),
  tcp("SYN_SENT2", "syn_sent", "handshake", "unanswered-syn"),
  tcp("LISTEN", null, "handshake"),
  udp("udp"),
  udp("udplite"),
  plain("icmp", "icmp_timeout", "icmp"),
  plain("icmpv6", "icmpv6_timeout", "icmp"),
  { ...plain("gre", "gre_timeout", "other"), assuredTimeout: "nf_conntrack_gre_timeout_stream" },
  plain("unknown", "generic_timeout", "other"),
  ...others("sctp", "NONE CLOSED COOKIE_WAIT COOKIE_ECHOED ESTABLISHED SHUTDOWN_SENT"),
  ...others("sctp", "SHUTDOWN_RECD SHUTDOWN_ACK_SENT HEARTBEAT_SENT HEARTBEAT_ACKED"),
  ...others("dccp", "NONE REQUEST RESPOND PARTOPEN OPEN CLOSEREQ CLOSING TIMEWAIT IGNORE INVALID"),
  offloaded("tcp"),
  offloaded("udp"),
];

const stateIds = new Map(STATES.map((info, id) => [`${info.protocol} ${info.state ?? ""}`, id]));

/** Id of a state by its spelling, or -1. An unknown protocol is the kernel's `unknown`. */
export function stateId(protocol: string, state: string | null): number {
  return stateIds.get(`${protocol} ${state ?? ""}`) ?? -1;
}

const ESTABLISHED = stateId("tcp", "ESTABLISHED");
/** Whether a kind is of open TCP connections, seen both ways or not. */
export const isEstablished = (kind: number): boolean => kind >> 2 === ESTABLISHED;

export const UNREPLIED = 1;
export const ASSURED = 2;
export const KINDS = STATES.length * 4;

/** UDP destination ports of overlay networks: VXLAN (the standard's and the kernel's), Geneve. */
const isOverlay = (port: number): boolean => port === 4789 || port === 8472 || port === 6081;

/**
 * The class of a UDP row, told by its ports and by whether it is ASSURED, which is a stream. `dns-answer` is the
 * answer of a resolver whose question was not tracked.
 */
export function udpClass(
  oneWay: boolean,
  sourcePort: number,
  destinationPort: number,
  assured = false,
): number {
  if (destinationPort === 53) return oneWay ? CLASS["dns-one-way"] : CLASS.dns;
  if (isOverlay(destinationPort)) return CLASS.overlay;
  if (oneWay && sourcePort === 53) return CLASS["dns-answer"];
  if (oneWay) return CLASS["udp-one-way"];
  return assured ? CLASS["udp-stream"] : CLASS.udp;
}

/**
 * The class of each kind. ESTABLISHED stands for its band 0, which the remaining time decides, and UDP
 * for what {@link udpClass} decides.
 */
export const CLASS_OF_KIND = Uint8Array.from({ length: KINDS }, (_, kind) => {
  const info = STATES[kind >> 2]!;
  return classId(kind & UNREPLIED ? (info.oneWay ?? info.replied) : info.replied);
});

/** The sysctl that holds the timeout of a kind, without its `net.netfilter.` prefix, or null. */
export function timeoutSysctl(kind: number): string | null {
  const info = STATES[kind >> 2]!;
  return kind & ASSURED ? (info.assuredTimeout ?? info.timeout) : info.timeout;
}
