import { type Found, found, latest, pair } from "../facts/facts.ts";
import { absent } from "./absent.ts";
import { combine, firstKnown } from "./combine.ts";
import { fromFact, fromPair, perCpuRise } from "./from-facts.ts";
import { at, type Reading, reading, type Signal, type SignalContext, type Unit } from "./signal.ts";

/** What counters of /proc/net/netstat or snmp rose by within the window, summed. */
export function tcpIpRise(context: SignalContext, ...names: string[]): Reading {
  const ofNetstat = /^(?:TcpExt|IpExt)\./.test(names[0]!);
  const all = found(context.facts, "netstat");
  const wanted = all.filter(({ label }) => label === (ofNetstat ? "netstat" : "snmp"));
  const facts = { ...context.facts, netstat: wanted.length > 0 ? wanted : [...all] };
  return fromPair({ ...context, facts }, "netstat", (start, end) => {
    let sum = 0;
    let line: number | null = null;
    for (const name of names) {
      const [a, b] = [start.fact.counters.get(name), end.fact.counters.get(name)];
      if (b === undefined || ((a === undefined || b.value < a.value) && !sinceLast(end))) continue;
      sum += sinceLast(end) ? b.value : b.value - a!.value;
      line ??= b.line;
    }
    return line === null ? null : { value: sum, line };
  });
}

/** Without `-a`, nstat prints what each counter rose by since it was run last. */
const sinceLast = ({ origin }: Found<"netstat">): boolean =>
  /\bnstat\b/.test(origin.command ?? "") && !/\s(?:-\w*a|--ignore)/.test(origin.command ?? "");

const netstat = <U extends Unit>(title: string, unit: U, ...names: string[]): Signal<U> => ({
  unit,
  title,
  scope: "namespace",
  command: `nstat -asz ${names.map((name) => name.replace(".", "")).join(" ")}`,
  read: (context) => tcpIpRise(context, ...names),
});

/**
 * Packets that did not fit the next link. IPv6's are none where the bundle has no counters of it. The counter of
 * IPv4 rises for a fragment that found no queue, too; of one that did not fit, the sender is told.
 */
function fragmentFailures(context: SignalContext): Reading {
  const failed = tcpIpRise(context, "Ip.FragFails");
  const told = tcpIpRise(context, "Icmp.OutDestUnreachs");
  const ipv4 =
    failed.value !== null && told.value !== null && told.value < failed.value
      ? ({ ...failed, value: told.value } as Reading)
      : failed;
  const ipv6 = fromPair(context, "snmp6", (start, end) => {
    const [a, b] = [start, end].map(({ fact }) => fact.counters.get("Ip6FragFails"));
    return !a || !b || b.value < a.value ? null : { value: b.value - a.value, line: b.line };
  });
  if (ipv6.value === null || ipv6.value === 0) return ipv4;
  if (ipv4.value === null || ipv4.value === 0) return ipv6;
  return { ...ipv4, value: Number(ipv4.value) + Number(ipv6.value) };
}

/** What a per-CPU counter of the receive path rose by. */
const softnet = (name: string, title: string): Signal<"packets"> => ({
  unit: "packets",
  title,
  command: "cat /proc/net/softnet_stat   # hexadecimal, a row a CPU",
  read: (context) =>
    fromPair(context, "softnet-stat", (start, end) => perCpuRise(start.fact, end.fact, name)),
});

/** The share of a two-part setting such as file-nr: words of one sysctl by their place. */
function shareOf(context: SignalContext, name: string, used: number, most: number): Reading {
  return fromFact(context, "sysctl", ({ fact }) => {
    const setting = fact.values.get(name);
    const words = setting?.value.trim().split(/\s+/).map(Number) ?? [];
    const [a, b] = [words[used], words[most]];
    return setting === undefined || a === undefined || !b
      ? null
      : { value: a / b, line: setting.line };
  });
}

/** A gauge of /proc/net/sockstat. */
const sockstat = (context: SignalContext, name: string): Reading =>
  fromFact(context, "sockstat", ({ fact }) => fact.values.get(name) ?? null);

/** One word of a setting that holds several. */
const word = (context: SignalContext, name: string, place: number): Reading =>
  fromFact(context, "sysctl", ({ fact }) => {
    const setting = fact.values.get(name);
    const value = Number(setting?.value.trim().split(/\s+/)[place] ?? Number.NaN);
    return setting === undefined || Number.isNaN(value) ? null : { value, line: setting.line };
  });

/** Sockets of TCP that are bound, IPv6's too: `closed` are all but those, for the kernel's total. */
const bySocketSummary = (context: SignalContext): Reading =>
  fromFact(context, "ss-summary", ({ fact: { tcp } }) =>
    tcp.closed === null || tcp.timeWait === null
      ? null
      : { value: Math.max(0, tcp.total - tcp.closed) + tcp.timeWait, line: tcp.line },
  );

/** The first or the last of the local ports that the kernel may choose. */
export const localPortRange = (context: SignalContext, place: 0 | 1): Reading =>
  word(context, PORT_RANGE, place);
const PORT_RANGE = "net.ipv4.ip_local_port_range";

/** Local ports in use, as a part of those that the kernel may choose for one destination. */
function localPorts(context: SignalContext): Reading {
  const counted = combine(
    [sockstat(context, "TCP.inuse"), sockstat(context, "TCP.tw")],
    (inUse, timeWait) => inUse + timeWait,
  );
  return combine(
    [
      firstKnown(counted, bySocketSummary(context)),
      localPortRange(context, 0),
      localPortRange(context, 1),
    ],
    (taken, first, last) => (last >= first ? taken / (last - first + 1) : null),
    { wants: "sysctl", reason: `${PORT_RANGE} ends before it begins` },
  );
}

