import {
  ASSURED,
  STATES,
  stateId,
  timeoutSysctl,
  UNREPLIED,
} from "../parsers/conntrack-table/states.ts";

/**
 * How many packets an attempt sends, at least and at most, before it gives up for want of an answer. A half stands for
 * one that comes as often as not.
 */
export interface Packets {
  least: number;
  most: number;
}

/** With the patience of usual clients a SYN is sent up to 8 times, three times as often where they then try again. */
const MOST = 24;

/**
 * The packets of an attempt of TCP. Linux repeats a SYN after 1, 3, 7 … s, from 6.5 on after 1, 2, 3, 4 … s: two or
 * three come from a client that waits for three seconds. The pods of a node have the node's own kernel.
 */
export const tcpPackets = (kernel: { major: number; minor: number } | null): Packets => {
  const isNew = kernel !== null && (kernel.major > 6 || (kernel.major === 6 && kernel.minor >= 5));
  return { least: isNew ? 2.5 : 2, most: MOST };
};

/** Few resolvers ask more than twice. */
const ANSWERED: Packets = { least: 1, most: 2 };
const ONE: Packets = { least: 1, most: 1 };

/**
 * What becomes of an entry of a kind:
 *
 * - `evictable`: nothing refreshes it, and an early drop may take it, since it is not ASSURED
 * - `closed`: nothing refreshes it, and it stays for its timeout
 * - `open`: its flow's own packets keep it
 */
export type Fate = "evictable" | "closed" | "open";

const CLOSED = new Set(["FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE"]);
const OPENING = new Set(["SYN_SENT", "SYN_SENT2", "SYN_RECV"]);

export interface Kind {
  fate: Fate;
  packets: Packets;
  /** The sysctl of its timeout; null where the kernel has none. */
  timeout: string | null;
}

/** All that is to be known of a kind of entry; of UDP that was answered, lookups are what is meant. */
export function kindOf(kind: number, tcp: Packets): Kind {
  const { protocol, state } = STATES[kind >> 2]!;
  const assured = (kind & ASSURED) !== 0;
  const timeout = timeoutSysctl(kind);
  if (protocol === "tcp") {
    // picked up in mid-stream and not answered: nothing spares it from an early drop
    if (state === "ESTABLISHED" && (kind & (ASSURED | UNREPLIED)) === UNREPLIED)
      return {
        fate: "evictable",
        packets: tcp,
        timeout: "nf_conntrack_tcp_timeout_unacknowledged",
      };
    const closed = state !== null && CLOSED.has(state);
    const opening = state !== null && OPENING.has(state) && !assured;
    return { fate: closed ? "closed" : opening ? "evictable" : "open", packets: tcp, timeout };
  }
  if (state !== null || assured) return { fate: "open", packets: tcp, timeout };
  const answered = protocol.startsWith("udp") && (kind & UNREPLIED) === 0;
  return { fate: "evictable", packets: answered ? ANSWERED : ONE, timeout };
}

export const ONE_WAY_UDP = stateId("udp", null) * 4 + UNREPLIED;
