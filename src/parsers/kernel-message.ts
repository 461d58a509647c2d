import { type KernelStamp, kernelStamp } from "./kernel-stamp.ts";
import { decimal } from "./values.ts";

/** What a message of the kernel is about. */
export type KernelMessageKind =
  /** The table of the host's namespace was full; up to 6.16 the table of any namespace. */
  | "table-full"
  /** The table of another network namespace was full. Since 6.17. */
  | "table-full-netns"
  /** The expectation table was full: another table, which helpers such as FTP's use. */
  | "expectation-table-full"
  /** One limiter for all network messages held some back: they may be of any of these kinds. */
  | "ratelimit-suppressed"
  /** A neighbour (ARP or NDP) table was full. */
  | "neighbour-overflow"
  /** A listening socket's SYN queue was full. */
  | "syn-flooding"
  | "orphaned-sockets"
  /** TCP passed `tcp_mem`. */
  | "tcp-memory"
  /** The module was loaded; the line tells its defaults. */
  | "conntrack-loaded"
  /** The table of buckets found no memory in one piece. */
  | "buckets-in-pieces"
  /** A zone of Open vSwitch reached its own limit: another limit than the table's. */
  | "zone-limit"
  /** No memory for an entry: as lost a packet as with a full table, and the same `drop` counter. */
  | "out-of-memory-allocation";

/** One message. `line` counts from 1. */
export interface KernelMessage extends KernelStamp {
  line: number;
  /** The entry that it stands in, where several logs are one. */
  entry?: string;
  /** Inode of the namespace in `/proc/PID/ns/net`; null unless the message names one. */
  netns: string | null;
  /** Messages held back, of `ratelimit-suppressed`; null otherwise. */
  suppressed: number | null;
  /** The port of `syn-flooding`, the zone of `zone-limit`, the family of `neighbour-overflow`; or null. */
  about: string | null;
}

/** The first row that fits counts. A text is met anywhere, since any prefix may stand in front. */
const TEXTS: readonly (readonly [KernelMessageKind, string])[] = [
  ["table-full-netns", "nf_conntrack: table full in netns "],
  ["table-full", "conntrack: table full"],
  ["expectation-table-full", "nf_conntrack: expectation table full"],
  ["ratelimit-suppressed", "ratelimit: "],
  ["ratelimit-suppressed", "printk: "],
  ["neighbour-overflow", "eighbor table overflow"],
  ["neighbour-overflow", "eighbour table overflow"],
  ["syn-flooding", "ossible SYN flooding on port"],
  ["orphaned-sockets", "too many orphaned sockets"],
  ["orphaned-sockets", "too many of orphaned sockets"],
  ["tcp-memory", "out of memory -- consider tuning tcp_mem"],
  ["zone-limit", "exceeds conntrack limit"],
  ["conntrack-loaded", "_conntrack version "],
  ["out-of-memory-allocation", "cache: nf_conntrack"],
  ["buckets-in-pieces", "nf_conntrack: falling back to vmalloc"],
];

const SUPPRESSED =
  /(?:net_|__)ratelimit: (\d{1,12}) (?:callbacks|messages)|printk: (\d{1,12}) messages suppressed/;
const ABOUT = /(?:on port |zone: ?)([\w.:[\]]{1,64}?)(?:\.(?:\s|$)|\s|$)/;
const NETNS = /table full in netns (\d{1,20})/;

/** What a line says; null of a line that says nothing of that. */
export function kindOf(text: string): KernelMessageKind | null {
  for (const [kind, part] of TEXTS) {
    const at = text.indexOf(part);
    if (at < 0) continue;
    if (kind === "out-of-memory-allocation" && !text.includes("object size")) continue;
    if (kind === "ratelimit-suppressed" && suppressedIn(text) === null) continue;
    return kind;
  }
  return null;
}

/** Older kernels limit all messages together, in `printk` or in `__ratelimit`. */
function suppressedIn(text: string): string | null {
  const found = SUPPRESSED.exec(text);
  return found === null ? null : (found[1] ?? found[2]!);
}

/**
 * A message of this kind; null where it lacks its number.
 *
 * @param stampText where its time stands, which of a wrapped message is its first line
 */
export function messageOf(
  kind: KernelMessageKind,
  text: string,
  stampText: string,
  line: number,
): KernelMessage | null {
  const suppressed = kind === "ratelimit-suppressed" ? decimal(suppressedIn(text) ?? "") : null;
  if (kind === "ratelimit-suppressed" && suppressed === null) return null;
  const netns = kind === "table-full-netns" ? (NETNS.exec(text)?.[1] ?? null) : null;
  return { ...kernelStamp(stampText), line, netns, suppressed, about: aboutOf(kind, text) };
}

function aboutOf(kind: KernelMessageKind, text: string): string | null {
  if (kind === "neighbour-overflow") return /ndisc_cache|ipv6/i.test(text) ? "IPv6" : "IPv4";
  return kind === "syn-flooding" || kind === "zone-limit" ? (ABOUT.exec(text)?.[1] ?? null) : null;
}