/** Requests to kube-proxy on this very node without an answer: on a full table even loopback times out. */
function loopbackTimeouts(context: SignalContext): Reading {
  const manifest = latest(context.facts, "manifest");
  if (manifest === null) return absent(context.facts, "manifest");
  const late = manifest.fact.files.filter(
    ({ command, reason }) =>
      command.includes("127.0.0.1") && reason?.startsWith("timed out") === true,
  );
  return reading(late.length, at(manifest.entry, late[0]?.line ?? 1));
}

/** How often a neighbour table was full, IPv4 and IPv6 together. */
function neighbourOverflows(context: SignalContext): Reading {
  let sum: number | null = null;
  let place = null;
  for (const label of new Set(found(context.facts, "neighbour-stat").map((one) => one.label))) {
    const both = pair(context.facts, "neighbour-stat", label);
    const rise = both && perCpuRise(both.start.fact, both.end.fact, "table_fulls");
    if (both === null || rise === null) continue;
    if (sum === null || (rise.value > 0 && sum === 0)) place = at(both.end.entry, rise.line);
    sum = (sum ?? 0) + rise.value;
  }
  return sum === null || place === null
    ? fromPair(context, "neighbour-stat", () => null)
    : reading(sum, place);
}

export const HOST_SIGNALS = {
  "loopback.timeouts": {
    unit: "requests",
    title: "requests to kube-proxy on the node itself that timed out",
    command: "curl -m 2 -s http://127.0.0.1:10256/healthz",
    read: loopbackTimeouts,
  },
  "tcp.synRetransmits": netstat(
    "connection attempts that the node itself sent again",
    "packets",
    "TcpExt.TCPSynRetrans",
  ),
  "tcp.timeouts": netstat(
    "retransmission time-outs of the node's own TCP",
    "times",
    "TcpExt.TCPTimeouts",
  ),
  "listen.overflows": netstat(
    "connections turned away by full accept queues (ListenOverflows)",
    "connections",
    "TcpExt.ListenOverflows",
  ),
  "listen.fullSockets": {
    unit: "sockets",
    scope: "namespace",
    title: "listening sockets whose accept queue is full",
    command: "ss -ltn",
    read: (context) => {
      const one = latest(context.facts, "ss-listen");
      if (one === null) return absent(context.facts, "ss-listen");
      return reading(one.fact.full, at(one.entry, one.fact.worst[0]?.line ?? 1));
    },
  },
  "listen.worst": {
    unit: "name",
    scope: "namespace",
    title: "listening socket with the longest accept queue",
    command: "ss -ltn",
    read: (context) => {
      const one = latest(context.facts, "ss-listen");
      const worst = one?.fact.worst[0];
      if (one === null || worst === undefined)
        return absent(context.facts, "ss-listen", "no accept queue was over its length");
      return reading(worst.local, at(one.entry, worst.line));
    },
  },
  "tcp.requestQueueFull": netstat(
    "connection attempts at a full queue of half-open connections",
    "packets",
    "TcpExt.TCPReqQFullDoCookies",
    "TcpExt.TCPReqQFullDrop",
  ),
  "tcp.timeWaitOverflow": netstat(
    "closed sockets that found no room to wait (TCPTimeWaitOverflow)",
    "sockets",
    "TcpExt.TCPTimeWaitOverflow",
  ),
  "tcp.memoryPressures": netstat(
    "memory pressure on TCP within the window",
    "times",
    "TcpExt.TCPMemoryPressures",
  ),
  "tcp.memoryShare": {
    unit: "share",
    title: "use of the memory that TCP may take",
    command: "cat /proc/net/sockstat /proc/sys/net/ipv4/tcp_mem",
    read: (context) =>
      combine(
        [sockstat(context, "TCP.mem"), word(context, "net.ipv4.tcp_mem", 2)],
        (used, most) => (most > 0 ? used / most : null),
        { wants: "sysctl", reason: "net.ipv4.tcp_mem has no largest size above 0" },
      ),
  },
  "ports.share": {
    unit: "share",
    scope: "namespace",
    title: "local ports taken by the node's own TCP sockets",
    command: "ss -s; sysctl net.ipv4.ip_local_port_range",
    read: localPorts,
  },
  "ip.reversePathDrops": netstat(
    "packets dropped by the reverse-path filter",
    "packets",
    "TcpExt.IPReversePathFilter",
    "IpExt.IPReversePathFilter",
  ),
  "ip.fragmentFailures": {
    unit: "packets",
    scope: "namespace",
    title: "packets too large for the next link (FragFails)",
    command: "nstat -asz IpFragFails IcmpOutDestUnreachs Ip6FragFails   # of IPv4 the smaller rise",
    read: fragmentFailures,
  },
  "softnet.dropped": softnet("dropped", "packets lost because a CPU's receive queue was full"),
  "softnet.squeezed": softnet(
    "time_squeeze",
    "receive queues that a CPU did not get through in time",
  ),
  "files.share": {
    unit: "share",
    title: "use of the node's file handles",
    command: "sysctl fs.file-nr",
    read: (context) => shareOf(context, "fs.file-nr", 0, 2),
  },
  "neighbour.overflows": {
    unit: "packets",
    title: "packets lost to a full neighbour table",
    command: "cat /proc/net/stat/arp_cache",
    read: neighbourOverflows,
  },
} as const satisfies Record<string, Signal>;
