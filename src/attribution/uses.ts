import type { RowClass } from "../parsers/conntrack-table/states.ts";

/**
 * What an entry holds its place in the table for, in the words of a report: a phrase that also reads
 * without what stands in brackets at its end. Every entry has exactly one use, so the uses add up to the
 * rows.
 */
export const USES = {
  "time-wait": "closed TCP connections (TIME_WAIT)",
  closing: "closing TCP connections (FIN_WAIT to CLOSE)",
  "close-wait": "half-closed TCP connections (CLOSE_WAIT)",
  "unanswered-syn": "unanswered connection attempts (SYN_SENT)",
  handshake: "TCP connections being opened",
  "half-open": "half-open TCP connections (SYN_RECV)",
  "stale-endpoint": "flows to endpoints not in the rules",
  "idle-established": "idle TCP connections (over an hour)",
  "one-way-established": "one-way TCP connections (no answers seen)",
  established: "open TCP connections (ESTABLISHED)",
  dns: "answered DNS lookups (UDP)",
  "unanswered-dns": "unanswered DNS lookups (UDP)",
  "dns-answer": "DNS answers (their questions not tracked)",
  "one-way-udp": "one-way UDP (such as metrics and logs)",
  udp: "two-way UDP (other than DNS)",
  "udp-stream": "UDP streams (ASSURED, other than DNS)",
  overlay: "overlay tunnels (VXLAN, Geneve)",
  icmp: "ICMP exchanges (such as ping)",
  "other-protocol": "other protocols (not TCP, UDP or ICMP)",
  offloaded: "offloaded flows (network card, flow table)",
} as const satisfies Record<string, string>;
export type Use = keyof typeof USES;

/** The use of a class when nothing beyond the row is known. ESTABLISHED's bands are decided by idleness. */
export const USE_OF_CLASS = {
  "time-wait": "time-wait",
  closing: "closing",
  "close-wait": "close-wait",
  "unanswered-syn": "unanswered-syn",
  handshake: "handshake",
  "half-open": "half-open",
  "established-band-0": "established",
  "established-band-1": "established",
  "established-band-2": "established",
  "established-stuck": "established",
  "established-one-way": "one-way-established",
  udp: "udp",
  "udp-stream": "udp-stream",
  "udp-one-way": "one-way-udp",
  dns: "dns",
  "dns-one-way": "unanswered-dns",
  "dns-answer": "dns-answer",
  overlay: "overlay",
  icmp: "icmp",
  other: "other-protocol",
  offloaded: "offloaded",
  "established-recent-1": "established",
  "established-recent-2": "established",
} as const satisfies Record<RowClass, Use>;

/** Uses whose entries count as stale when their endpoint is gone; the others end by themselves. */
export const CAN_BE_STALE: ReadonlySet<Use> = new Set<Use>([
  "established",
  "idle-established",
  "close-wait",
  "udp",
  "udp-stream",
  "one-way-udp",
  "dns",
  "unanswered-dns",
]);
