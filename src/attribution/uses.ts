import type { RowClass } from "../parsers/conntrack-table/states.ts";

/**
 * What an entry holds its place in the table for, in the words of a report. Every entry has exactly one
 * use, so the uses add up to the rows.
 */
export const USES = {
  "time-wait": "TIME_WAIT: TCP connections that are closed already",
  closing: "TCP connections about to close (FIN_WAIT, LAST_ACK, CLOSE)",
  "close-wait": "half-closed TCP connections (CLOSE_WAIT)",
  "unanswered-syn": "unanswered TCP connection attempts (SYN_SENT)",
  handshake: "TCP connections being opened",
  "stale-endpoint": "flows to endpoints that their Service no longer has",
  "idle-established": "established TCP connections idle for over an hour",
  "one-way-established": "established TCP connections seen in one direction only",
  established: "established TCP connections in use",
  dns: "answered DNS look-ups over UDP",
  "unanswered-dns": "unanswered DNS look-ups over UDP",
  "dns-answer": "DNS answers whose questions were not tracked",
  "one-way-udp": "one-way UDP, such as metrics and logs",
  udp: "other UDP exchanges",
  overlay: "the overlay network's own packets (VXLAN, Geneve)",
  icmp: "ICMP exchanges",
  "other-protocol": "other protocols",
  offloaded: "flows that the network card or the flow table forwards",
} as const satisfies Record<string, string>;
export type Use = keyof typeof USES;

/** The use of a class when nothing beyond the row is known. ESTABLISHED's bands are decided by idleness. */
export const USE_OF_CLASS = {
  "time-wait": "time-wait",
  closing: "closing",
  "close-wait": "close-wait",
  "unanswered-syn": "unanswered-syn",
  handshake: "handshake",
  "established-band-0": "established",
  "established-band-1": "established",
  "established-band-2": "established",
  "established-stuck": "established",
  "established-one-way": "one-way-established",
  udp: "udp",
  "udp-one-way": "one-way-udp",
  dns: "dns",
  "dns-one-way": "unanswered-dns",
  "dns-answer": "dns-answer",
  overlay: "overlay",
  icmp: "icmp",
  other: "other-protocol",
  offloaded: "offloaded",
} as const satisfies Record<RowClass, Use>;

/** Uses whose entries count as stale when their endpoint is gone; the others end by themselves. */
export const CAN_BE_STALE: ReadonlySet<Use> = new Set<Use>([
  "established",
  "idle-established",
  "close-wait",
  "udp",
  "one-way-udp",
  "dns",
  "unanswered-dns",
]);
