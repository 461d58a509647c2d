import { type KernelStamp, kernelStamp } from "./kernel-stamp.ts";
import type { LineParser } from "./line-parser.ts";
import { hostIn, hostOf, MOST_HOSTS } from "./log-host.ts";
import { type Redaction, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, putBounded, type TextAt } from "./values.ts";

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

/** All messages of one kind. Lines are not lost packets: the kernel prints at most ten in 5 s. */
export interface KernelMessages {
  count: number;
  first: KernelMessage;
  last: KernelMessage;
  /** The latest messages, oldest first, for counting those within a window. */
  recent: KernelMessage[];
  /** True when messages older than `recent` were counted but not kept. */
  olderDropped: boolean;
  /** The sum of `suppressed`, or null for every other kind. */
  suppressed: number | null;
}

/** The messages of one other network namespace. */
export interface NamespaceMessages {
  count: number;
  first: KernelMessage;
  last: KernelMessage;
}

/**
 * What the kernel said of tables and queues that were full.
 *
 * Source: dmesg, journalctl -k, or a syslog file. The log is a ring: what is older than `first` is
 * gone, so that an absent kind means "not since then". A kind without messages is absent.
 */
export interface KernelLogFact {
  kinds: Map<KernelMessageKind, KernelMessages>;
  /** `table-full-netns` by namespace inode. */
  namespaces: Map<string, NamespaceMessages>;
  /** Buckets and maximum from the latest load line; null without one. */
  loaded: { buckets: number; max: number; line: number } | null;
  /** The listening port of the latest "syn-flooding" message, as in `80` or `[::]:80`; null without one. */
  flooded: TextAt | null;
  /** The first and the last line that have a stamp: how far back the log reaches. */
  first: (KernelStamp & { line: number }) | null;
  last: (KernelStamp & { line: number }) | null;
  lines: number;
  /** The machine that the kernel's lines name, where they name one alone. */
  host: string | null;
  /**
   * Where they name several, as those of a log server do: each machine's own, and what names none, where that
   * holds messages. Empty of any other log.
   */
  machines: KernelLogFact[];
  /** Machines past a ceiling, whose messages are in none of these. */
  machinesLeftOut: number;
}

/** Messages kept of each kind: more than half an hour at the kernel's own limit. */
const RECENT = 4096;
const MAX_NAMESPACES = 4096;

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

const LOADED = /_conntrack version [\d.]{1,16} \((\d{1,12}) buckets, (\d{1,12}) max\)/;
const SUPPRESSED =
  /(?:net_|__)ratelimit: (\d{1,12}) (?:callbacks|messages)|printk: (\d{1,12}) messages suppressed/;
const ABOUT = /(?:on port |zone: ?)([\w.:[\]]{1,64}?)(?:\.(?:\s|$)|\s|$)/;
const FLOODED = /SYN flooding on port ([\d.:[\]a-f]{1,64})\. /;
const NETNS = /table full in netns (\d{1,20})/;

function aboutOf(kind: KernelMessageKind, text: string): string | null {
  if (kind === "neighbour-overflow") return /ndisc_cache|ipv6/i.test(text) ? "IPv6" : "IPv4";
  return kind === "syn-flooding" || kind === "zone-limit" ? (ABOUT.exec(text)?.[1] ?? null) : null;
}

/** What journalctl says to somebody who may not read the log, in place of it. */
const NOT_READABLE =
  /^(?:-- (?:No entries|Logs begin|Journal begins).*|Hint: You are currently not seeing .*|\s+(?:Users in |Pass -q ).*)$/;

/** `message repeated 9 times: [ … ]` of rsyslog; `last message repeated 9 times` stands for the line before it. */
const REPEATED = /\bmessage repeated (\d{1,7}) times?\b/;
const LAST_REPEATED = /\blast message repeated \d{1,7} times?\b/;
/** Repeats of one log that are counted: a syslog daemon writes a line at least every few minutes. */
const MOST_REPEATS = 1_000_000;

/** The messages of one log as they come. */
class KeptLog {
  readonly #kinds = new Map<KernelMessageKind, KernelMessages & { ring: KernelMessage[] }>();
  readonly #namespaces: KernelLogFact["namespaces"] = new Map();
  #loaded: KernelLogFact["loaded"] = null;
  #flooded: KernelLogFact["flooded"] = null;
  #first: KernelLogFact["first"] = null;
  #lines = 0;
  /** The latest lines, of which the last one with a stamp is looked for at the end. */
  readonly #tail: { text: string; line: number }[] = [];

  readonly host: string | null;

  constructor(host: string | null) {
    this.host = host;
  }

  get isSilent(): boolean {
    return this.#kinds.size === 0;
  }

