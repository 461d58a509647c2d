import { found, latest, pair } from "../facts/facts.ts";
import { absent } from "./absent.ts";
import { combine } from "./combine.ts";
import { fromPair, perCpuRise } from "./from-facts.ts";
import { fragmentFailures, netstat } from "./netstat.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { localPorts, shareOf, sockstat, word } from "./sockets.ts";

/** What a per-CPU counter of the receive path rose by. */
const softnet = (name: string, title: string): Signal<"packets"> => ({
  unit: "packets",
  title,
  command: "cat /proc/net/softnet_stat   # hexadecimal, a row a CPU",
  read: (context) =>
    fromPair(context, "softnet-stat", (start, end) => perCpuRise(start.fact, end.fact, name)),
});

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
