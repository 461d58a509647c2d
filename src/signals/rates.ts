import { absent } from "./absent.ts";
import { combine } from "./combine.ts";
import { COUNTER_SIGNALS } from "./counters.ts";
import { EXPORTER_SIGNALS } from "./exporters.ts";
import { HOST_SIGNALS } from "./host.ts";
import { tcpIpRise } from "./netstat.ts";
import type { Reading, Signal, SignalContext } from "./signal.ts";

/** What rose within the window, by the second: a few packets are everyday, and many within an hour too. */
export function perSecond(context: SignalContext, counted: Reading): Reading {
  if (counted.value === null) return counted;
  const seconds = context.window.sampledSeconds;
  return seconds === null || seconds <= 0
    ? absent(context.facts, "uptime", "the time between the two samples of the counters is unknown")
    : ({ ...counted, value: Number(counted.value) / seconds } as Reading);
}

const rate = <U extends "packets" | "connections" | "sockets" | "queries">(
  of: Pick<Signal, "title" | "command" | "read" | "scope"> & { unit: U },
  title = `${of.title} per second`,
): Signal<`${U}/s`> => ({
  unit: `${of.unit}/s`,
  title,
  ...(of.scope === undefined ? {} : { scope: of.scope }),
  command: of.command,
  read: (context) => perSecond(context, of.read(context)),
});

/**
 * Packets of which both counters tell: an older kernel counts what it resolved without loss as a failed insert
 * as well, and drops for other reasons.
 */
const clashes: Signal<"packets"> = {
  unit: "packets",
  title: "packets lost because their entry could not be inserted",
  command: COUNTER_SIGNALS["table.insertFailed"].command,
  read: (context) =>
    combine(
      [
        COUNTER_SIGNALS["table.insertFailed"].read(context),
        COUNTER_SIGNALS["table.drops"].read(context),
      ],
      (failed, drops) => Math.min(failed, drops),
    ),
};

export const RATE_SIGNALS = {
  "table.clashes": clashes,
  "table.clashRate": rate(clashes, "packets whose entry could not be inserted, per second"),
  "table.invalidRate": rate(COUNTER_SIGNALS["table.invalid"]),
  "neighbour.overflowRate": rate(HOST_SIGNALS["neighbour.overflows"]),
  "tcp.synRetransmits.share": {
    unit: "share",
    title: "part of connection attempts whose SYN was sent again",
    scope: "namespace",
    command: "nstat -asz TcpExtTCPSynRetrans TcpActiveOpens",
    read: (context) =>
      combine(
        [HOST_SIGNALS["tcp.synRetransmits"].read(context), tcpIpRise(context, "Tcp.ActiveOpens")],
        (again, opened) => again / Math.max(1, opened),
      ),
  },
  "softnet.dropRate": rate(HOST_SIGNALS["softnet.dropped"]),
  "table.chainRate": rate(COUNTER_SIGNALS["table.chainTooLong"]),
  "listen.overflowRate": rate(
    HOST_SIGNALS["listen.overflows"],
    "connections turned away by full accept queues, per second",
  ),
  "tcp.requestQueueRate": rate(
    HOST_SIGNALS["tcp.requestQueueFull"],
    "attempts at a full queue of half-open connections, per second",
  ),
  "tcp.timeWaitOverflowRate": rate(
    HOST_SIGNALS["tcp.timeWaitOverflow"],
    "closed sockets that found no room to wait, per second",
  ),
  "coredns.rejectRate": rate(EXPORTER_SIGNALS["coredns.rejects"]),
  "kubeProxy.invalidRate": rate(EXPORTER_SIGNALS["kubeProxy.invalidDropped"]),
  "ip.reversePathRate": rate(HOST_SIGNALS["ip.reversePathDrops"]),
  "ip.fragmentRate": rate(HOST_SIGNALS["ip.fragmentFailures"]),
} as const satisfies Record<string, Signal>;