  line(text: string, line: number): void {
    this.#lines++;
    if (this.#first === null) {
      const stamp = kernelStamp(text);
      if (stamp.uptime !== null || stamp.time !== null) this.#first = { ...stamp, line };
    }
    this.#tail.push({ text, line });
    if (this.#tail.length > 32) this.#tail.shift();
  }

  keep(kind: KernelMessageKind, message: KernelMessage, text: string): void {
    const { line, netns } = message;
    if (kind === "conntrack-loaded") {
      const numbers = LOADED.exec(text);
      if (numbers === null) return;
      this.#loaded = { buckets: Number(numbers[1]), max: Number(numbers[2]), line };
    }
    const port = kind === "syn-flooding" ? FLOODED.exec(text)?.[1] : undefined;
    if (port !== undefined) this.#flooded = { value: port, line };
    const known = this.#kinds.get(kind);
    if (known === undefined) {
      const { suppressed } = message;
      const ring = [message];
      const record = { count: 1, first: message, last: message, recent: [], ring, suppressed };
      this.#kinds.set(kind, { ...record, olderDropped: false });
    } else {
      known.ring[known.count % RECENT] = message;
      known.count++;
      known.last = message;
      known.suppressed = known.suppressed === null ? null : known.suppressed + message.suppressed!;
    }
    if (netns === null) return;
    const place = this.#namespaces.get(netns);
    if (place === undefined) {
      const record = { count: 1, first: message, last: message };
      putBounded(this.#namespaces, netns, record, MAX_NAMESPACES);
    } else {
      place.count++;
      place.last = message;
    }
  }

  end(): KernelLogFact {
    let last: KernelLogFact["last"] = null;
    for (const { text, line } of this.#tail) {
      const stamp = kernelStamp(text);
      if (stamp.uptime !== null || stamp.time !== null) last = { ...stamp, line };
    }
    const kinds: KernelLogFact["kinds"] = new Map();
    for (const [kind, { ring, ...messages }] of this.#kinds) {
      const turn = messages.count > RECENT ? messages.count % RECENT : 0;
      const recent = [...ring.slice(turn), ...ring.slice(0, turn)];
      kinds.set(kind, { ...messages, recent, olderDropped: messages.count > RECENT });
    }
    return {
      kinds,
      namespaces: this.#namespaces,
      loaded: this.#loaded,
      flooded: this.#flooded,
      first: this.#first,
      last,
      lines: this.#lines,
      host: this.host,
      machines: [],
      machinesLeftOut: 0,
    };
  }
}

/** @throws AnalyzerError `PARSE_FAILED` when the log has no text at all, as for somebody without the right. */
const parser: LineParser<KernelLogFact> = (entry) => {
  const whole = new KeptLog(null);
  const nameless = new KeptLog(null);
  const machines = new Map<string, KeptLog>();
  const leftOut = new Set<string>();
  let lines = 0;
  let nonBlank = 0;
  let broken = "";
  let own = nameless;

  /** The log of the machine that a line names; null past the ceiling. */
  const logOf = (text: string): KeptLog | null => {
    const host = hostOf(text, (name) => machines.has(name.toLowerCase()));
    if (host === null) return nameless;
    const key = host.toLowerCase();
    const known = machines.get(key);
    if (known !== undefined) return known;
    if (machines.size >= MOST_HOSTS) {
      if (leftOut.size < MOST_HOSTS) leftOut.add(key);
      return null;
    }
    const log = new KeptLog(host);
    machines.set(key, log);
    return log;
  };

  /** How often the last line's message came again, of a log that says so in place of it. */
  let repeats = MOST_REPEATS;
  let before: { kind: KernelMessageKind; text: string } | null = null;
  const again = (kind: KernelMessageKind, text: string, stampText: string, line: number) => {
    const times = Number(REPEATED.exec(stampText)?.[1] ?? 1);
    for (let at = 0; at < Math.min(times, repeats); at++) keep(kind, text, stampText, line);
    if (times > 1) repeats = Math.max(1, repeats - times);
  };

  const keep = (kind: KernelMessageKind, text: string, stampText: string, line: number) => {
    const message: KernelMessage = {
      ...kernelStamp(stampText),
      line,
      netns: kind === "table-full-netns" ? (NETNS.exec(text)?.[1] ?? null) : null,
      suppressed: kind === "ratelimit-suppressed" ? decimal(suppressedIn(text) ?? "") : null,
      about: aboutOf(kind, text),
    };
    if (kind === "ratelimit-suppressed" && message.suppressed === null) return;
    whole.keep(kind, message, text);
    own.keep(kind, message, text);
  };

  return {
    line(text, number) {
      lines++;
      if (text.trim() === "" || NOT_READABLE.test(text)) return;
      nonBlank++;
      let kind = kindOf(text);
      const joined = kind === null && broken !== "" ? `${broken} ${text.trim()}` : null;
      const kindOfBoth = joined === null ? null : kindOf(joined);
      // the rest of a message is of the machine that its beginning names
      if (kindOfBoth === null) {
        const log = logOf(text);
        if (log === null) {
          broken = "";
          return;
        }
        own = log;
      }
      const kept = text.slice(0, 512);
      whole.line(kept, number);
      own.line(kept, number);
      if (before !== null && kind === null && LAST_REPEATED.test(text)) {
        again(before.kind, before.text, text, number);
        return;
      }
      if (kind !== null) again(kind, text, text, number);
      else if (kindOfBoth !== null) {
        kind = kindOfBoth;
        keep(kind, joined!, broken, number - 1);
      }
      before = kind === null ? null : { kind, text };
      // A wrapped message: its beginning may stand at the end of this line.
      broken =
        kind === null && /(?:conntrack|TCP|neighbour):/.test(text)
          ? text.slice(0, 2048).trimEnd()
          : "";
    },
    end() {
      if (nonBlank === 0)
        throw parseFailed(entry, 1, "the log is empty, or not readable without root");
      const fact = { ...whole.end(), lines, machinesLeftOut: leftOut.size };
      const [one] = machines.values();
      if (machines.size < 2) return { ...fact, host: one?.host ?? null };
      const all = [...machines.values(), ...(nameless.isSilent ? [] : [nameless])];
      return { ...fact, machines: all.map((one) => one.end()) };
    },
  };
};

const SHOWN = wordList(
  "nf_conntrack ip_conntrack conntrack table full in netns dropping packet packets expectation net_ratelimit __ratelimit",
  "ratelimit callbacks messages suppressed printk neighbour neighbor arp_cache ndisc_cache overflow Neighbour Neighbor",
  "TCP request_sock_TCP request_sock_TCPv6 request_sock_subflow Possible possible SYN flooding on port Sending Dropping",
  "sending cookies request Check SNMP counters too many of orphaned sockets out memory consider tuning tcp_mem exceeds",
  "limit zone maximum reached version buckets max SLUB Unable to allocate on node gfp cache object size buffer default",
  "order min falling back vmalloc automatic helper assignment kernel warn err info notice kern GFP_ATOMIC GFP_KERNEL",
  "openvswitch OVS net_ratelimit the is and for with ipv4 ipv6 IPv4 IPv6",
);
const GOES_ON = /^\s*(?:full|dropping|packet|table|callbacks|suppressed|overflow|object|cache)\b/;
/** What a line begins with: a level, a stamp in any form, seconds since boot. */
const FRONT =
  /^\s*(?:kern {0,2}:\w{2,8} {0,4}: ?)?(?:<\d{1,3}>\d? ?)?(?:\[?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: \d{4})?\]?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\dZ:+-]{0,24}|\d{10}\.\d{3,9})?\s?(?:\[ {0,12}\d{1,10}\.\d{1,9}\])?\s?/;

/**
 * What the kernel says of what is read here, and of other lines when they were written and by whom, for that tells
 * how far back the log reaches, and of which machines it is.
 */
const redact: Redaction = () => {
  let broken = false;
  return (line, hide) => {
    const front = FRONT.exec(line)?.[0] ?? "";
    const host = hostIn(line);
    const at = host === null ? front.length : line.indexOf(host) + host.length;
    const before = host === null ? front : line.slice(0, at - host.length) + hide.name(host);
    const isTold =
      kindOf(line) !== null ||
      /(?:conntrack|TCP|neighbour):/.test(line) ||
      (broken && GOES_ON.test(line));
    broken = isTold;
    if (isTold) {
      // a name is hidden once: what stands for it would be taken for another
      const start = line.slice(0, host === null ? at : at - host.length);
      const named = host === null ? "" : hide.name(host);
      return hide.words(start, SHOWN) + named + hide.words(line.slice(at), SHOWN);
    }
    if (front.trim() === "") return "";
    // another program's line is no kernel's; both begin alike
    const kernels = / kernel(?:\[\d{1,10}\])?:/.exec(line.slice(at, at + 24));
    return `${before}${host === null ? "" : (kernels?.[0] ?? " -:")} -`;
  };
};

export const kernelLog = defineSource<KernelLogFact>({
  what: "the kernel log",
  get: "dmesg",
  sensitive: ["addresses", "names", "macs", "secrets"],
  redact,
  alternatives: [],
  wanted: true,
  parser,
});

function kindOf(text: string): KernelMessageKind | null {
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
